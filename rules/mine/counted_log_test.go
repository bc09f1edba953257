package mine

import (
	"fmt"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// The logger to use is what most diagnostics go to, no record for people.
func TestLoggerIsForDiagnostics(t *testing.T) {
	files := family(20, "app/orders/o%d.py", "from app.log_actions import log\n\n\ndef run_%d(x):\n    log(x, 'made')\n", map[string]string{
		"app/log_actions.py": "def log(x, y):\n    return x\n", "app/odd.py": "def odd():\n    print('x')\n"})
	if got := find(mined(t, repo(t, files)), business.BanCall, "`print`"); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	for i := range 30 {
		files[fmt.Sprintf("app/jobs/j%d.py", i)] = fmt.Sprintf("import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef work_%d():\n    logger.info('x')\n", i)
	}
	want(t, mined(t, repo(t, files)), business.BanCall, "Log with `logging.getLogger`, not with `print`")
}
