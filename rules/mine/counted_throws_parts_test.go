package mine

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// What one folder within does is said of that folder; files that throw bare
// errors only are another kind of code; two classes of one name are two rules.
func TestThrowsOfParts(t *testing.T) {
	fault := "export class Fault extends Error { }\n"
	own := "import { Fault } from './fault';\nexport function a%d() { throw new Fault(); }\nexport function b%d() { throw new Fault(); }\n"
	for _, c := range []struct {
		name  string
		files map[string]string
		want  []string // the paths of each rule
	}{
		{"carried by one", family(24, "farm/barn/loft/a%d.ts", own, family(6, "farm/barn/b%d.ts", "export function b%d() { throw new TypeError(); }\n", map[string]string{"farm/barn/loft/fault.ts": fault})), []string{"farm/barn/loft/**"}},
		{"spread", family(24, "farm/barn/loft/a%d.ts", own, family(20, "farm/barn/b%d.ts", "import { Fault } from './fault';\nexport function b%d() { throw new Fault(); }\n", map[string]string{"farm/barn/loft/fault.ts": fault})), []string{"farm/barn/**"}},
		{"two kinds of files", family(24, "farm/a%d.ts", own, family(8, "farm/raw%d.ts", "export function b%d() { throw new Error('x'); }\n", map[string]string{"farm/fault.ts": fault})), nil},
		{"two classes", family(24, "barn/src/a%d.ts", own, family(24, "mill/src/a%d.ts", own, map[string]string{"barn/src/fault.ts": fault, "mill/src/fault.ts": fault})), []string{"barn/src/**", "mill/src/**"}},
		{"one class", family(24, "barn/src/a%d.ts", own, family(24, "mill/src/a%d.ts", own, map[string]string{"core/fault.ts": fault})), []string{"barn/src/**,mill/src/**"}},
		{"a name that says nothing", family(24, "farm/a%d.rb", "class A%d\n  def go\n    raise Error\n  end\nend\n", map[string]string{"farm/error.rb": "class Error < StandardError\nend\n"}), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := maps.Clone(c.files)
			for name, text := range family(40, "more/m%d.ts", "export const m%d = 1;\n", nil) {
				files[name] = text
			}
			var got []string
			for _, r := range mined(t, repo(t, files)) {
				if r.Kind == business.ThrowTypes {
					got = append(got, strings.Join(r.Scope.Paths, ","))
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}
