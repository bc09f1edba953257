package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/deps"
	"github.com/cybedefend/vibedefend/rules/shell"
)

// PackageLists are the names that the layers of a policy add to the built-in ones.
func (p *Policy) PackageLists() (l deps.Lists) {
	for i := range p.Layers {
		l.Deny = append(l.Deny, p.Layers[i].PackagesDeny...)
		l.Allow = append(l.Allow, p.Layers[i].PackagesAllow...)
	}
	if p.Reported != nil {
		l.Reported = p.Reported()
	}
	return l
}

// NewPackages judges what a manifest or lock file asks for anew. used tells what the project has
// already; nil knows of nothing. A lock file is a tool's: only names count there.
func NewPackages(path string, before, after []byte, l deps.Lists, used func(deps.Ecosystem, string) bool) []deps.Finding {
	var out []deps.Finding
	list := deps.New(path, before, after)
	if l.Reported != nil {
		list = append(list, deps.Bumped(path, before, after)...)
	}
	for _, e := range list {
		f := deps.Judge(e, l)
		switch {
		case f.Class == deps.Fine,
			f.Class == deps.OtherIndex && ownRegistry(e.Index),
			deps.Locks(path) && f.Class < deps.LookAlike,
			f.Class < deps.Malicious && f.Class != deps.FromURL && f.Class != deps.OtherIndex && used != nil && used(e.Eco, e.Name):
		default:
			out = append(out, f)
		}
	}
	return out
}

func ownRegistry(index string) bool {
	h := hostOf(index)
	return h == "" || publicRegistry(h) || isLocalHost(h)
}

// manifest judges packages that a write brings into a project.
func (j *judgement) manifest(c *shell.Call, path string, before, after []byte) {
	if !deps.Reads(path) {
		return
	}
	if before == nil {
		before, _ = j.current(path) // a part of the file, or a new one
	}
	found := NewPackages(path, before, after, j.policy.PackageLists(), j.used(path[:len(path)-len(lastPart(path))]))
	j.tellPackages(c, path, found)
}

// tellPackages reports a finding for each kind, with the names of all of it.
func (j *judgement) tellPackages(c *shell.Call, path string, found []deps.Finding) {
	if j.trace != nil {
		j.trace.Packages = append(j.trace.Packages, found...)
	}
	for class := deps.Malicious; class > deps.Fine; class-- {
		var names []string
		line := 0
		for _, f := range found {
			if f.Class != class {
				continue
			}
			if line == 0 {
				line = f.Line
			}
			if names = append(names, f.Text()); len(names) == 6 {
				names[5] = "…"
				break
			}
		}
		if names == nil {
			continue
		}
		n := len(j.found)
		j.signal(class.Signal(), c, path, strings.Join(names, ", "))
		if len(j.found) > n && path != "" {
			j.found[n].Line = line
		}
	}
}

// mostManifest bounds what is read of a project's lock file.
const mostManifest = 8 << 20

// used tells what the project asks for already: the files beside a manifest and at the root of
// the repository are read when there is a name to look for.
func (j *judgement) used(dirs ...string) func(deps.Ecosystem, string) bool {
	if j.w == nil {
		return nil
	}
	dirs = append(dirs, j.ev.Root)
	read := map[string][]byte{}
	return func(eco deps.Ecosystem, name string) bool {
		for _, d := range dirs {
			for _, f := range deps.Beside(eco) {
				path := strings.TrimSuffix(d, "/") + "/" + f
				text, seen := read[path]
				if !seen && d != "" {
					text = j.beside(path)
					read[path] = text
				}
				if len(text) > 0 && deps.Holds(f, text, eco, name) {
					return true
				}
			}
		}
		return false
	}
}

func (j *judgement) beside(path string) []byte {
	if file, _ := j.w.Exists(path); !file {
		return nil
	}
	text, err := j.w.ReadFile(path, mostManifest)
	if err != nil {
		return nil
	}
	return text
}

// named judges the packages that an installing command names.
func (j *judgement) named(c *shell.Call, tool string, verb bool) {
	eco := deps.Ecosystem(tool)
	switch tool {
	case "cargo":
		eco = deps.Crates
	case "gem":
		eco = deps.Gems
	case "npm", "pypi", "go":
	default:
		return
	}
	runs := !verb
	if tool == "go" && len(j.ops) > 0 && (j.ops[0].text == "get" || j.ops[0].text == "install") {
		runs = false
	}
	dir := c.Dir
	if !strings.HasPrefix(dir, "/") {
		dir = j.ev.CWD
	}
	lists, used := j.policy.PackageLists(), j.used(dir)
	var found []deps.Finding
	for i, o := range j.ops {
		if o.loose || i == 0 && !runs || installWord(o.text) {
			continue
		}
		e := deps.Spec(eco, o.text)
		if e.Name == "" {
			continue
		}
		f := deps.Judge(e, lists)
		if f.Class == deps.Malicious || f.Class > deps.Fine && !(runs && f.Class < deps.Typosquat) && !(used != nil && used(eco, e.Name)) {
			found = append(found, f)
		}
		if runs {
			break // the rest are the program's own
		}
	}
	if c.Name == "conda" || c.Name == "mamba" { // its channels have names of their own
		found = onlyBad(found)
	}
	j.tellPackages(c, "", found)
}

func onlyBad(list []deps.Finding) (out []deps.Finding) {
	for _, f := range list {
		if f.Class >= deps.Typosquat {
			out = append(out, f)
		}
	}
	return out
}

// installWord tells the words of a tool from names of packages.
func installWord(s string) bool {
	switch s {
	case "install", "add", "i", "in", "isntall", "get", "pip", "tool", "run", "global", "inject", "sync":
		return true
	}
	return false
}
