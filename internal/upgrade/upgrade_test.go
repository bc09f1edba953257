package upgrade

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestVersionsAreOrdered(t *testing.T) {
	list := []string{"0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.10.0", "2.0.0"}
	for i, a := range list {
		for j, b := range list {
			x, errX := Parse("v" + a)
			y, errY := Parse(b + "+build.5")
			if errX != nil || errY != nil {
				t.Fatal(errX, errY)
			}
			if got := x.Compare(y); (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("%s against %s: %d", a, b, got)
			}
		}
	}
}

func TestWhatIsNoVersion(t *testing.T) {
	for _, s := range []string{"", "v", "1", "1.2", "1.2.3.4", "1.2.x", "1.2.3-", "1.2.3-a..b", "1.2.3-\x1b[2J", "-1.2.3", "dev", "99999999999999999999.0.0"} {
		if v, err := Parse(s); err == nil {
			t.Errorf("%q was read as %s", s, v)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"v1.2.3", "1.2.3-rc.1+b", "1..2", "v1.2.3-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(v.String())
		if err != nil || again.Compare(v) != 0 {
			t.Errorf("%q became %s, which reads as %s, %v", s, v, again, err)
		}
	})
}

func TestLatestAsksOnceAndSaysNothing(t *testing.T) {
	var seen []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seen = append(seen, fmt.Sprint(r.Method, " ", r.URL, " ", string(body), " ", r.Header))
		fmt.Fprint(w, `{"tag_name":"v1.4.0","name":"x"}`)
	}))
	defer s.Close()
	v, err := Latest(s.URL + "/latest")
	if err != nil || v.String() != "1.4.0" {
		t.Fatalf("%v %v", v, err)
	}
	want := []string{"GET /latest  map[Accept:[application/json] Accept-Encoding:[gzip] User-Agent:[vibedefend]]"}
	if !slices.Equal(seen, want) {
		t.Errorf("sent %q", seen)
	}
}

