package agents

import (
	"strings"
	"testing"
)

func TestLockFileNamesNoHost(t *testing.T) {
	for _, name := range []string{"package.json", "package-lock.json"} {
		b, err := manifest.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"://", `"resolved"`} {
			if strings.Contains(string(b), word) {
				t.Errorf("%s contains %s: it would tie the download to one host", name, word)
			}
		}
	}
}

func TestInterruptedDownloadIsNotTakenForAWholeOne(t *testing.T) {
	if s, err := locate(t.TempDir()); err == nil {
		t.Fatalf("an empty folder was taken for the agents: %+v", s)
	}
}
