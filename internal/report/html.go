package report

import (
	_ "embed"
	"fmt"
	"html"
	"io"
	"strings"
	"time"
)

//go:embed report.css
var css string

// Page is what the report shows beside the trail.
type Page struct {
	Data
	Tool    string   // our version
	Posture []Notice // risky settings and drift
}

// Notice is one line of the posture section.
type Notice struct {
	Severity string `json:"severity"`
	Agent    string `json:"agent"`
	Text     string `json:"text"`
	Where    string `json:"where"`
}

// HTML writes one self-contained page: no script, no network.
func HTML(w io.Writer, p Page) error {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"+
		"<meta name=\"color-scheme\" content=\"light dark\"><title>VibeDefend report</title><style>%s</style></head><body><main>", css)
	fmt.Fprintf(&b, "<header><h1>What VibeDefend stopped</h1><p>%s to %s</p></header>", day(p.Since), day(p.Until))
	p.tiles(&b)
	p.timeline(&b)
	b.WriteString(`<div class="grid">`)
	bars(&b, "By agent", p.Agents, 12)
	bars(&b, "By severity", p.Severities, 5)
	bars(&b, "By rule", p.Rules, 15)
	bars(&b, "By repository", p.Repos, 12)
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
	for _, t := range []struct {
		n           int
		name, class string
	}{{p.All.Blocked, "blocked", "block"}, {p.All.Asked, "put to a person", "ask"}, {p.All.Warned, "warned", "warn"}} {
		fmt.Fprintf(b, `<div class="tile %s"><strong>%d</strong> %s</div>`, t.class, t.n, t.name)
	}
	class := "ok"
	if len(p.Trail.Problems) > 0 {
		class = "block"
	}
	fmt.Fprintf(b, `<div class="tile %s"><strong>%d</strong> breaks in the trail</div></div>`, class, len(p.Trail.Problems))
}

// timeline draws one stacked bar a day.
func (p Page) timeline(b *strings.Builder) {
	b.WriteString(`<section><h2>Over time</h2>`)
	top := 1
	for _, d := range p.Days {
		top = max(top, d.Total())
	}
	const height, left = 160.0, 40.0
	step := 900.0 / float64(max(1, len(p.Days)))
	fmt.Fprintf(b, `<svg viewBox="0 0 950 200" role="img" aria-label="Events per day; the largest day has %d"><text x="34" y="14" text-anchor="end">%d</text><text x="34" y="168" text-anchor="end">0</text><line class="axis" x1="40" y1="164" x2="940" y2="164"/>`, top, top)
	for i, d := range p.Days {
		x, y := left+float64(i)*step, 164.0
		for _, part := range []struct {
			n     int
			class string
		}{{d.Blocked, "block"}, {d.Asked, "ask"}, {d.Warned, "warn"}} {
			if part.n == 0 {
				continue
			}
			h := height * float64(part.n) / float64(top)
			y -= h
			fmt.Fprintf(b, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s: %d</title></rect>`, part.class, x+step*.1, y, max(step*.8, .8), h, esc(d.Name), part.n)
		}
		if every := max(1, len(p.Days)/8); i%every == 0 {
			fmt.Fprintf(b, `<text x="%.1f" y="184">%s</text>`, x, esc(d.Name[min(5, len(d.Name)):]))
		}
	}
	b.WriteString(`</svg><p class="key"><i class="block"></i> blocked <i class="ask"></i> asked <i class="warn"></i> warned</p></section>`)
}

// bars draws a table whose last column is a bar, so that it reads without
// colours and aloud as well.
func bars(b *strings.Builder, title string, rows []Count, most int) {
	fmt.Fprintf(b, `<section><h2>%s</h2>`, title)
	if len(rows) == 0 {
		b.WriteString(`<p class="none">nothing in this period</p></section>`)
		return
	}
	top, rest := rows[0].Total(), 0
	for i, r := range rows {
		top = max(top, r.Total())
		if i >= most {
			rest++
		}
	}
	b.WriteString(`<table><thead><tr><th>Name</th><th class="n">Events</th><th><span class="sr">Share</span></th></tr></thead><tbody>`)
	for _, r := range rows[:min(most, len(rows))] {
		fmt.Fprintf(b, `<tr><td>%s</td><td class="n">%d</td><td class="bar">%s</td></tr>`, esc(r.Name), r.Total(), bar(r, top))
	}
	b.WriteString(`</tbody></table>`)
	if rest > 0 {
		fmt.Fprintf(b, `<p class="none">and %d more (see --json)</p>`, rest)
	}
	b.WriteString(`</section>`)
}

func bar(c Count, top int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="%d blocked, %d asked, %d warned">`, c.Blocked, c.Asked, c.Warned)
	x := 0.0
	for _, part := range []struct {
		n     int
		class string
	}{{c.Blocked, "block"}, {c.Asked, "ask"}, {c.Warned, "warn"}} {
		w := 100 * float64(part.n) / float64(max(1, top))
		fmt.Fprintf(&b, `<rect class="%s" x="%.2f" y="1" width="%.2f" height="8"/>`, part.class, x, w)
		x += w
	}
	return b.String() + `</svg>`
}

func (p Page) doubtful(b *strings.Builder) {
	b.WriteString(`<section><h2>Perhaps false alarms</h2><p>Rules whose stops a person allowed afterwards. Often allowed means: look at the rule or write an exception.</p>`)
	if len(p.Doubtful) == 0 {
		b.WriteString(`<p class="none">nobody allowed anything in this period</p></section>`)
		return
	}
	b.WriteString(`<table><thead><tr><th>Rule</th><th class="n">Allowed</th></tr></thead><tbody>`)
	for _, c := range p.Doubtful[:min(10, len(p.Doubtful))] {
		fmt.Fprintf(b, `<tr><td>%s</td><td class="n">%d</td></tr>`, esc(c.Name), c.Total())
	}
	b.WriteString(`</tbody></table></section>`)
}

func (p Page) controls(b *strings.Builder) {
	b.WriteString(`<section><h2>Controls supported</h2><p>Controls that rules of VibeDefend support, and the events of this period that are evidence. Supporting a control is not compliance.</p>`)
	if len(p.Controls) == 0 {
		b.WriteString(`<p class="none">no rule names a control</p></section>`)
		return
	}
	b.WriteString(`<table><thead><tr><th>Framework</th><th>Control</th><th class="n">Rules</th><th class="n">Events</th></tr></thead><tbody>`)
	for _, c := range p.Controls {
		fmt.Fprintf(b, `<tr><td>%s</td><td>%s</td><td class="n">%d</td><td class="n">%d</td></tr>`, esc(c.Framework), esc(c.ID), c.Rules, c.Events)
	}
	b.WriteString(`</tbody></table></section>`)
}

func (p Page) posture(b *strings.Builder) {
	b.WriteString(`<section><h2>Posture and drift</h2>`)
	if len(p.Posture) == 0 {
		b.WriteString(`<p class="none">no risky setting and no drift found when this page was made</p></section>`)
		return
	}
	b.WriteString(`<table><thead><tr><th>Severity</th><th>Agent</th><th>Finding</th><th>Where</th></tr></thead><tbody>`)
	for _, n := range p.Posture {
		fmt.Fprintf(b, `<tr><td>%s</td><td>%s</td><td>%s</td><td><code>%s</code></td></tr>`, esc(n.Severity), esc(n.Agent), esc(n.Text), esc(n.Where))
	}
	b.WriteString(`</tbody></table></section>`)
}

func (p Page) trail(b *strings.Builder) {
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
