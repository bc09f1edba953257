package installers

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/detect"
	"github.com/cybedefend/vibedefend/internal/disk"
	"github.com/cybedefend/vibedefend/internal/edit"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/internal/receipt"
)

// machine is a throw-away home with our state folder in it.
type machine struct {
	t    *testing.T
	home string
	dir  home.Dir
}

func newMachine(t *testing.T) machine {
	t.Helper()
	h := t.TempDir()
	return machine{t, h, home.Dir(filepath.Join(h, home.Base))}
}

func (m machine) path(rel string) string { return filepath.Join(m.home, filepath.FromSlash(rel)) }

func (m machine) write(rel, text string) string {
	m.t.Helper()
	p := m.path(rel)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o640); err != nil {
		m.t.Fatal(err)
	}
	return p
}

func (m machine) read(rel string) string {
	data, err := os.ReadFile(m.path(rel))
	if errors.Is(err, fs.ErrNotExist) {
		return "<none>"
	}
	if err != nil {
		m.t.Fatal(err)
	}
	return string(data)
}

// tree lists every file below home but our state, with content, mode and link.
func (m machine) tree() string {
	var b strings.Builder
	err := filepath.WalkDir(m.home, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if p == string(m.dir) {
			return filepath.SkipDir
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(m.home, p)
		b.WriteString(rel + " " + info.Mode().String())
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			link, _ := os.Readlink(p)
			b.WriteString(" -> " + link)
		case info.Mode().IsRegular():
			data, _ := os.ReadFile(p)
			b.WriteString(" " + string(data))
		}
		b.WriteString("\n")
		return nil
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return b.String()
}

func (m machine) options() ApplyOptions { return ApplyOptions{Home: m.home} }

func (m machine) apply(plans ...Plan) Report {
	m.t.Helper()
	r, err := Apply(m.dir, plans, m.options())
	if err != nil {
		m.t.Fatalf("apply: %v %+v", err, r.Failed)
	}
	return r
}

func (m machine) revert(plans ...Plan) Report {
	m.t.Helper()
	r, err := Revert(m.dir, nil, plans, RevertOptions{Home: m.home})
	if err != nil {
		m.t.Fatalf("revert: %v %+v", err, r.Failed)
	}
	return r
}

func (m machine) ledger() Ledger {
	m.t.Helper()
	l, err := LoadLedger(m.dir)
	if err != nil {
		m.t.Fatal(err)
	}
	return l
}

func isOurs(raw []byte) bool { return strings.Contains(string(raw), "vibedefend-hook hook") }

// hooksEdit appends one entry; release makes it differ.
func hooksEdit(release string) edit.JSON {
	return edit.JSON{Mine: isOurs, Sweep: [][]string{{"hooks"}}, Arrays: []edit.Array{
		{Path: []string{"hooks", "PreToolUse"}, Entries: []string{`{"command":"vibedefend-hook hook x ` + release + `"}`}}}}
}

// samplePlan has one of each kind of edit.
func (m machine) samplePlan(release string) Plan {
	return Plan{Agent: "sample", Changes: []Change{
		{Path: m.path(".agent/settings.json"), Why: "hooks", Edit: hooksEdit(release)},
		{Path: m.path(".agent/config.toml"), Why: "trust", Edit: edit.TOML{Tables: []edit.Table{
			{Path: []string{"hooks", "state", "k"}, Pairs: []edit.Pair{{Key: "trusted_hash", Value: `"` + release + `"`}}}}}},
		{Path: m.path(".agent/AGENTS.md"), Why: "rules", Edit: edit.Block{Text: "rules of " + release}},
		{Path: m.path(".agent/rules/deep/vibedefend.md"), Why: "rules", Edit: edit.File{Content: "ours " + release + "\n"}},
		{Path: m.path("cfg/own.json"), Why: "our configuration", Edit: edit.Own{Keys: []edit.Key{
			{Path: []string{"release"}, Value: `"` + release + `"`, Force: true}}}},
	}}
}

func (m machine) seed() {
	m.write(".agent/settings.json", "{\n\t\"hooks\": {\"PreToolUse\": [\n\t\t{\"command\": \"lint\"}\n\t]}\n}\n")
	m.write(".agent/config.toml", "# mine\nmodel = \"x\"\r\n")
	m.write(".agent/AGENTS.md", "be kind")
	m.write("other.txt", "untouched")
}

func TestApplyTwiceThenRevertIsExact(t *testing.T) {
	m := newMachine(t)
	m.seed()
	before := m.tree()
	first := m.apply(m.samplePlan("v1"))
	if len(first.Changed) != 5 {
		t.Errorf("changed %q", first.Changed)
	}
	if info, _ := os.Stat(m.path(".agent/rules/deep/vibedefend.md")); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("new file has mode %v", info.Mode())
	}
	if info, _ := os.Stat(m.path(".agent/settings.json")); runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("existing file has mode %v", info.Mode())
	}
	ledger, _ := os.ReadFile(m.dir.Ledger())
	second := m.apply(m.samplePlan("v1"))
	if len(second.Changed) != 0 || len(second.Unchanged) != 5 {
		t.Errorf("second run: %+v", second)
	}
	if after, _ := os.ReadFile(m.dir.Ledger()); string(after) != string(ledger) {
		t.Error("a run with nothing to do rewrote the ledger")
	}
	for _, s := range Verify(m.samplePlan("v1"), detect.OSFS{}, false) {
		if s.State != "ok" {
			t.Errorf("%+v", s)
		}
	}
	m.revert(m.samplePlan("v1"))
	if after := m.tree(); after != before {
		t.Errorf("not as before\n got %s\nwant %s", after, before)
	}
	if l := m.ledger(); len(l.Entries) != 0 {
		t.Errorf("entries left: %+v", l.Entries)
	}
}

