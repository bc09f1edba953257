package consent

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/cybedefend/vibedefend/internal/home"
)

func none(string) string { return "" }

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func config(t *testing.T, text string) home.Dir {
	t.Helper()
	d := home.Dir(t.TempDir())
	put(t, d.Config(), text)
	return d
}

func TestNothingIsSentUnless(t *testing.T) {
	env := func(pairs ...string) func(string) string {
		m := map[string]string{"CYBEDEFEND_TOKEN": "t"}
		for i := 0; i+1 < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return func(key string) string { return m[key] }
	}
	on := `{"region":"eu","telemetry":{"enabled":true}}`
	for _, c := range []struct {
		name, config string
		getenv       func(string) string
		sends        bool
	}{
		{"all given", on, env(), true},
		{"with a byte order mark", "\xef\xbb\xbf" + on, env(), true},
		{"no token", on, none, false},
		{"a token of two lines", on, env("CYBEDEFEND_TOKEN", "a\nb"), false},
		{"local", `{"region":"local","telemetry":{"enabled":true}}`, env(), false},
		{"no region", `{"telemetry":{"enabled":true}}`, env(), false},
		{"no consent", `{"region":"eu"}`, env(), false},
		{"withdrawn", `{"region":"eu","telemetry":{"enabled":false}}`, env(), false},
		{"nothing at all", ``, env(), false},
		{"do not track", on, env("DO_NOT_TRACK", "1"), false},
		{"do track", on, env("DO_NOT_TRACK", "0"), true},
		{"switched off by the environment", on, env("VIBEDEFEND_TELEMETRY", "off"), false},
	} {
		s, err := Load(Place{Dir: config(t, c.config), Getenv: c.getenv})
		if err != nil || (s.Why == "") != c.sends {
			t.Errorf("%s: %q, %v", c.name, s.Why, err)
		}
	}
	for _, bad := range []string{`{"region":`, `{"region":"mars"}`, `[]`, `"eu"`} {
		if _, err := Load(Place{Dir: config(t, bad), Getenv: none}); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestManagedComesFirst(t *testing.T) {
	d := config(t, `{"region":"us","telemetry":{"enabled":true,"hashPaths":false},"audit":{"keepDays":7,"commands":true}}`)
	managed := t.TempDir()
	put(t, filepath.Join(managed, "policy.json"), `{"region":"eu","telemetry":{"hashPaths":true},"audit":{"every":true,"keepDays":90}}`)
	put(t, filepath.Join(managed, "credentials.json"), `{"tokens":{"eu":"company"}}`)
	s, err := Load(Place{Dir: d, Managed: managed, Getenv: none})
	if err != nil {
		t.Fatal(err)
	}
	if s.Region != EU || !s.Consent || !s.HashPaths || !s.Every || !s.Commands || s.Keep != 90*24*time.Hour || s.Token != "company" {
		t.Errorf("got %+v", s)
	}
	put(t, filepath.Join(managed, "policy.json"), `{"telemetry":{"enabled":false}}`)
	if s, err = Load(Place{Dir: d, Managed: managed, Getenv: none}); err != nil || s.Consent {
		t.Errorf("the administrator switched sending off: %+v %v", s, err)
	}
}

func TestTokensAreKeptApart(t *testing.T) {
	d := config(t, `{"region":"us"}`)
	if err := Login(d, Settings{Region: EU}, "eu-token"); err != nil {
		t.Fatal(err)
	}
	if s, err := Load(Place{Dir: d, Getenv: none}); err != nil || s.Token != "" {
		t.Fatalf("the EU token is used for US: %q %v", s.Token, err)
	}
	own := config(t, `{"region":"eu","telemetry":{"endpoint":"https://otel.example.com"}}`)
	if err := Login(own, Settings{Region: EU}, "eu-token"); err != nil {
		t.Fatal(err)
	}
	if s, err := Load(Place{Dir: own, Getenv: none}); err != nil || s.Token != "" {
		t.Fatalf("the region's token goes to the company's endpoint: %q %v", s.Token, err)
	}
	if st, err := os.Stat(Credentials(d)); err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", st, err)
	}
	getenv := func(k string) string { return map[string]string{"CYBEDEFEND_TOKEN": "other"}[k] }
	put(t, d.Config(), `{"region":"eu"}`)
	if s, err := Load(Place{Dir: d, Getenv: getenv}); err != nil || s.Token != "eu-token" || s.TokenFrom != "login" {
		t.Fatalf("the environment replaced the login: %+v %v", s, err)
	}
}

func TestLoginLogout(t *testing.T) {
	d := home.Dir(filepath.Join(t.TempDir(), "new"))
	if err := Login(d, Settings{Region: Local}, "x"); err == nil {
		t.Error("logged in to nothing")
	}
	for _, bad := range []string{"", "a b", "a\nb", "a\x00", "é"} {
		if err := Login(d, Settings{Region: EU}, bad); err == nil {
			t.Errorf("token %q was accepted", bad)
		}
	}
	if err := Login(d, Settings{Region: EU}, "x"); err != nil || !LoggedIn(d, Settings{Region: EU}) || LoggedIn(d, Settings{Region: US}) {
		t.Fatal(err)
	}
	put(t, Credentials(d), "{broken")
	if _, err := Load(Place{Dir: d, Getenv: none}); err == nil {
		t.Error("damaged credentials were not noticed")
	}
	if err := Login(d, Settings{Region: EU}, "y"); err != nil {
		t.Fatalf("logging in again mends: %v", err)
	}
	if had, err := Logout(d); err != nil || !had {
		t.Fatal(had, err)
	}
	if had, err := Logout(d); err != nil || had {
		t.Fatal(had, err)
	}
}

func TestRepositoryOnlyStops(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, home.Base, "config.json")
	for _, c := range []struct {
		text string
		fits bool
		id   string
	}{
		{`{}`, true, ""}, {`{"region":"EU","projectId":"0b1c-aa"}`, true, "0b1c-aa"}, {`{"region":"us"}`, false, ""},
		{`{"region":"local"}`, false, ""}, {`{"region":"mars"}`, false, ""}, {`{"projectId":"my secret plan"}`, true, ""},
	} {
		put(t, file, c.text)
		p, err := OfRepository(root)
		if err != nil || (Settings{Region: EU}).Fits(p) != c.fits || p.ID != c.id {
			t.Errorf("%s: %+v %v", c.text, p, err)
		}
	}
	put(t, file, `{"region":`)
	if _, err := OfRepository(root); err == nil {
		t.Error("a damaged file was taken for silence")
	}
	if p, err := OfRepository(""); err != nil || p != (Project{}) {
		t.Error(p, err)
	}
}

func TestBars(t *testing.T) {
	for host, barred := range map[string]bool{
		"api-eu.cybedefend.com": false, "API-EU.cybedefend.com.": false, "api-us.cybedefend.com": true, "mcp-us.cybedefend.com..": true,
		"cybedefend.com": true, "otel.example.com": false, "api-us.cybedefend.com.example.com": false,
	} {
		if got := EU.Bars(host); got != barred {
			t.Errorf("%s: barred %v", host, got)
		}
	}
}

func FuzzObject(f *testing.F) {
	f.Add([]byte(`{"region":"eu","telemetry":{"enabled":true}}`))
	f.Add([]byte("\xef\xbb\xbf{}"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d := home.Dir(t.TempDir())
		if err := os.WriteFile(d.Config(), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Load(Place{Dir: d, Getenv: none})
		if err == nil && s.Why == "" {
			t.Fatalf("%q sends without a token", raw)
		}
	})
}
