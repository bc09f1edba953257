package posture

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/posture.md")

// TestTamperPageIsComplete holds docs/tamper.md to the catalogue: each way
// that is found stands there, and each name that stands there is found.
func TestTamperPageIsComplete(t *testing.T) {
	src, err := os.ReadFile("../../docs/tamper.md")
	if err != nil {
		t.Fatal(err)
	}
	page, known := string(src), map[string]bool{}
	for _, c := range columns() {
		for _, k := range c.kinds {
			known[k.ID] = true
			if !strings.Contains(page, "`"+k.ID+"`") {
				t.Errorf("%s is not on the page", k.ID)
			}
		}
	}
	for _, m := range regexp.MustCompile("`((?:claude-code|cursor|codex|windsurf|copilot)\\.[a-z-]+)`").FindAllStringSubmatch(page, -1) {
		if !known[m[1]] {
			t.Errorf("%s is on the page and nothing finds it", m[1])
		}
	}
}

// TestPosturePageIsCurrent holds docs/posture.md to the catalogue.
func TestPosturePageIsCurrent(t *testing.T) {
	const file = "../../docs/posture.md"
	want := posturePage()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/posture.md is out of date: go test ./internal/posture -update")
	}
}

func fixMark(id string) string {
	for _, m := range mendings() {
		if m.id == id {
			return " (*fix*)"
		}
	}
	return ""
}

func posturePage() string {
	var b strings.Builder
	b.WriteString(`# What posture looks at

` + "`vibedefend posture`" + ` reads the settings of the agents, in the user's, the
repository's and the managed files, and lists what a careful person would look
at. ` + "`vibedefend doctor`" + ` names the same for governed agents from
` + "`--min-severity`" + ` (default: high) on. The severity below is the usual one; a
setting that a repository brings, or that does less, may be graded otherwise.
What switches hooks off is on its own page, [tamper.md](tamper.md).

` + "`vibedefend posture --fix`" + ` puts right what is marked with *fix*, where it stands in
your own files: it shows the change, asks, and ` + "`vibedefend uninstall`" + ` takes it
back, or the value of before where you changed the file since. A value that you
set yourself after that is yours and stays. What a repository or an
administrator set and start-up files of your shell are never touched.

Not seen: settings that an agent keeps on its vendor's servers, Cursor's run
mode beyond a hint from its undocumented store, Cascade's execution level,
policies that macOS and Windows keep outside of files.

`)
	section := func(title string, kinds []Entry) {
		fmt.Fprintf(&b, "## %s\n\n| finding | severity | why | mending | references |\n|---|---|---|---|---|\n", title)
		for _, k := range kinds {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s%s | %s |\n", k.ID, k.Severity, k.Why, k.Fix, fixMark(k.ID), strings.Join(k.Refs, ", "))
		}
		b.WriteString("\n")
	}
	for _, c := range columns() {
		section(c.agent, c.dangers)
	}
	section("MCP servers", mcpDangers)
	return strings.TrimRight(b.String(), "\n") + "\n"
}
