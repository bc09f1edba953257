package mine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Two programs of one repository may each have a way of their own to a
// package; a gateway not named after its package stands below one that is.
func TestGatewaysOfPrograms(t *testing.T) {
	files := map[string]string{
		"apps/web/package.json":          "{}",
		"apps/admin/package.json":        "{}",
		"apps/web/src/lib/resend.ts":     "import { Resend } from 'resend';\nexport const sendMail = () => new Resend();\n",
		"apps/admin/src/mail/direct.ts":  "import { Resend } from 'resend';\nexport const other = new Resend();\n",
		"apps/admin/src/mail/another.ts": "import { Resend } from 'resend';\nexport const third = new Resend();\n",
		"apps/web/src/lib/ids.ts":        "import base from 'base-x';\nexport const makeId = () => base('abc');\n",
	}
	for i := range 80 {
		files[fmt.Sprintf("apps/web/src/pages/p%d.ts", i)] = fmt.Sprintf("import { sendMail } from '../lib/resend';\nimport { makeId } from '../lib/ids';\nexport function page%d() { sendMail(makeId()); }\n", i)
	}
	res, err := Mine(repo(t, files), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range res.Rules {
		if r.Kind == business.Gateway {
			got = append(got, fmt.Sprint(r.Statement, " ", r.Violations, " ", r.Scope.Paths))
		}
	}
	want := []string{
		"Only `apps/web/src/lib/resend.ts` imports `resend` in `apps/web/`; everything else there goes through it. [] [apps/web/**]",
		"Only `apps/web/src/lib/ids.ts` imports `base-x`; everything else goes through it. [] []",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}
