package code_test

import (
	"bytes"
	"testing"

	"github.com/cybedefend/vibedefend/rules/code"
)

// sample repeats the misses of the packs for one language up to some lines.
func sample(b *testing.B, lang string, lines int) []byte {
	var buf bytes.Buffer
	for bytes.Count(buf.Bytes(), []byte("\n")) < lines {
		for _, e := range packs(b) {
			for _, x := range e.Miss {
				if x.Lang == lang {
					buf.WriteString(x.Code + "\n")
				}
			}
		}
	}
	return buf.Bytes()
}

func BenchmarkScan200(b *testing.B) {
	for _, l := range []string{"py", "ts", "js", "java", "go"} {
		src := sample(b, map[string]string{"ts": "js"}[l]+map[bool]string{true: "", false: l}[l == "ts"], 200)
		b.Run(l, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				code.Scan("src/app."+l, src, code.Options{})
			}
		})
	}
}

func BenchmarkRedact(b *testing.B) {
	src := string(sample(b, "js", 200))
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		code.Redact(src)
	}
}
