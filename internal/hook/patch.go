package hook

import (
	"errors"
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

const patchBegin = "*** Begin Patch"

var errPatch = errors.New("the patch names no file")

// parsePatch splits an apply_patch text into the files it touches. Paths are
// as written. It reads what the agents' own parsers read, which is lenient.
func parsePatch(text string) ([]rules.FileChange, error) {
	var out []rules.FileChange
	var p patchFile
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if op, name, ok := p.header(line); ok {
			out = p.flush(out)
			p = patchFile{op: op, path: name, open: true}
			continue
		}
		if strings.HasPrefix(strings.TrimSpace(line), "*** End Patch") && !p.body(line) {
			break
		}
		p.take(line)
	}
	out = p.flush(out)
	if len(out) == 0 {
		return nil, errPatch
	}
	return out, nil
}

// patchFile collects one file of a patch.
type patchFile struct {
	op         rules.Op
	path, to   string
	open       bool
	text       strings.Builder // of a Create
	old, new   strings.Builder // of the hunk being read
	hunks      []rules.Hunk
	hasOld, in bool
}

// body reports whether a line is content of the file being read rather than
// a directive. Content of an update keeps its first column; after an added
// file only a plus is content.
func (p *patchFile) body(line string) bool {
	if !p.open || line == "" {
		return false
	}
	switch p.op {
	case rules.Create:
		return line[0] == '+'
	case rules.Edit:
		return line[0] == '+' || line[0] == '-' || line[0] == ' '
	}
	return false
}

func (p *patchFile) header(line string) (rules.Op, string, bool) {
	if p.body(line) {
		return 0, "", false
	}
	for _, h := range []struct {
		op     rules.Op
		prefix string
	}{{rules.Create, "*** Add File:"}, {rules.Edit, "*** Update File:"}, {rules.Delete, "*** Delete File:"}} {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), h.prefix); ok {
			return h.op, strings.TrimSpace(rest), true
		}
	}
	return 0, "", false
}

func (p *patchFile) take(line string) {
	if !p.open {
		return
	}
	if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "*** Move to:"); ok && p.op == rules.Edit && !p.body(line) {
		p.to = strings.TrimSpace(rest)
		return
	}
	switch {
	case p.op == rules.Create:
		if t, ok := strings.CutPrefix(line, "+"); ok {
			p.text.WriteString(t + "\n")
		}
	case p.op != rules.Edit:
	case strings.HasPrefix(line, "@@"):
		p.closeHunk()
	case strings.HasPrefix(line, "***"):
	case line == "":
		p.add(true, true, "")
	case line[0] == '+':
		p.add(false, true, line[1:])
	case line[0] == '-':
		p.add(true, false, line[1:])
	case line[0] == ' ':
		p.add(true, true, line[1:])
	}
}

func (p *patchFile) add(old, new bool, line string) {
	p.in = true
	if old {
		p.hasOld = true
		p.old.WriteString(line + "\n")
	}
	if new {
		p.new.WriteString(line + "\n")
	}
}

func (p *patchFile) closeHunk() {
	if p.in && p.old.String() != p.new.String() {
		p.hunks = append(p.hunks, rules.Hunk{Old: p.old.String(), New: p.new.String()})
	}
	p.in, p.hasOld = false, false
	p.old.Reset()
	p.new.Reset()
}

func (p *patchFile) flush(out []rules.FileChange) []rules.FileChange {
	if !p.open || p.path == "" {
		return out
	}
	p.closeHunk()
	c := rules.FileChange{Op: p.op, Path: p.path, New: p.text.String(), Hunks: p.hunks}
	if p.to != "" {
		c.Op, c.From, c.Path = rules.Move, p.path, p.to
	}
	return append(out, c)
}

// shellPatch finds the patches inside a shell command that calls apply_patch,
// and the folder the command changes to before.
func shellPatch(command string) (changes []rules.FileChange, dir string) {
	at := strings.Index(command, patchBegin)
	if at < 0 {
		return nil, ""
	}
	before := command[:at]
	call := max(strings.LastIndex(before, "apply_patch"), strings.LastIndex(before, "applypatch"))
	if call < 0 {
		return nil, ""
	}
	changes, _ = parsePatch(command[at:])
	return changes, lastCD(before[:call])
}

// lastCD returns the folder of the last "cd" of a command prefix.
func lastCD(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\n;&|()", r) })
	for i := len(words) - 2; i >= 0; i-- {
		if words[i] == "cd" {
			return strings.Trim(words[i+1], `'"`)
		}
	}
	return ""
}
