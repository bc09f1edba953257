package sim

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"
)

// Informed is an agent that reads rule files of a repository which say for
// which files they hold.
type Informed interface {
	Agent
	// Given is the text of the rule files that are added when a file of the
	// project is at hand, and why others are not read as they were meant.
	Given(path string) (text string, void []string)
}

// ruleForm is how an agent finds its rule files and reads their head.
type ruleForm struct {
	dirs   []string // below the project
	suffix string
	most   int // characters, 0: no limit
	keys   []string
	// holds says whether a head is for a file; an error says that the agent
	// would not understand it.
	holds func(head map[string]string, file string) (bool, error)
}

// Given implements Informed. A rule is a .mdc file; its globs are words
// between commas, without quotes; alwaysApply makes them superfluous.
func (c Cursor) Given(path string) (string, []string) {
	return c.given(path, ruleForm{
		dirs: []string{".cursor/rules"}, suffix: ".mdc", keys: []string{"description", "globs", "alwaysApply"},
		holds: func(head map[string]string, file string) (bool, error) {
			switch head["alwaysApply"] {
			case "true":
				return true, nil
			case "false", "":
				if strings.ContainsAny(head["globs"], "\"'[]") {
					return false, errors.New("globs are quoted")
				}
				return globbed(head["globs"], file), nil
			}
			return false, errors.New("alwaysApply is no boolean")
		},
	})
}

// windsurfRules are read by Cascade and by Devin Local.
var windsurfRules = ruleForm{
	dirs: []string{".devin/rules", ".windsurf/rules"}, suffix: ".md", most: 12000, keys: []string{"trigger", "globs", "description"},
	holds: func(head map[string]string, file string) (bool, error) {
		switch head["trigger"] {
		case "always_on":
			return true, nil
		case "glob":
			globs, err := unquoted(head["globs"])
			return err == nil && globbed(globs, file), err
		case "model_decision", "manual":
			return false, nil
		}
		return false, fmt.Errorf("trigger %q is not known", head["trigger"])
	},
}

// Given implements Informed.
func (c Cascade) Given(path string) (string, []string) { return c.given(path, windsurfRules) }

// Given implements Informed.
func (v Devin) Given(path string) (string, []string) { return v.given(path, windsurfRules) }

// Given implements Informed. Files without applyTo are for the person to add.
func (v VSCode) Given(path string) (string, []string) {
	return v.given(path, ruleForm{
		dirs: []string{".github/instructions"}, suffix: ".instructions.md", keys: []string{"name", "description", "applyTo"},
		holds: func(head map[string]string, file string) (bool, error) {
			if head["applyTo"] == "" {
				return false, nil
			}
			globs, err := unquoted(head["applyTo"])
			return err == nil && globbed(globs, file), err
		},
	})
}

func (m Machine) given(path string, form ruleForm) (string, []string) {
	rel, err := filepath.Rel(m.Project, path)
	if err != nil {
		return "", []string{err.Error()}
	}
	var texts, void []string
	for _, file := range m.ruleFiles(form) {
		raw, err := os.ReadFile(file)
		head, body, ok := parseHead(string(raw))
		switch {
		case err != nil:
		case form.most > 0 && utf8.RuneCount(raw) > form.most:
			err = fmt.Errorf("more than %d characters", form.most)
		case !ok:
			err = errors.New("its head cannot be read")
		default:
			err = onlyKeys(head, form.keys)
		}
		holds := false
		if err == nil {
			holds, err = form.holds(head, filepath.ToSlash(rel))
		}
		if err != nil {
			void = append(void, fmt.Sprintf("%s: %v", file, err))
		}
		if holds {
			texts = append(texts, body)
		}
	}
	return strings.Join(texts, "\n"), void
}

func (m Machine) ruleFiles(form ruleForm) []string {
	var out []string
	for _, dir := range form.dirs {
		_ = filepath.WalkDir(filepath.Join(m.Project, filepath.FromSlash(dir)), func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && strings.HasSuffix(p, form.suffix) {
				out = append(out, p)
			}
			return nil
		})
	}
	sort.Strings(out)
	return out
}

// parseHead reads front matter of plain keys: it starts with the first byte of
// the file, and each line holds one key.
func parseHead(text string) (head map[string]string, body string, ok bool) {
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return nil, text, false
	}
	lines, body, ok := strings.Cut(rest, "\n---\n")
	head = map[string]string{}
	for _, line := range strings.Split(lines, "\n") {
		key, value, found := strings.Cut(line, ": ")
		if _, twice := head[key]; !found || twice || key != strings.TrimSpace(key) {
			return nil, text, false
		}
		head[key] = value
	}
	return head, body, ok
}

func onlyKeys(head map[string]string, keys []string) error {
	for k := range head {
		if !known(keys, k) {
			return fmt.Errorf("%s is no key of a rule", k)
		}
	}
	return nil
}

// unquoted wants a quoted text: a list that starts with * is no YAML without.
func unquoted(s string) (string, error) {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' || strings.ContainsAny(s[1:len(s)-1], "\"\\") {
		return "", fmt.Errorf("%s is not one quoted text", s)
	}
	return s[1 : len(s)-1], nil
}

// globbed matches a file against patterns between commas.
func globbed(globs, file string) bool {
	for _, g := range strings.Split(globs, ",") {
		if g = strings.TrimSpace(g); g != "" && globExpr(g).MatchString(file) {
			return true
		}
	}
	return false
}

func globExpr(g string) *regexp.Regexp {
	var b strings.Builder
	for g != "" {
		switch {
		case strings.HasPrefix(g, "**/"):
			b.WriteString("(?:.*/)?")
			g = g[3:]
		case strings.HasPrefix(g, "**"):
			b.WriteString(".*")
			g = g[2:]
		case g[0] == '*':
			b.WriteString("[^/]*")
			g = g[1:]
		default:
			b.WriteString(regexp.QuoteMeta(g[:1]))
			g = g[1:]
		}
	}
	return regexp.MustCompile("^" + b.String() + "$")
}
