package audit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// start is recent: old records would be put aside.
var start = time.Now().UTC().Add(-time.Hour)

func record(i int) Record {
	return Record{Time: start.Add(time.Duration(i)), Agent: "codex", Event: "command", Action: "block",
		Rules: []string{"fs.recursive-delete"}, Severity: "high", Version: "test", Session: fmt.Sprint(i)}
}

func fill(t testing.TB, tr Trail, n int) {
	t.Helper()
	for i := range n {
		if err := tr.Append(record(i)); err != nil {
			t.Fatal(err)
		}
	}
}

func verified(t *testing.T, tr Trail, kept *Head) Result {
	t.Helper()
	res, err := tr.Verify(kept)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func sessions(t *testing.T, tr Trail, f Filter) []string {
	t.Helper()
	var got []string
	if err := tr.Records(f, func(r Record) bool { got = append(got, r.Session); return true }); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestChainHolds(t *testing.T) {
	tr := Trail{Dir: filepath.Join(t.TempDir(), "a b", "é")}
	fill(t, tr, 10)
	res := verified(t, tr, nil)
	if res.Records != 10 || len(res.Problems) != 0 || res.Head.Seq != 10 {
		t.Fatalf("got %+v", res)
	}
	st, err := os.Stat(tr.current())
	if err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", st.Mode(), err)
	}
}

func TestTamperingShows(t *testing.T) {
	for name, change := range map[string]func([][]byte) [][]byte{
		"edited":   func(l [][]byte) [][]byte { l[3] = bytes.Replace(l[3], []byte("block"), []byte("allow"), 1); return l },
		"removed":  func(l [][]byte) [][]byte { return append(l[:3], l[4:]...) },
		"swapped":  func(l [][]byte) [][]byte { l[3], l[4] = l[4], l[3]; return l },
		"inserted": func(l [][]byte) [][]byte { return append(l[:3], append([][]byte{l[2]}, l[3:]...)...) },
		"front":    func(l [][]byte) [][]byte { return l[2:] },
	} {
		t.Run(name, func(t *testing.T) {
			tr := Trail{Dir: t.TempDir()}
			fill(t, tr, 8)
			raw, err := os.ReadFile(tr.current())
			if err != nil {
				t.Fatal(err)
			}
			lines := change(bytes.SplitAfter(raw, []byte("\n")))
			if err := os.WriteFile(tr.current(), bytes.Join(lines, nil), 0o600); err != nil {
				t.Fatal(err)
			}
			if res := verified(t, tr, nil); len(res.Problems) == 0 {
				t.Fatal("tampering was not seen")
			}
		})
	}
}

func TestKeptHeadShowsCutEnd(t *testing.T) {
	tr := Trail{Dir: t.TempDir()}
	fill(t, tr, 8)
	kept := verified(t, tr, nil).Head
	fill(t, tr, 2)
	if res := verified(t, tr, &kept); len(res.Problems) != 0 {
		t.Fatalf("honest trail: %+v", res.Problems)
	}
	raw, _ := os.ReadFile(tr.current())
	lines := bytes.SplitAfter(raw, []byte("\n"))
	if err := os.WriteFile(tr.current(), bytes.Join(lines[:5], nil), 0o600); err != nil {
		t.Fatal(err)
	}
	if res := verified(t, tr, &kept); len(res.Problems) != 1 {
		t.Fatalf("cut end: %+v", res.Problems)
	}
}

func TestDeadWriterLeavesTornLine(t *testing.T) {
	tr := Trail{Dir: t.TempDir()}
	fill(t, tr, 3)
	f, err := os.OpenFile(tr.current(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"seq":4,"prev":"ab`); err != nil {
		t.Fatal(err)
	}
	f.Close()
	fill(t, tr, 2)
	res := verified(t, tr, nil)
	if res.Records != 5 || res.Torn != 1 || len(res.Problems) != 0 {
		t.Fatalf("got %+v", res)
	}
	if got := sessions(t, tr, Filter{}); len(got) != 5 {
		t.Fatalf("read %v", got)
	}
}

func TestBusyTrailUsesSideFiles(t *testing.T) {
	tr := Trail{Dir: t.TempDir()}
	fill(t, tr, 1)
	unlock, ok := tr.lock(0)
	if !ok {
		t.Fatal("no lock")
	}
	for i := 1; i < 4; i++ {
		if err := tr.Append(record(i)); err != nil {
			t.Fatal(err)
		}
	}
	unlock()
	if got := sessions(t, tr, Filter{}); len(got) != 1 {
		t.Fatalf("before folding: %v", got)
	}
	if err := tr.Append(record(4)); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(sessions(t, tr, Filter{}), ""); got != "01234" {
		t.Fatalf("after folding: %v", got)
	}
	if left, _ := filepath.Glob(filepath.Join(tr.Dir, sidePattern)); len(left) != 0 {
		t.Fatalf("left %v", left)
	}
}

// TestAppendInChild is the body of the processes below, not a test of its own.
func TestAppendInChild(t *testing.T) {
	if dir := os.Getenv("AUDIT_TEST_DIR"); dir != "" {
		fill(t, Trail{Dir: dir}, 8)
	}
}

func TestManyProcessesAtOnce(t *testing.T) {
	tr := Trail{Dir: t.TempDir()}
	var wg sync.WaitGroup
	for range 64 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c := exec.Command(os.Args[0], "-test.run=^TestAppendInChild$")
			c.Env = append(os.Environ(), "AUDIT_TEST_DIR="+tr.Dir)
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		}()
	}
	wg.Wait()
	fill(t, tr, 1) // folds what was left aside
	res := verified(t, tr, nil)
	if res.Records != 64*8+1 || res.Torn != 0 || len(res.Problems) != 0 {
		t.Fatalf("got %d records, %d torn, %v", res.Records, res.Torn, res.Problems)
	}
}

