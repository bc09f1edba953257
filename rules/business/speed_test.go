package business

import (
	"bytes"
	"strings"
	"testing"
)

// A single long line must not be read once per token.
func TestLongLinesAreReadOnce(t *testing.T) {
	for _, file := range []string{"a.py", "a.rb", "a.ts", "A.java"} {
		line := strings.Repeat("f(a, b); ", 100_000)
		if _, ok := Read(file, []byte(line)); !ok { // quadratic reading takes minutes and ends in the test's time limit
			t.Errorf("%s was not read", file)
		}
	}
}

// The rules of a whole book cost one reading of the file.
func BenchmarkJudge50KB(b *testing.B) {
	src := bytes.Repeat([]byte("router.get('/things', requireOwner, async (req, res) => {\n  const amount = await load(req.params.id);\n  logger.info(amount);\n});\n"), 400)
	var book []Rule
	for range 5 {
		book = append(book, testRules...)
	}
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Fresh(book, "src/a.ts", src, src)
	}
}
