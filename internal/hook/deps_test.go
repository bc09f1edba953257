package hook

import (
	"os/exec"
	"strings"
	"testing"
)

// The hook road is paid on every tool call: nothing of the installing side,
// no network and no terminal library may hang on it.
func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	const ours = "github.com/cybedefend/vibedefend/"
	own := " internal/audit internal/consent internal/detach internal/content internal/receipt internal/spool internal/hook internal/hookline internal/home internal/ample internal/bare internal/watch internal/policy internal/protect internal/world internal/gitignore internal/process internal/person internal/version" +
		" rules rules/deps rules/shell rules/code rules/packs rules/business rules/syntax "
	others := []string{"github.com/tidwall/", "github.com/gofrs/flock", "golang.org/x/sys", "mvdan.cc/sh/v3", "github.com/tailscale/hujson",
		"github.com/pelletier/go-toml/v2/unstable", "github.com/pelletier/go-toml/v2/internal/"}
	for _, p := range strings.Fields(string(out)) {
		if rest, ok := strings.CutPrefix(p, ours); ok {
			if !strings.Contains(own, " "+rest+" ") && !strings.HasPrefix(rest, "rules/code/") && !strings.HasPrefix(rest, "rules/packs/") {
				t.Errorf("imports %s", p)
			}
			continue
		}
		if first, _, _ := strings.Cut(p, "/"); strings.Contains(first, ".") {
			if !anyPrefix(p, others) {
				t.Errorf("imports %s", p)
			}
			continue
		}
		switch p {
		case "net", "net/http", "net/url", "os/exec", "os/user", "crypto/tls", "text/template", "html/template", "encoding/xml", "plugin", "testing", "log/slog":
			t.Errorf("imports %s", p)
		}
	}
}

func anyPrefix(s string, list []string) bool {
	for _, p := range list {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
