package report

import (
	_ "embed"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/audit"
)

//go:embed report.css
var css string

// Page is what the report shows beside the trail.
type Page struct {
	Data
	Tool    string                   // our version
	Posture []Notice                 // risky settings and drift
	Folders func(repo string) string // where a repository lies, "" where unknown
	Titles  func(rule string) string // what a rule is about, "" where unknown
}

// Notice is one line of the posture section.
type Notice struct {
	Severity string `json:"severity"`
	Agent    string `json:"agent"`
	Text     string `json:"text"`
	Where    string `json:"where"`
	New      bool   `json:"new"` // not in the accepted baseline
}

// HTML writes one self-contained page: no script, no network.
func HTML(w io.Writer, p Page) error {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"+
		"<meta name=\"color-scheme\" content=\"light dark\"><title>VibeDefend report</title><style>%s</style></head><body><main>", css)
	fmt.Fprintf(&b, "<header><h1>What VibeDefend stopped</h1><p>%s to %s</p></header>", day(p.Since), day(p.Until))
	p.tiles(&b)
	p.timeline(&b)
	b.WriteString(`<div class="grid">`)
	bars(&b, "By agent", p.Agents, 12, nil)
	bars(&b, "By severity", p.Severities, 5, nil)
	bars(&b, "By rule", p.Rules, 15, p.Titles)
	bars(&b, "By repository", p.Repos, 15, p.Folders)
	b.WriteString(`</div>`)
	p.doubtful(&b)
	p.controls(&b)
	p.posture(&b)
	p.trail(&b)
	fmt.Fprintf(&b, "<footer>VibeDefend %s. Made on this machine from the local audit trail; nothing was sent.</footer></main></body></html>\n", esc(p.Tool))
	_, err := io.WriteString(w, b.String())
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

func esc(s string) string { return html.EscapeString(s) }

func day(t time.Time) string { return t.Local().Format("2 January 2006") }

func (p Page) tiles(b *strings.Builder) {
	b.WriteString(`<div class="tiles">`)
	tile := func(class string, n int, text string) {
		fmt.Fprintf(b, `<div class="tile %s"><strong>%s</strong> %s</div>`, class, number(n), text)
	}
	tile("block", p.All.Blocked, "blocked")
	tile("ask", p.All.Asked, "put to a person")
	tile("warn", p.All.Warned, "warned")
	tile("warn", p.Excepted, "let pass by people")
	if p.Errors > 0 {
		tile("ask", p.Errors, "not examined, answered by the failure policy")
	}
	if n := len(p.problems()); n > 0 {
		tile("block", n, "breaks in the trail")
	} else {
		tile("ok", 0, "breaks in the trail")
	}
	b.WriteString(`</div>`)
}

func (p Page) problems() []audit.Problem {
	if p.Trail == nil {
		return nil
	}
	return p.Trail.Problems
}

