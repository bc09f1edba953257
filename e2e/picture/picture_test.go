package picture

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

func TestStylesBecomeAttributes(t *testing.T) {
	got := SVG("a <b>", "plain \x1b[1;31mred\x1b[0m \x1b[38;5;196mx\x1b[38;2;1;2;3my\x1b[39mz\n\x1b[2mdim\nstill\x1b[22m no", 20)
	for _, want := range []string{
		"<title>a &lt;b&gt;</title>",
		`<tspan x="16.0">plain </tspan><tspan x="66.4" fill="#e06c75" font-weight="bold">red</tspan>`,
		`<tspan x="100.0" fill="#ff0000">x</tspan><tspan x="108.4" fill="#010203">y</tspan><tspan x="116.8">z</tspan>`,
		`<tspan x="16.0" opacity="0.65">still</tspan><tspan x="58.0"> no</tspan>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

func FuzzSVG(f *testing.F) {
	for _, s := range []string{"", "\x1b[", "\x1b[38;5m", "\x1b[38;2;1;2", "\x1b[;;m<&>\x1b]0;t\x07", "a\x00b\xff\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := xml.NewDecoder(strings.NewReader(SVG(s, s, 80)))
		for {
			_, err := d.Token()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatalf("%q is drawn as what is not XML: %v", s, err)
			}
		}
	})
}