func TestLatestRefuses(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		t.Error("a redirect was followed to another host")
		fmt.Fprint(w, `{"tag_name":"v9.9.9"}`)
	}))
	defer elsewhere.Close()
	answers := map[string]func(http.ResponseWriter, *http.Request){
		"it answered 404":  http.NotFound,
		"read the answer":  func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") },
		"is not a version": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"tag_name":"nightly"}`) },
		"it sends on to":   func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) },
		"more than a":      func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat(" ", most+1)) },
	}
	for want, answer := range answers {
		s := httptest.NewServer(http.HandlerFunc(answer))
		if _, err := Latest(s.URL); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("wanted %q, got %v", want, err)
		}
		s.Close()
	}
	for source, want := range map[string]string{
		"":                      "is not an address",
		"releases":              "is not an address",
		"http://releases.test/": "is not https",
		"file:///etc/passwd":    "is not an address",
	} {
		if _, err := Latest(source); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: wanted %q, got %v", source, want, err)
		}
	}
}

func TestAWayForEachCopy(t *testing.T) {
	next, _ := Parse("1.4.0")
	for _, c := range []struct {
		copied      Copy
		name, first string
	}{
		{Copy{Path: "/home/d/.npm/_npx/0a1b/node_modules/@cybedefend/vibedefend-linux-x64/bin/vibedefend"}, "npx", "npx -y @cybedefend/vibedefend@latest update"},
		{Copy{Path: `C:\Users\d\AppData\Local\npm-cache\_npx\0a1b\node_modules\@cybedefend\vibedefend-win32-x64\bin\vibedefend.exe`}, "npx", "npx -y @cybedefend/vibedefend@latest update"},
		{Copy{Path: "/usr/lib/node_modules/@cybedefend/vibedefend/node_modules/@cybedefend/vibedefend-linux-x64/bin/vibedefend"}, "npm", "npm install --global @cybedefend/vibedefend@latest"},
		{Copy{Path: `C:\Users\d\AppData\Roaming\npm\node_modules\@cybedefend\vibedefend\node_modules\@cybedefend\vibedefend-win32-x64\bin\vibedefend.exe`}, "npm", "npm install --global @cybedefend/vibedefend@latest"},
		{Copy{Path: "/home/d/.local/share/pnpm/global/5/.pnpm/@cybedefend+vibedefend@1.0.0/node_modules/x"}, "pnpm", "pnpm add --global @cybedefend/vibedefend@latest"},
		{Copy{Path: "/home/d/.cache/pnpm/dlx/f00/node_modules/x"}, "pnpm dlx", "pnpm dlx @cybedefend/vibedefend@latest update"},
		{Copy{Path: "/srv/app/node_modules/@cybedefend/vibedefend-linux-x64/bin/vibedefend"}, "npm, in a project", "npm install @cybedefend/vibedefend@latest"},
		{Copy{Path: "/opt/homebrew/Caskroom/vibedefend/1.0.0/vibedefend"}, "brew", "brew upgrade --cask vibedefend"},
		{Copy{Path: `C:\Users\d\scoop\apps\vibedefend\1.0.0\vibedefend.exe`}, "scoop", "scoop update vibedefend"},
		{Copy{Path: `C:\Users\d\AppData\Local\Microsoft\WinGet\Packages\CybeDefend.VibeDefend_x\vibedefend.exe`}, "winget", "winget upgrade CybeDefend.VibeDefend"},
		{Copy{Path: "/usr/bin/vibedefend", Arch: "amd64", Packaging: "deb"}, "deb", "curl -fLO " + Page + "/download/v1.4.0/vibedefend_1.4.0_linux_amd64.deb"},
		{Copy{Path: "/usr/bin/vibedefend", Arch: "arm64", Packaging: "rpm"}, "rpm", "curl -fLO " + Page + "/download/v1.4.0/vibedefend_1.4.0_linux_arm64.rpm"},
		{Copy{Path: "/usr/bin/vibedefend", Arch: "amd64", Packaging: "apk"}, "apk", "curl -fLO " + Page + "/download/v1.4.0/vibedefend_1.4.0_linux_amd64.apk"},
		{Copy{Path: "/home/d/go/bin/vibedefend", Module: true}, "go install", "go install github.com/cybedefend/vibedefend/cmd/vibedefend@latest github.com/cybedefend/vibedefend/cmd/vibedefend-hook@latest"},
		{Copy{Path: "/src/vibedefend/vibedefend", Checkout: true}, "checkout", "git pull"},
		{Copy{Path: "/opt/vibedefend/bin/vibedefend", Managed: true, OS: "linux", Arch: "arm64"}, "an administrator", "download " + Page + "/download/v1.4.0/vibedefend_1.4.0_linux_arm64.tar.gz"},
		{Copy{Path: "/home/d/bin/vibedefend", OS: "linux", Arch: "amd64"}, "archive", "download " + Page + "/download/v1.4.0/vibedefend_1.4.0_linux_amd64.tar.gz"},
		{Copy{Path: `C:\tools\vibedefend.exe`, OS: "windows", Arch: "arm64"}, "archive", "download " + Page + "/download/v1.4.0/vibedefend_1.4.0_windows_arm64.zip"},
	} {
		got := Of(c.copied, next)
		if got.Name != c.name || got.Commands[0] != c.first {
			t.Errorf("%s: got %q, %q", c.copied.Path, got.Name, got.Commands)
		}
		last := got.Commands[len(got.Commands)-1]
		if !strings.HasSuffix(last, " update") && !strings.HasSuffix(last, " install --yes --scope managed") {
			t.Errorf("%s: after %q the agents still call the old program", c.copied.Path, last)
		}
	}
}

func TestOnlyThePackagedProgramHasAReceipt(t *testing.T) {
	if got := ReadReceipt("/home/d/bin/vibedefend"); got != "" {
		t.Errorf("got %q", got)
	}
}
