package policy

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOriginName(t *testing.T) {
	for url, want := range map[string]string{
		"https://github.com/acme/app.git":      "github.com/acme/app",
		"https://me:x@GitHub.com:443/acme/app": "github.com/acme/app",
		"git@github.com:acme/app.git":          "github.com/acme/app",
		"ssh://git@host.example:22/acme/app/":  "host.example/acme/app",
		"https://evil.example/../github.com/a": "evil.example/github.com/a",
		"/srv/git/app.git":                     "",
		"file:///srv/git/app":                  "",
		`C:\src\app`:                           "",
		"https://github.com":                   "",
		"":                                     "",
	} {
		if got := originName(url); got != want {
			t.Errorf("%q: got %q, want %q", url, got, want)
		}
	}
}

func TestTrustsRules(t *testing.T) {
	root := filepath.Join(t.TempDir(), "app")
	put := func(name, text string) string {
		t.Helper()
		p := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	put(".git/config", "[core]\n\turl = https://github.com/acme/fake\n[remote \"origin\"]\n\turl = git@github.com:acme/app.git\n[remote \"fork\"]\n\turl = git@github.com:other/app.git\n")
	slash := filepath.ToSlash(root)
	for _, c := range []struct {
		name, policy string
		want         bool
	}{
		{"any", `{"trust_rules": ["*"]}`, true},
		{"owner", `{"trust_rules": ["github.com/acme/*"]}`, true},
		{"owner's folder", `{"trust_rules": ["github.com/acme"]}`, true},
		{"under policy", `{"policy": {"trust_rules": ["github.com/acme/app"]}}`, true},
		{"another remote", `{"trust_rules": ["github.com/other/*"]}`, false},
		{"another section", `{"trust_rules": ["github.com/acme/fake"]}`, false},
		{"part of a name", `{"trust_rules": ["github.com/ac"]}`, false},
		{"folder", `{"trust_rules": ["` + slash + `"]}`, true},
		{"folder above", `{"trust_rules": ["` + filepath.ToSlash(filepath.Dir(root)) + `/"]}`, true},
		{"folder beside", `{"trust_rules": ["` + slash + `2"]}`, false},
		{"nothing said", `{}`, false},
		{"not JSON", `{`, false},
	} {
		if got := trustsRules(put("../policy.json", c.policy), root); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
	if trustsRules(filepath.Join(root, "none.json"), root) {
		t.Error("no policy trusts")
	}
	// A repository does not vouch for itself.
	put(".cybedefend/config.json", `{"trust_rules": ["*"]}`)
	if TrustsRules(Options{Root: root, OS: "linux", Getenv: func(string) string { return "" }}) {
		t.Error("a repository vouched for itself")
	}
}

func TestTrustOfALinkedWorkTree(t *testing.T) {
	top := t.TempDir()
	for name, text := range map[string]string{
		"main/.git/config":                   "[remote \"origin\"]\nurl = https://github.com/acme/app\n",
		"main/.git/worktrees/tree/commondir": "../..\n",
		"tree/.git":                          "gitdir: " + filepath.Join(top, "main/.git/worktrees/tree") + "\n",
	} {
		p := filepath.Join(top, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := origins(filepath.Join(top, "tree")); len(got) != 1 || got[0] != "github.com/acme/app" {
		t.Errorf("got %v", got)
	}
}

func FuzzOriginName(f *testing.F) {
	f.Add("https://a@b:1/c.git")
	f.Fuzz(func(t *testing.T, url string) { originName(url) })
}
