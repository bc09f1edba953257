package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules"
	"github.com/tidwall/gjson"
)

// fillWrites reads the arguments of any tool that changes files: a patch, a
// list of edits, a diff, one edit, an insertion or a whole text.
func (p places) fillWrites(ev *rules.Event, obj fields, text string) error {
	ev.Kind = rules.FileWrite
	if text == "" {
		for _, k := range []string{"input", "patch", "command", "diff"} {
			if s := obj.str(k); strings.Contains(s, patchBegin) {
				text = s
				break
			}
		}
	}
	if text != "" {
		changes, err := parsePatch(text)
		ev.Writes = p.placed(changes)
		return err
	}
	if obj.str("command") == "view" { // an editor tool that also reads
		ev.Kind, ev.Reads = rules.FileRead, p.paths(obj, "")
		return nil
	}
	if list := obj.get(listKeys...); list.IsArray() {
		ev.Writes = p.editList(obj, list)
	} else if c, ok := p.oneChange(obj, ""); ok {
		ev.Writes = []rules.FileChange{c}
	}
	return missing(len(ev.Writes) > 0, ev.Tool, "path")
}

// placed makes the paths of changes absolute.
func (p places) placed(changes []rules.FileChange) []rules.FileChange {
	for i, c := range changes {
		changes[i].Path, changes[i].From = p.abs(c.Path), p.abs(c.From)
	}
	return changes
}

// editList reads a list of edits, of one file or each of its own; edits of
// one file become one change, as they apply together.
func (p places) editList(obj fields, list gjson.Result) []rules.FileChange {
	common := obj.str(pathKeys...)
	var out []rules.FileChange
	for _, e := range list.Array() {
		c, ok := p.oneChange(fieldsOf(e), common)
		if !ok {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Path == c.Path && c.Op == rules.Edit && out[n-1].Op == rules.Edit {
			out[n-1].Hunks = append(out[n-1].Hunks, c.Hunks...)
			continue
		}
		out = append(out, c)
	}
	if len(out) == 0 && common != "" {
		out = append(out, rules.FileChange{Op: rules.Edit, Path: p.abs(common)})
	}
	return out
}

// oneChange reads the change of one file.
func (p places) oneChange(obj fields, path string) (rules.FileChange, bool) {
	if s := obj.str(pathKeys...); s != "" {
		path = s
	}
	if path == "" {
		return rules.FileChange{}, false
	}
	c := rules.FileChange{Op: rules.Edit, Path: p.abs(path)}
	if d := obj.str("diff"); d != "" {
		return parseDiff(c.Path, d), true
	}
	old, new := obj.get(oldKeys...), obj.get(newKeys...)
	all := obj.get("replace_all", "replaceAll").Bool()
	switch {
	case old.Exists() || new.Exists():
		c.Hunks = []rules.Hunk{{Old: loose(old), New: loose(new), All: all}}
	case obj.get(contentKeys...).Exists():
		c.Op, c.New = rules.Create, loose(obj.get(contentKeys...))
	case obj.get(insertKeys...).Exists():
		c.Hunks = []rules.Hunk{{New: loose(obj.get(insertKeys...))}}
	case obj.has("dirPath"):
		c.Op = rules.Create
	default:
		c.Hunks = []rules.Hunk{{}} // changes something we cannot see
	}
	return c, true
}
