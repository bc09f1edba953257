package code_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/code"
)

// twin is one fragment of testdata/twins.
type twin struct {
	bad        bool
	cwe        []int
	path, text string
}

// siblings are weaknesses that a finding may name for one another.
var siblings = [][]int{
	{74, 77, 78, 88}, {89, 564}, {90, 643, 91, 943}, {94, 95, 96, 98, 470, 917, 1336, 624, 829, 913}, {79, 80, 83, 116, 1021}, {22, 23, 36, 73, 98, 434},
	{326, 327, 328, 329, 325, 916, 759, 760, 1204, 323, 353, 780}, {330, 331, 335, 337, 338, 339, 340}, {259, 321, 522, 256, 312, 798, 257, 922}, {502, 913}, {611, 776, 827},
	{918, 939}, {295, 296, 297, 322, 599}, {319, 311, 523}, {614, 1004, 1275}, {942, 346}, {732, 276, 269, 250, 281}, {113, 117, 93}, {119, 120, 121, 122, 125, 131, 676, 787, 242, 126, 805, 170},
	{377, 378, 379}, {284, 285, 306, 425, 639, 668, 862, 863}, {200, 209, 215, 489, 532, 538, 548}, {915, 1321, 471}, {1333, 400, 185, 730}, {400, 409, 770, 674}, {345, 347, 287, 290}, {494, 353, 829, 1104},
	{203, 208, 697}, {16, 693, 749, 1188}, {190, 680, 681, 131}, {362, 367},
}

func sameWeakness(a, b int) bool {
	if a == b {
		return true
	}
	return slices.ContainsFunc(siblings, func(s []int) bool { return slices.Contains(s, a) && slices.Contains(s, b) })
}

func readTwins(t *testing.T, name string) (out []twin) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "twins", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split("\n"+string(data), "\n#~ ")[1:] {
		head, text, _ := strings.Cut(part, "\n")
		f := strings.Fields(head)
		if len(f) != 3 || f[0] != "bad" && f[0] != "good" {
			t.Fatalf("%s: %q is no head of a twin", name, head)
		}
		w := twin{bad: f[0] == "bad", path: f[2], text: text + "\n"}
		for _, c := range strings.Split(f[1], ",") {
			n, err := strconv.Atoi(strings.TrimPrefix(c, "CWE-"))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			w.cwe = append(w.cwe, n)
		}
		out = append(out, w)
	}
	return out
}

// met tells whether a rule about the twin's weakness fires.
func (w twin) met() bool {
	for _, m := range code.Scan(w.path, []byte(w.text), code.Options{}) {
		for _, c := range m.CWE {
			if slices.ContainsFunc(w.cwe, func(l int) bool { return sameWeakness(c, l) }) {
				return true
			}
		}
	}
	return false
}

// TestTwins is a ratchet: raise the numbers when the rules get better, never lower them.
func TestTwins(t *testing.T) {
	for _, c := range []struct {
		name    string
		found   int // weak ones met, at least
		mistook int // sound ones met, at most
	}{
		{"c", 41, 1},
		{"csharp", 90, 1},
		{"go", 81, 0},
		{"infra", 33, 0},
		{"java", 116, 1},
		{"javascript", 132, 3},
		{"kotlin", 51, 0},
		{"php", 103, 1},
		{"python", 124, 4},
		{"ruby", 96, 3},
		{"rust", 13, 0},
		{"small", 218, 0},
		{"swift", 9, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad, good, found, mistook := 0, 0, 0, 0
			for _, w := range readTwins(t, c.name) {
				hit := w.met()
				switch {
				case w.bad:
					bad++
					if hit {
						found++
					}
				default:
					good++
					if hit {
						mistook++
						t.Logf("sound, but met: %v %s", w.cwe, w.text)
					}
				}
			}
			t.Logf("met %d of %d weak and %d of %d sound twins", found, bad, mistook, good)
			if found < c.found || mistook > c.mistook {
				t.Errorf("met %d weak and %d sound twins, want at least %d and at most %d", found, mistook, c.found, c.mistook)
			}
		})
	}
}
