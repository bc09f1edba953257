package mine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What one file registers nobody else is tempted to import.
func TestBoundaryNeedsTemptation(t *testing.T) {
	for _, c := range []struct {
		name  string
		users int // files that share the imports of the folder
		says  bool
	}{{"many users", 20, true}, {"one registry", 1, false}} {
		t.Run(c.name, func(t *testing.T) {
			files := family(40, "src/store/s%d.ts", "import { tool } from '../tools/t%d';\nexport function keep%d() { return tool(); }\n", nil)
			text := map[int]string{}
			for i := range 40 {
				files[fmt.Sprintf("src/tools/t%d.ts", i)] = "export function tool() { return 1; }\n"
				files[fmt.Sprintf("src/pages/p%d.ts", i)] = fmt.Sprintf("import { keep%d } from '../store/s%d';\nexport const page%d = keep%d;\n", i, i, i, i)
				text[i%c.users] += fmt.Sprintf("import { page%d } from '../pages/p%d';\n", i, i)
			}
			for i, imports := range text {
				files[fmt.Sprintf("src/desk/d%d.ts", i)] = imports + fmt.Sprintf("export const desk%d = 1;\n", i)
			}
			var got []business.Rule
			for _, r := range find(mined(t, repo(t, files)), business.ImportBoundary, "src/pages/") {
				if strings.Contains(strings.Join(r.Check.Modules, " "), "src/pages") {
					got = append(got, r)
				}
			}
			if len(got) > 0 != c.says {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestIdleBoundariesStandLow(t *testing.T) {
	for dir, want := range map[string]bool{"app/Listeners": true, "src/migrations": true, "src/store": false, "app/Jobs": false} {
		if runByFramework(dir) != want {
			t.Errorf("%s: want %v", dir, want)
		}
	}
	for dir, want := range map[string]bool{"app/Events": true, "src/dto": true, "src/core": false} {
		if plainData(dir) != want {
			t.Errorf("%s: want %v", dir, want)
		}
	}
}