func TestRevertFromTheLedgerAlone(t *testing.T) {
	m := newMachine(t)
	m.seed()
	before := m.tree()
	m.apply(m.samplePlan("v1"))
	m.revert()
	if after := m.tree(); after != before {
		t.Errorf("not as before\n got %s\nwant %s", after, before)
	}
}

// A teammate committed our entries, or the ledger is lost.
func TestRevertFromPlansAlone(t *testing.T) {
	m := newMachine(t)
	m.seed()
	before := m.tree()
	plan := m.samplePlan("v1")
	plan.Scope = Project
	o := ApplyOptions{Home: m.home, Repo: m.home}
	if r, err := Apply(m.dir, []Plan{plan}, o); err != nil {
		t.Fatal(err, r)
	}
	if err := os.RemoveAll(string(m.dir)); err != nil {
		t.Fatal(err)
	}
	if r, err := Revert(m.dir, nil, []Plan{plan}, RevertOptions{Home: m.home, Repo: m.home}); err != nil {
		t.Fatal(err, r)
	}
	// Without a receipt the folders we made and the file's missing last line
	// end cannot be known.
	for _, dir := range []string{"cfg", ".agent/rules/deep", ".agent/rules"} {
		if err := os.Remove(m.path(dir)); err != nil {
			t.Errorf("%s is not empty: %v", dir, err)
		}
	}
	if after := m.tree(); after != before {
		t.Errorf("not as before\n got %s\nwant %s", after, before)
	}
}

func TestUpgradeKeepsTheWayBack(t *testing.T) {
	m := newMachine(t)
	m.seed()
	before := m.tree()
	for _, release := range []string{"v1", "v2", "v1", "v3"} {
		if r := m.apply(m.samplePlan(release)); len(r.Changed) != 5 {
			t.Errorf("%s: %+v", release, r)
		}
	}
	m.revert(m.samplePlan("v3"))
	if after := m.tree(); after != before {
		t.Errorf("not as before\n got %s\nwant %s", after, before)
	}
}

// The person edits between two installs: the second way back leads to their
// edit without our entries.
func TestUpgradeAfterAnEditOfTheUser(t *testing.T) {
	m := newMachine(t)
	m.seed()
	m.apply(m.samplePlan("v1"))
	replace := func(rel, old, text string) {
		t.Helper()
		if s := m.read(rel); !strings.Contains(s, old) {
			t.Fatalf("%s lacks %q: %s", rel, old, s)
		}
		m.write(rel, strings.Replace(m.read(rel), old, text, 1))
	}
	replace(".agent/settings.json", "{\n", "{\n\t\"theme\": \"dark\",\n")
	replace(".agent/AGENTS.md", "be kind", "be very kind")
	replace(".agent/config.toml", "model = \"x\"", "model = \"y\"")
	m.apply(m.samplePlan("v2"))
	m.revert(m.samplePlan("v2"))
	for rel, want := range map[string]string{
		".agent/settings.json": "{\n\t\"theme\": \"dark\",\n\t\"hooks\": {\"PreToolUse\": [\n\t\t{\"command\": \"lint\"}\n\t]}\n}\n",
		".agent/AGENTS.md":     "be very kind",
		".agent/config.toml":   "# mine\nmodel = \"y\"\r\n",
	} {
		if got := m.read(rel); got != want {
			t.Errorf("%s: got %q, want %q", rel, got, want)
		}
	}
}