func TestRotationAndRetention(t *testing.T) {
	tr := Trail{Dir: t.TempDir(), MaxBytes: 2000, Keep: time.Hour}
	fill(t, tr, 60)
	files, err := tr.Files()
	if err != nil || len(files) < 4 {
		t.Fatalf("files %v, %v", files, err)
	}
	if res := verified(t, tr, nil); res.Records != 60 || len(res.Problems) != 0 {
		t.Fatalf("got %+v", res)
	}
	old := time.Now().Add(-2 * time.Hour)
	for _, f := range files[:2] {
		if err := os.Chtimes(f, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := tr.prune(time.Now()); err != nil {
		t.Fatal(err)
	}
	p, err := tr.Pruned()
	if err != nil || p.Seq == 0 {
		t.Fatalf("mark %+v, %v", p, err)
	}
	if res := verified(t, tr, &Head{Seq: p.Seq, Hash: p.Hash}); len(res.Problems) != 0 {
		t.Fatalf("head at the border of retention: %v", res.Problems)
	}
	if res := verified(t, tr, &Head{Seq: 1, Hash: "x"}); len(res.Problems) != 1 || !strings.Contains(res.Problems[0].What, "retention") {
		t.Fatalf("head before retention: %v", res.Problems)
	}
	res := verified(t, tr, nil)
	if res.Records != 60-int(p.Seq) || len(res.Problems) != 0 {
		t.Fatalf("after retention: %+v", res)
	}
}

func TestFilter(t *testing.T) {
	tr := Trail{Dir: t.TempDir()}
	for i, r := range []Record{
		{Agent: "codex", Action: "block", Severity: "high", Rules: []string{"fs.a", "git.b"}},
		{Agent: "cursor", Action: "ask", Severity: "low", Rules: []string{"git.c"}, Repo: "r1"},
		{Agent: "codex", Action: "warn", Severity: "low"},
	} {
		r.Time, r.Session = start.Add(time.Duration(100*i)), fmt.Sprint(i)
		if err := tr.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	for want, f := range map[string]Filter{
		"012": {}, "02": {Agent: "codex"}, "01": {Rule: "git."}, "0": {Rule: "git.b", Severity: "medium"},
		"2": {Since: start.Add(150)}, "1": {Repo: "r1"}, "": {Action: "allow"},
	} {
		if got := strings.Join(sessions(t, tr, f), ""); got != want {
			t.Errorf("%+v: got %q, want %q", f, got, want)
		}
	}
}

func TestFoldForReaders(t *testing.T) {
	tr := Trail{Dir: t.TempDir()}
	fill(t, tr, 1)
	unlock, _ := tr.lock(0)
	if err := tr.Append(record(1)); err != nil {
		t.Fatal(err)
	}
	unlock()
	if err := tr.Fold(); err != nil {
		t.Fatal(err)
	}
	if got := sessions(t, tr, Filter{}); len(got) != 2 {
		t.Fatalf("read %v", got)
	}
	if res := verified(t, tr, nil); res.Records != 2 || len(res.Problems) != 0 {
		t.Fatalf("got %+v", res)
	}
}

func TestSinceSkipsOldFiles(t *testing.T) {
	tr := Trail{Dir: t.TempDir(), MaxBytes: 1000}
	for i := range 30 {
		r := record(i)
		r.Time = start.Add(time.Duration(i-30) * time.Hour)
		if err := tr.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range []int{1, 5, 30} {
		if got := sessions(t, tr, Filter{Since: start.Add(-time.Duration(n) * time.Hour)}); len(got) != n {
			t.Errorf("%d hours: %v", n, got)
		}
	}
}

func TestUnwritableFolderIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Append(filepath.Join(file, "audit"), record(0)); err == nil {
		t.Fatal("no error")
	}
}

func FuzzHead(f *testing.F) {
	f.Add([]byte("{\"seq\":1}\n{\"seq\":2"))
	f.Add([]byte("\n\n"))
	f.Fuzz(func(t *testing.T, b []byte) { headOf(b) })
}

func BenchmarkAppend(b *testing.B) {
	tr := Trail{Dir: b.TempDir()}
	for i := 0; b.Loop(); i++ {
		if err := tr.Append(record(i)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFilterMillion(b *testing.B) {
	tr := Trail{Dir: b.TempDir()}
	var buf bytes.Buffer
	for i := range 1_000_000 {
		r := record(i)
		r.ID, r.Seq = fmt.Sprint(i), uint64(i+1)
		line, _ := json.Marshal(r)
		buf.Write(append(line, '\n'))
	}
	if err := os.WriteFile(tr.current(), buf.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		n := 0
		if err := tr.Lines(Filter{Severity: "critical"}, func([]byte) bool { n++; return true }); err != nil || n != 0 {
			b.Fatal(n, err)
		}
	}
}
