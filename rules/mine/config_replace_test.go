package mine

import (
	"slices"
	"testing"
)

func TestBansForOneLibraryAreOne(t *testing.T) {
	tr, err := walk(repo(t, map[string]string{"clippy.toml": `disallowed-methods = [
  { path = "std::fs::File::open", replacement = "farm_fs::File::open" },
  { path = "std::fs::copy", replacement = "farm_fs::copy" },
  { path = "tokio::fs::copy", replacement = "farm_fs::tokio::copy" },
  { path = "std::env::var", replacement = "farm_env::var" },
]
`}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range readConfigs(tr) {
		got = append(got, r.Statement)
		if len(r.Check.Names) != 3 && len(r.Check.Names) != 1 {
			t.Errorf("checks %q", r.Check.Names)
		}
	}
	if !slices.Contains(got, "Use the functions of `farm_fs`, not those of `std::fs`, `tokio::fs` (clippy.toml).") || len(got) != 2 {
		t.Errorf("got %q", got)
	}
}