func TestBetween(t *testing.T) {
	for _, p := range [][2]string{{"", ""}, {"", "a"}, {"a", ""}, {"a\nb\nc\n", "a\nB\nc\nd"}, {"x\ny\nz", "y\n"}, {"é\r\n1", "è\r\n12"}} {
		cuts := between([]byte(p[0]), []byte(p[1]))
		after, err := edit.ApplyCuts([]byte(p[0]), cuts)
		if err != nil || string(after) != p[1] {
			t.Errorf("%q: %q, %v", p, after, err)
		}
		back, err := edit.InvertCuts(after, cuts)
		if err != nil || string(back) != p[0] {
			t.Errorf("%q: back to %q, %v", p, back, err)
		}
	}
	for _, c := range between([]byte("a\nsecret\nb\n"), []byte("A\nsecret\nB\n")) {
		if strings.Contains(c.Old+c.New, "secret") {
			t.Errorf("%+v", c)
		}
	}
}

func TestRevertAfterAnEditOfTheUserLosesOnlyOurs(t *testing.T) {
	m := newMachine(t)
	plan := m.samplePlan("v1")
	m.apply(plan) // creates all files
	m.write(".agent/settings.json", strings.Replace(m.read(".agent/settings.json"), "{\n", "{\n  \"theme\": \"dark\",\n", 1))
	m.write(".agent/AGENTS.md", "mine\n"+m.read(".agent/AGENTS.md"))
	m.write("cfg/own.json", strings.Replace(m.read("cfg/own.json"), "{", "{\n  \"projectId\": \"p\",", 1))
	m.write(".agent/rules/deep/vibedefend.md", "edited by hand\n")
	r := m.revert(plan)
	for rel, want := range map[string]string{
		".agent/settings.json":            "{\n  \"theme\": \"dark\"\n}\n",
		".agent/AGENTS.md":                "mine\n",
		".agent/config.toml":              "<none>",
		"cfg/own.json":                    "{\n  \"projectId\": \"p\"\n}\n",
		".agent/rules/deep/vibedefend.md": "<none>",
	} {
		if got := m.read(rel); got != want {
			t.Errorf("%s: got %q, want %q", rel, got, want)
		}
	}
	if !slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, "a copy is in") }) {
		t.Errorf("no note on the copy of the edited file: %q", r.Notes)
	}
	saved, _ := filepath.Glob(filepath.Join(m.dir.State(), "saved", "*vibedefend.md"))
	if len(saved) != 1 {
		t.Errorf("saved: %q", saved)
	}
}

func TestRefusalWritesNothing(t *testing.T) {
	m := newMachine(t)
	m.seed()
	m.write("broken.json", "{ not json")
	before := m.tree()
	bad := Plan{Agent: "broken", Changes: []Change{{Path: m.path("broken.json"), Edit: hooksEdit("v1")}}}
	r, err := Apply(m.dir, []Plan{m.samplePlan("v1"), bad}, m.options())
	if !errors.Is(err, ErrRefused) || len(r.Failed) != 1 || r.Failed[0].Agent != "broken" {
		t.Fatalf("%v %+v", err, r)
	}
	if after := m.tree(); after != before {
		t.Errorf("something was written:\n%s", after)
	}
	o := m.options()
	o.Partial = true
	r, err = Apply(m.dir, []Plan{m.samplePlan("v1"), bad}, o)
	if !errors.Is(err, ErrFailed) || len(r.Changed) != 5 || len(r.Failed) != 1 {
		t.Errorf("partial: %v %+v", err, r)
	}
	if got := m.read("broken.json"); got != "{ not json" {
		t.Errorf("broken.json: %q", got)
	}
}