// number groups thousands with a thin space.
func number(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// period is one bar of the timeline.
type period struct {
	Count
	label string
}

// periods joins days into weeks where there are too many to see.
func (p Page) periods() (list []period, word string) {
	if len(p.Days) <= 120 {
		for _, d := range p.Days {
			list = append(list, period{d, d.Name[min(5, len(d.Name)):]})
		}
		return list, "day"
	}
	for i, d := range p.Days {
		if i%7 == 0 {
			list = append(list, period{Count{Name: "week of " + d.Name}, d.Name})
		}
		last := &list[len(list)-1]
		last.Blocked, last.Asked, last.Warned = last.Blocked+d.Blocked, last.Asked+d.Asked, last.Warned+d.Warned
	}
	return list, "week"
}

// ceiling is the top of the scale: a round number not below n.
func ceiling(n int) int {
	for unit := 1; ; unit *= 10 {
		for _, k := range []int{1, 2, 4, 6, 8} {
			if k*unit >= n && (k*unit%2 == 0 || k*unit == 1) {
				return k * unit
			}
		}
	}
}

// timeline draws one stacked bar a day or week.
func (p Page) timeline(b *strings.Builder) {
	list, word := p.periods()
	most, when := 0, ""
	for _, d := range list {
		if d.Total() > most {
			most, when = d.Total(), d.Name
		}
	}
	top := ceiling(max(1, most))
	fmt.Fprintf(b, `<section><h2>Over time</h2><svg class="time" viewBox="0 0 950 200" role="img" aria-label="Events per %s; the most, %d, on %s">`, word, most, esc(when))
	const height, left, floor = 150.0, 46.0, 166.0
	for _, at := range slices.Compact([]int{0, top / 2, top}) {
		y := floor - height*float64(at)/float64(top)
		fmt.Fprintf(b, `<line class="axis" x1="46" y1="%.1f" x2="946" y2="%.1f"/><text x="40" y="%.1f" text-anchor="end">%s</text>`, y, y, y+4, number(at))
	}
	step := 900.0 / float64(max(1, len(list)))
	every := max(1, (len(list)+9)/10)
	for i, d := range list {
		x, y := left+float64(i)*step, floor
		for _, part := range d.parts() {
			h := height * float64(part.n) / float64(top)
			y -= h
			fmt.Fprintf(b, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s: %d %s</title></rect>`,
				part.class, x+step*.1, y, max(step*.8, .8), h, esc(d.Name), part.n, part.word)
		}
		if i%every == 0 {
			fmt.Fprintf(b, `<text x="%.1f" y="186">%s</text>`, x, esc(d.label))
		}
	}
	b.WriteString(`</svg><p class="key"><i class="block"></i> blocked <i class="ask"></i> asked <i class="warn"></i> warned</p></section>`)
}

type part struct {
	n           int
	class, word string
}

// parts are the pieces of a bar that are not empty.
func (c Count) parts() []part {
	var out []part
	for _, p := range []part{{c.Blocked, "block", "blocked"}, {c.Asked, "ask", "asked"}, {c.Warned, "warn", "warned"}} {
		if p.n > 0 {
			out = append(out, p)
		}
	}
	return out
}

// bars draws a table whose last column is a bar, so that it reads without
// colours and aloud as well.
func bars(b *strings.Builder, title string, rows []Count, most int, titles func(string) string) {
	fmt.Fprintf(b, `<section><h2>%s</h2>`, title)
	if len(rows) == 0 {
		b.WriteString(`<p class="none">nothing in this period</p></section>`)
		return
	}
	top := 1
	for _, r := range rows {
		top = max(top, r.Total())
	}
	b.WriteString(`<table><thead><tr><th scope="col">Name</th><th scope="col" class="n">Events</th><th scope="col"><span class="sr">blocked, asked, warned</span></th></tr></thead><tbody>`)
	for _, r := range rows[:min(most, len(rows))] {
		fmt.Fprintf(b, `<tr><th scope="row">%s</th><td class="n">%s</td><td class="bar">%s</td></tr>`, named(r.Name, titles), number(r.Total()), bar(r, top))
	}
	b.WriteString(`</tbody></table>`)
	if rest := len(rows) - most; rest > 0 {
		fmt.Fprintf(b, `<p class="none">and %d more (see --json)</p>`, rest)
	}
	b.WriteString(`</section>`)
}

// named is a name with what it means below.
func named(name string, titles func(string) string) string {
	if titles != nil {
		if t := titles(name); t != "" {
			return esc(name) + "<small>" + esc(t) + "</small>"
		}
	}
	return esc(name)
}

func bar(c Count, top int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="%d blocked, %d asked, %d warned">`, c.Blocked, c.Asked, c.Warned)
	x := 0.0
	for _, p := range c.parts() {
		w := 100 * float64(p.n) / float64(max(1, top))
		fmt.Fprintf(&b, `<rect class="%s" x="%.2f" y="1" width="%.2f" height="8"/>`, p.class, x, w)
		x += w
	}
	return b.String() + `</svg>`
}

func (p Page) doubtful(b *strings.Builder) {
	b.WriteString(`<section><h2>Perhaps false alarms</h2><p>Rules that people's exceptions let pass. A high share means: look at the rule, or narrow the exception.</p>`)
	if len(p.Doubtful) == 0 {
		b.WriteString(`<p class="none">nobody allowed anything in this period</p></section>`)
		return
	}
	b.WriteString(`<table class="doubt"><thead><tr><th scope="col">Rule</th><th scope="col" class="n">Allowed</th><th scope="col" class="n">Stopped</th><th scope="col" class="n">Share</th><th scope="col"><span class="sr">share allowed</span></th></tr></thead><tbody>`)
	for _, c := range p.Doubtful[:min(10, len(p.Doubtful))] {
		share := 100 * c.Allowed / max(1, c.Allowed+c.Total())
		fmt.Fprintf(b, `<tr><th scope="row">%s</th><td class="n">%s</td><td class="n">%s</td><td class="n">%d %%</td><td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="ask" x="0" y="1" width="%d" height="8"/></svg></td></tr>`,
			named(c.Name, p.Titles), number(c.Allowed), number(c.Total()), share, share)
	}
	b.WriteString(`</tbody></table></section>`)
}

func (p Page) controls(b *strings.Builder) {
	b.WriteString(`<section><h2>Controls supported</h2><p>Controls that rules of VibeDefend support, and the events of this period that are evidence for them. Supporting a control is not compliance.</p>`)
	list := p.Controls
	if len(list) == 0 {
		b.WriteString(`<p class="none">no rule names a control</p></section>`)
		return
	}
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Framework == list[0].Framework {
			n++
		}
		framework(b, list[:n])
		list = list[n:]
	}
	b.WriteString(`</section>`)
}

// framework draws the controls that have evidence, and names the others.
func framework(b *strings.Builder, list []Control) {
	fmt.Fprintf(b, `<h3>%s</h3>`, esc(list[0].Framework))
	top, quiet := 0, []string{}
	for _, c := range list {
		top = max(top, c.Events)
		if c.Events == 0 {
			quiet = append(quiet, fmt.Sprintf(`%s <span class="none">(%d)</span>`, esc(strings.TrimSpace(c.ID+" "+c.Name)), c.Rules))
		}
	}
	if top > 0 {
		b.WriteString(`<table class="controls"><thead><tr><th scope="col">Control</th><th scope="col" class="n">Rules</th><th scope="col" class="n">Events</th><th scope="col"><span class="sr">share</span></th></tr></thead><tbody>`)
		for _, c := range list {
			if c.Events > 0 {
				fmt.Fprintf(b, `<tr><th scope="row">%s <span class="none">%s</span></th><td class="n">%d</td><td class="n">%s</td><td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="ok" x="0" y="1" width="%.2f" height="8"/></svg></td></tr>`,
					esc(c.ID), esc(c.Name), c.Rules, number(c.Events), 100*float64(c.Events)/float64(top))
			}
		}
		b.WriteString(`</tbody></table>`)
	}
	if len(quiet) > 0 {
		fmt.Fprintf(b, `<p class="quiet">No event in this period, with the number of rules: %s</p>`, strings.Join(quiet, ", "))
	}
}

func (p Page) posture(b *strings.Builder) {
	b.WriteString(`<section><h2>Posture and drift</h2>`)
	if len(p.Posture) == 0 {
		b.WriteString(`<p class="none">no risky setting and no drift found when this page was made</p></section>`)
		return
	}
	b.WriteString(`<table><thead><tr><th scope="col">Severity</th><th scope="col">Agent</th><th scope="col">Finding</th><th scope="col">Where</th></tr></thead><tbody>`)
	for _, n := range p.Posture {
		mark := ""
		if n.New {
			mark = "<strong>new</strong> "
		}
		fmt.Fprintf(b, `<tr><td><i class="dot %s"></i>%s</td><td>%s</td><td>%s%s</td><td><code>%s</code></td></tr>`, esc(n.Severity), esc(n.Severity), esc(n.Agent), mark, esc(n.Text), esc(n.Where))
	}
	b.WriteString(`</tbody></table></section>`)
}

func (p Page) trail(b *strings.Builder) {
	if p.Trail == nil {
		return
	}
	fmt.Fprintf(b, `<section><h2>Trail</h2><p>%d records, %d torn lines, chain head <code>%d %s</code>.</p>`,
		p.Trail.Records, p.Trail.Torn, p.Trail.Head.Seq, esc(p.Trail.Head.Hash[:min(16, len(p.Trail.Head.Hash))]))
	if len(p.Trail.Problems) == 0 {
		b.WriteString(`<p>The chain holds. Only a head kept elsewhere proves that against the same user: compare with <code>vibedefend audit verify --head FILE</code>.</p></section>`)
		return
	}
	b.WriteString(`<ul>`)
	for _, q := range p.Trail.Problems[:min(20, len(p.Trail.Problems))] {
		fmt.Fprintf(b, `<li>%s line %d: %s</li>`, esc(q.File), q.Line, esc(q.What))
	}
	b.WriteString(`</ul></section>`)
}
