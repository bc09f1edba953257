package packs

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// What is committed must be what the packs say.
func TestGeneratedFilesAreFresh(t *testing.T) {
	dir := t.TempDir()
	here := filepath.Join(dir, "rules", "packs")
	if err := os.MkdirAll(here, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "docs"), 0o755); err != nil {
		t.Fatal(err)
	}
	list, err := filepath.Glob("*.yaml")
	if err != nil || len(list) < 8 {
		t.Fatalf("%d packs: %v", len(list), err)
	}
	for _, f := range list {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(here, f), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("go", "run", "./gen", here).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for made, kept := range map[string]string{filepath.Join(here, "tables_gen.go"): "tables_gen.go", filepath.Join(here, "examples_gen.go"): "examples_gen.go", filepath.Join(dir, "docs", "rules.md"): "../../docs/rules.md"} {
		a, err := os.ReadFile(made)
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(kept)
		if err != nil {
			t.Fatal(err)
		}
		if string(a) != string(b) {
			t.Errorf("%s is stale: run go generate ./rules/packs", kept)
		}
	}
}
