package mine

import "strings"

// gradleRef is one place in a script that names another project.
type gradleRef struct {
	name     string // ":a:b", or "a.b" of an accessor
	accessor bool
	sure     bool // a dependency of this very project
}

// gradleScript is what a script of Gradle says about other projects.
type gradleScript struct {
	refs []gradleRef
	all  []gradleRef // of all projects below, or of those that it configures
	open bool        // it names projects in a way that is not read
}

// gradleReader walks the tokens of a script, with the blocks they stand in.
type gradleReader struct {
	toks   []gradleToken
	blocks []string // the words before each brace that is open
	start  int      // where the statement began
	depth  int      // of round brackets in this block: a statement in them goes on
	depths []int    // of the blocks around it
	out    gradleScript
}

// readGradleScript reads the references to other projects of a script, in
// Groovy or in Kotlin. Tests are in no boundary: what they alone need does not
// count. A platform has no code.
func readGradleScript(text string) gradleScript {
	r := gradleReader{toks: gradleTokens(text)}
	for i, t := range r.toks {
		switch {
		case t.is('p', "{") && len(r.blocks) == mostGradleDepth:
			r.out.open = true
			return r.out
		case t.is('p', "{"):
			r.blocks, r.depths = append(r.blocks, r.words(r.start, i)), append(r.depths, r.depth)
			r.start, r.depth = i+1, 0
		case t.is('p', "}"):
			if n := len(r.blocks) - 1; n >= 0 {
				r.depth, r.blocks, r.depths = r.depths[n], r.blocks[:n], r.depths[:n]
			}
			r.start = i + 1
		case t.is('p', "("):
			r.depth++
		case t.is('p', ")"):
			r.depth = max(0, r.depth-1)
		case t.kind == 'n' && r.depth == 0:
			r.start = i + 1
		case t.kind == 'i':
			r.word(i)
		}
	}
	return r.out
}

// Nobody writes longer statements or deeper blocks; what comes after that says
// nothing of the kind of a statement.
const (
	mostGradleWords = 40
	mostGradleDepth = 100
)

// words are those of a statement, "project(" for what configures another
// project.
func (r *gradleReader) words(from, to int) string {
	to = min(to, from+mostGradleWords)
	if from+1 < to && r.toks[from].is('i', "project") && r.toks[from+1].is('p', "(") {
		return " project( "
	}
	var b strings.Builder
	for _, t := range r.toks[min(from, to):to] {
		if t.kind == 'i' || t.kind == 's' {
			b.WriteString(" " + t.text)
		}
	}
	return b.String() + " "
}

func (r *gradleReader) at(i int) gradleToken {
	if i < 0 || i >= len(r.toks) {
		return gradleToken{}
	}
	return r.toks[i]
}

func (r *gradleReader) word(i int) {
	switch r.toks[i].text {
	case "project", "findProject":
		r.project(i)
	case "projects":
		if name := r.accessor(i); name != "" && !r.at(i-1).is('p', ".") {
			r.refer(i, gradleRef{name: name, accessor: true})
		}
	case "subprojects", "allprojects", "childProjects":
		// to go through them all is one way to depend on them all
		r.out.open = r.out.open || r.at(i+1).is('p', ".") && r.within("dependencies")
	case "dependencies":
		r.out.open = r.out.open || r.at(i+1).is('p', "{") && r.eachProject()
	}
}

// eachProject reports whether the block is one that runs for each project.
func (r *gradleReader) eachProject() bool {
	for _, b := range r.blocks {
		if strings.Contains(b, "rojects each") || strings.Contains(b, "rojects forEach") {
			return true
		}
	}
	return false
}

// project reads project(":a"), project(path: ":a") and project ':a'.
func (r *gradleReader) project(i int) {
	j := i + 1
	call := r.at(j).is('p', "(")
	if call {
		j++
		for r.at(j).kind == 'n' {
			j++
		}
		if r.at(j).is('i', "path") && (r.at(j+1).is('p', ":") || r.at(j+1).is('p', "=")) {
			j += 2
		}
	}
	t := r.at(j)
	switch {
	case t.kind == 's' && !strings.Contains(t.text, "$"):
		r.refer(i, gradleRef{name: t.text})
	case t.kind == 's', call && !r.at(i-1).is('i', "fun"):
		r.out.open = r.out.open || r.adds(i)
	}
}

// adds reports whether a statement may be about what a project depends on.
func (r *gradleReader) adds(i int) bool {
	line := r.words(r.start, i)
	for _, w := range []string{"dependencies", "mplementation", " api", "ompile", " add "} {
		if strings.Contains(line, w) {
			return true
		}
	}
	return r.within("dependencies")
}

// accessor reads what follows "projects": ".a.b".
func (r *gradleReader) accessor(i int) string {
	var parts []string
	for j := i + 1; r.at(j).is('p', ".") && r.at(j+1).kind == 'i'; j += 2 {
		parts = append(parts, r.at(j+1).text)
	}
	return strings.Join(parts, ".")
}

// refer notes a reference, by what it stands in.
func (r *gradleReader) refer(i int, ref gradleRef) {
	line := r.words(r.start, i)
	if p := r.at(i - 2).text; r.at(i-1).is('p', "(") && (p == "platform" || p == "enforcedPlatform") || forTests(line) {
		return
	}
	for _, b := range r.blocks {
		if forTests(b) || b == " constraints " {
			return
		}
	}
	ref.sure = r.within("dependencies") && !strings.Contains(strings.ToLower(line), "runtime")
	if r.within("subprojects") || r.within("allprojects") || r.within("configure") || r.within("project(") {
		ref.sure = false
		r.out.all = append(r.out.all, ref)
		return
	}
	r.out.refs = append(r.out.refs, ref)
}

// within reports whether a block that is open has a word before its brace.
func (r *gradleReader) within(word string) bool {
	for _, b := range r.blocks {
		if strings.Contains(b, " "+word+" ") {
			return true
		}
	}
	return false
}

// forTests reports whether the first words are about tests:
// testImplementation, androidTestApi, commonTest. A condition may speak of
// tests and mean something else.
func forTests(words string) bool {
	for _, w := range strings.Fields(words) {
		if w == "if" || w == "when" {
			return false
		}
		if strings.HasPrefix(w, "test") || strings.Contains(w, "Test") {
			return true
		}
	}
	return false
}