func TestSharedFileOfTwoAgents(t *testing.T) {
	m := newMachine(t)
	m.write("AGENTS.md", "ours\n")
	block := Change{Path: m.path("AGENTS.md"), Edit: edit.Block{Text: "rules"}}
	own := func(a string) Change {
		return Change{Path: m.path("hooks.json"), Edit: edit.JSON{Mine: func(raw []byte) bool { return strings.Contains(string(raw), "hook "+a) },
			Arrays: []edit.Array{{Path: []string{a}, Entries: []string{`"hook ` + a + `"`}}}}}
	}
	before := m.tree()
	one := Plan{Agent: "one", Changes: []Change{block, own("one")}}
	two := Plan{Agent: "two", Changes: []Change{block, own("two")}}
	m.apply(one, two)
	if got := m.ledger().Agents(); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("agents %q", got)
	}
	if r, err := Revert(m.dir, []string{"one"}, []Plan{one, two}, RevertOptions{Home: m.home}); err != nil {
		t.Fatal(err, r)
	}
	if !strings.Contains(m.read("AGENTS.md"), "rules") {
		t.Error("the block the other agent shares is gone")
	}
	if s := m.read("hooks.json"); strings.Contains(s, "hook one") || !strings.Contains(s, "hook two") {
		t.Errorf("hooks.json: %s", s)
	}
	if r, err := Revert(m.dir, []string{"two"}, []Plan{two}, RevertOptions{Home: m.home}); err != nil {
		t.Fatal(err, r)
	}
	if after := m.tree(); after != before {
		t.Errorf("not as before\n got %s\nwant %s", after, before)
	}
}

func TestTwoChangesOfOneFile(t *testing.T) {
	m := newMachine(t)
	m.write("s.json", "{}\n")
	before := m.tree()
	second := edit.JSON{Arrays: []edit.Array{{Path: []string{"permissions", "deny"}, Entries: []string{`"Read(~/.ssh/**)"`}}}}
	p := Plan{Agent: "a", Changes: []Change{
		{Path: m.path("s.json"), Edit: hooksEdit("v1")},
		{Path: m.path("s.json"), Edit: second},
	}}
	edits, err := Compute(p, detect.OSFS{})
	if err != nil || len(edits) != 1 {
		t.Fatalf("%v %+v", err, edits)
	}
	m.apply(p)
	if r := m.apply(p); len(r.Changed) != 0 {
		t.Errorf("second run changed %q", r.Changed)
	}
	m.revert(p)
	if after := m.tree(); after != before {
		t.Errorf("got %s", after)
	}
}

func TestOrphansArePruned(t *testing.T) {
	m := newMachine(t)
	m.seed()
	m.apply(m.samplePlan("v1"))
	shorter := m.samplePlan("v1")
	shorter.Changes = shorter.Changes[:3]
	o := m.options()
	o.Prune = true
	r, err := Apply(m.dir, []Plan{shorter}, o)
	if err != nil {
		t.Fatal(err, r)
	}
	for _, rel := range []string{".agent/rules", "cfg"} {
		if _, err := os.Stat(m.path(rel)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there", rel)
		}
	}
}

// Pruning in one repository leaves what was installed in another.
func TestPruneStaysInItsRepository(t *testing.T) {
	m := newMachine(t)
	plan := func(repo string) Plan {
		return Plan{Agent: "a", Scope: Project, Changes: []Change{{Path: m.path(repo + "/rules.md"), Edit: edit.File{Content: "x\n"}}}}
	}
	for _, repo := range []string{"one", "two"} {
		o := ApplyOptions{Home: m.home, Repo: m.path(repo), Prune: true}
		if r, err := Apply(m.dir, []Plan{plan(repo)}, o); err != nil {
			t.Fatal(err, r)
		}
	}
	if info, err := os.Stat(m.path("one/rules.md")); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o644 {
		t.Errorf("the other repository's file: %v", err)
	}
	if r, err := Revert(m.dir, nil, nil, RevertOptions{Home: m.home, Repo: m.path("two")}); err != nil || len(r.Changed) != 1 {
		t.Errorf("%v %+v", err, r)
	}
	if m.read("one/rules.md") != "x\n" || m.read("two/rules.md") != "<none>" {
		t.Error("the wrong repository was reverted")
	}
}

