package mine

import (
	"strings"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

func TestFamiliesOfBans(t *testing.T) {
	toml := "disallowed-types = [\n{ path = \"barn::Old\", reason = \"Use `std::New` instead.\" },\n{ path = \"barn::Lazy\", reason = \"Use `std::Late` instead.\" },\n{ path = \"field::Gate\", reason = \"It stays open.\" },\n]\n"
	rules := mergedBans(readClippy("clippy.toml", []byte(toml)))
	if len(rules) != 2 {
		t.Fatalf("%d cards:\n%s", len(rules), statements(rules))
	}
	if want := "Do not use `barn::Old`: Use `std::New` instead; `barn::Lazy`: Use `std::Late` instead."; rules[0].Statement != want || len(rules[0].Check.Names) != 2 {
		t.Errorf("%q with %v", rules[0].Statement, rules[0].Check.Names)
	}
}

func TestFamilyOfNames(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"barn::sync::Old", "barn"}, {"std::path::Path", "std::path"}, {"herd/get", "herd"}, {"@farm/ui/old", "@farm/ui"}, {"example.com/a/b/v2", "example.com/a/b"}, {"example.com/a/b", "example.com/a"}, {"java.util.Date", "java.util"}, {"alert", ""}, {"new Date", ""},
	} {
		if got := familyOf(c.name); got != c.want {
			t.Errorf("familyOf(%q) is %q, not %q", c.name, got, c.want)
		}
	}
}

func TestLongFamiliesAreSeveralCards(t *testing.T) {
	var toml strings.Builder
	for _, n := range []string{"A", "B", "C", "D", "E"} {
		toml.WriteString("[[disallowed-methods]]\npath = \"barn::" + n + "\"\nreason = \"" + n + strings.Repeat(" word", 18) + "\"\n")
	}
	rules := mergedBans(readClippy("clippy.toml", []byte(toml.String())))
	if len(rules) != 3 {
		t.Fatalf("%d cards:\n%s", len(rules), statements(rules))
	}
	for _, r := range rules {
		if strings.HasSuffix(r.Statement, " ...") || r.Kind != business.BanCall {
			t.Errorf("%q is cut", r.Statement)
		}
	}
}

func TestReasonsThatNameWhatIsBanned(t *testing.T) {
	rules := mergedBans(readClippy("clippy.toml", []byte("disallowed-macros = [\n{ path = \"farm::sheep\", reason = \"Use `sheep!` from `yard` with a `SheepTag`\" },\n{ path = \"farm::horse\", reason = \"Use `horse!` from `yard` with a `HorseTag`\" },\n]\n")))
	if want := "Do not use `farm::sheep` or `farm::horse`: Use `<same name>!` from `yard` with a `<Same name>Tag`."; len(rules) != 1 || rules[0].Statement != want {
		t.Errorf("%s", statements(rules))
	}
}
