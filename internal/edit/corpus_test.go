package edit

import (
	"os"
	"path/filepath"
	"testing"
)

// sample is an edit that is tried on every file of a corpus.
type sample[E Edit] struct {
	name string
	edit E
}

// corpus applies each edit to each file below testdata: applied, applied again
// and taken back it gives the original bytes, or it refuses and says why.
// check looks at what is particular to the format and returns what the golden
// file shows.
func corpus[E Edit](t *testing.T, folder, pattern string, least int, edits []sample[E], check func(t *testing.T, e E, src, out []byte) string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, pattern))
	if err != nil || len(files) < least {
		t.Fatalf("corpus: %d files, %v", len(files), err)
	}
	for _, ed := range edits {
		golden := map[string]string{}
		for _, file := range files {
			name := filepath.Base(file)
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(ed.name+"/"+name, func(t *testing.T) {
				out, refusal := roundTrip(t, ed.edit, src)
				if refusal != "" {
					golden[name] = "refused: " + refusal + "\n"
					return
				}
				golden[name] = check(t, ed.edit, src, out)
			})
		}
		compareGolden(t, filepath.Join("testdata", folder, ed.name+".golden"), golden)
	}
}