func TestStepsRunAfterFilesAndAreUndone(t *testing.T) {
	m := newMachine(t)
	var log []string
	fail := errors.New("not trusted")
	done := false
	p := m.samplePlan("v1")
	p.Steps = []Step{{Name: "trust",
		Check: func(bool) error {
			if !done {
				return &StepError{State: "untrusted", Err: fail, Next: "run: x"}
			}
			return nil
		},
		Do:   func() error { log = append(log, "do "+m.read(".agent/AGENTS.md")[:4]); done = true; return nil },
		Undo: func() error { log = append(log, "undo "+m.read(".agent/settings.json")); done = false; return nil },
	}}
	m.apply(p)
	m.apply(p)
	sts := Verify(p, detect.OSFS{}, false)
	if last := sts[len(sts)-1]; last.State != "ok" || last.Why != "trust" {
		t.Errorf("%+v", last)
	}
	m.revert(p)
	if want := []string{"do <!--", "undo <none>"}; !slices.Equal(log, want) {
		t.Errorf("log %q", log)
	}
	sts = Verify(p, detect.OSFS{}, false)
	if last := sts[len(sts)-1]; last.State != "untrusted" || last.Hint != "run: x" {
		t.Errorf("%+v", last)
	}
}

func TestVerifyStates(t *testing.T) {
	m := newMachine(t)
	m.write("conflict.json", "[]")
	m.write("stale.json", `{"hooks":{"PreToolUse":[{"command":"vibedefend-hook hook x v0"}]}}`)
	m.write("absent.json", `{}`)
	if err := os.Mkdir(m.path("folder.json"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"conflict.json": "conflict", "stale.json": "drift", "absent.json": "missing", "none.json": "missing", "folder.json": "unreadable"} {
		p := Plan{Agent: "a", Changes: []Change{{Path: m.path(name), Why: "w", Edit: hooksEdit("v1")}}}
		s := Verify(p, detect.OSFS{}, false)[0]
		if s.State != want || s.Message == "" || s.Hint == "" {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestDiff(t *testing.T) {
	m := newMachine(t)
	m.write("crlf.md", "one\r\ntwo\r\n")
	m.write("nofinal.md", "one")
	p := Plan{Agent: "a", Changes: []Change{
		{Path: m.path("crlf.md"), Edit: edit.Block{Text: "x"}},
		{Path: m.path("nofinal.md"), Edit: edit.Block{Text: "x"}},
		{Path: m.path("new.md"), Edit: edit.File{Content: "a\n"}},
	}}
	edits, err := Compute(p, detect.OSFS{})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`--- ~/crlf.md
+++ ~/crlf.md
@@ -1,2 +1,6 @@
 one^
 two^
+^
+<!-- vibedefend:begin pad=1 -->^
+x^
+<!-- vibedefend:end -->^
--- ~/nofinal.md
+++ ~/nofinal.md
@@ -1 +1,5 @@
-one
\ No newline at end of file
+one
+
+<!-- vibedefend:begin pad=2 -->
+x
+<!-- vibedefend:end -->
--- /dev/null
+++ ~/new.md
@@ -0,0 +1 @@
+a
`, "^", "\r")
	if got := Diff(edits, m.home); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	m.apply(p)
	undo, err := ComputeRevert(m.dir, nil, nil, RevertOptions{Home: m.home})
	if err != nil {
		t.Fatal(err)
	}
	if got := Diff(undo, m.home); !strings.Contains(got, "--- ~/new.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n") || strings.Count(got, "+++") != 3 {
		t.Errorf("revert diff:\n%s", got)
	}
}

func TestDamagedLedgerIsNeverOverwritten(t *testing.T) {
	m := newMachine(t)
	m.seed()
	m.apply(m.samplePlan("v1"))
	for _, bad := range []string{"", "{", `{"version":99}`, `{"version":1,"entries":[{}]}`, "\x00\x01"} {
		if err := os.WriteFile(m.dir.Ledger(), []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		_, errApply := Apply(m.dir, []Plan{m.samplePlan("v2")}, m.options())
		_, errRevert := Revert(m.dir, nil, []Plan{m.samplePlan("v1")}, RevertOptions{Home: m.home})
		for _, err := range []error{errApply, errRevert} {
			var r *disk.Refusal
			if !errors.Is(err, ErrLedger) || !errors.As(err, &r) || r.Hint() == "" {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if got, _ := os.ReadFile(m.dir.Ledger()); string(got) != bad {
			t.Errorf("the damaged ledger was overwritten with %q", got)
		}
	}
	aside, err := MoveLedgerAside(m.dir)
	if err != nil || !strings.HasSuffix(aside, ".damaged-1") {
		t.Fatal(aside, err)
	}
	m.revert(m.samplePlan("v1"))
	if got := m.read(".agent/AGENTS.md"); got != "be kind" {
		t.Errorf("AGENTS.md: %q", got)
	}
}

func TestReceiptsForTheHook(t *testing.T) {
	m := newMachine(t)
	m.seed()
	settings := m.path(".agent/settings.json")
	if _, ok := receipt.LastWrite(m.dir, settings); ok {
		t.Error("a write before any")
	}
	m.apply(m.samplePlan("v1"))
	sha, ok := receipt.LastWrite(m.dir, settings)
	if got, _ := disk.HashFile(settings); !ok || sha != got || !receipt.Ours(m.dir, settings) || !receipt.Owns(m.dir, settings) {
		t.Errorf("after apply: %q %v", sha, ok)
	}
	m.write(".agent/settings.json", "{}")
	if receipt.Ours(m.dir, settings) {
		t.Error("a change of another counts as ours")
	}
	m.revert(m.samplePlan("v1"))
	rules := m.path(".agent/rules/deep/vibedefend.md")
	if !receipt.Ours(m.dir, rules) || receipt.Owns(m.dir, rules) {
		t.Error("the deletion at uninstall does not count as ours")
	}
	if l := m.ledger(); func() bool { s, ok := l.LastWrite(rules); return !ok || s != "" }() {
		t.Error("Ledger.LastWrite of a deleted file")
	}
}

// Uninstalling what was never installed takes nothing that merely looks alike.
func TestRevertWithoutReceiptLeavesEqualValues(t *testing.T) {
	m := newMachine(t)
	m.write("s.json", `{"permissions": {"deny": ["Read(~/.ssh/**)"]}}`)
	before := m.tree()
	p := Plan{Agent: "a", Changes: []Change{{Path: m.path("s.json"), Edit: edit.JSON{Arrays: []edit.Array{
		{Path: []string{"permissions", "deny"}, Entries: []string{`"Read(~/.ssh/**)"`}}}}}}}
	m.revert(p)
	m.apply(p)
	m.revert(p)
	if after := m.tree(); after != before {
		t.Errorf("got %s", after)
	}
	if len(m.ledger().Entries) != 0 {
		t.Error("an entry for a file that holds nothing of ours")
	}
}

func TestSyncedFileIsAdopted(t *testing.T) {
	m := newMachine(t)
	m.seed()
	original := m.read(".agent/settings.json")
	m.apply(m.samplePlan("v1"))
	if err := os.RemoveAll(string(m.dir)); err != nil {
		t.Fatal(err)
	}
	if r := m.apply(m.samplePlan("v1")); len(r.Changed) != 0 {
		t.Errorf("changed %q", r.Changed)
	}
	if !m.ledger().Owns(m.path(".agent/settings.json")) {
		t.Error("not adopted")
	}
	m.revert()
	if got := m.read(".agent/settings.json"); got != original {
		t.Errorf("got %q", got)
	}
	if got := m.read(".agent/rules/deep/vibedefend.md"); got != "<none>" {
		t.Errorf("got %q", got)
	}
}

// Folders we made go with the last of our files in them, whichever that is.
func TestFoldersGoWithTheLastFile(t *testing.T) {
	m := newMachine(t)
	before := m.tree()
	file := func(name string) Change {
		return Change{Path: m.path("new/deep/" + name), Edit: edit.File{Content: name}}
	}
	plan := Plan{Agent: "one", Changes: []Change{file("a"), file("b"), file("c")}}
	m.apply(plan)
	for _, name := range []string{"a", "c", "b"} {
		o := RevertOptions{Home: m.home, Only: func(path string) bool { return filepath.Base(path) == name }}
		if r, err := Revert(m.dir, []string{"one"}, nil, o); err != nil || len(r.Changed) != 1 {
			t.Fatal(err, r)
		}
	}
	if after := m.tree(); after != before {
		t.Errorf("left behind:\n%s", after)
	}
}
