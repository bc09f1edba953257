package mine

import (
	"fmt"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// A gate is one where those who import it take what wraps the package.
func TestGatewayIsTakenForThePackage(t *testing.T) {
	for _, c := range []struct {
		name, takes, gate string
		says              bool
	}{
		{"the wrapper", "sendNote", "import post from 'pigeon';\nexport function sendNote(x) { return post(x); }\nexport function plainNote(x) { return x; }\n", true},
		{"what calls the wrapper", "sendNote", "import post from 'pigeon';\nconst raw = (x) => post(x);\nexport function sendNote(x) {\n  return raw(x);\n}\n", true},
		{"for what it does when loaded", "", "import 'pigeon';\nexport const coop = 1;\n", false},
		{"something beside it", "plainNote", "import post from 'pigeon';\nexport function sendNote(x) { return post(x); }\nexport function plainNote(x) { return x; }\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "import { " + c.takes + " } from '../post';\nexport function go%d(x) { return " + c.takes + "(x); }\n"
			if c.takes == "" {
				text = "import '../post';\nexport function go%d(x) { return x; }\n"
			}
			files := family(16, "src/notes/n%d.ts", text, map[string]string{"src/post.ts": c.gate})
			if got := find(mined(t, repo(t, files)), business.Gateway, "`pigeon`"); len(got) > 0 != c.says {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// A folder in which each file has a package of its own is a layout.
func TestFolderOfWrappersIsNoGateway(t *testing.T) {
	files := family(16, "src/pages/p%d.ts", "import { Oak } from '../trees/oak';\nexport const p%d = () => { return Oak.grow(); };\n", nil)
	for _, n := range []string{"oak", "elm", "ash", "fir"} {
		files["src/trees/"+n+".ts"] = fmt.Sprintf("import { %s } from '@forest/%s';\nexport const Oak = %s.extend({});\n", n, n, n)
	}
	if got := find(mined(t, repo(t, files)), business.Gateway); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}
