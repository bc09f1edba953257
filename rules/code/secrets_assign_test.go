package code

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// anyKey is the rule whose expression is given a later beginning.
func anyKey(t testing.TB) *provider {
	for i := range providerMakers {
		if p := providerAt(i); p.id == "generic-api-key" {
			return p
		}
	}
	t.Fatal("the table has no rule for any key")
	return nil
}

// Every rule that asks for a name finds what its expression finds.
func TestFindInOfNames(t *testing.T) {
	texts := []string{"", "lob_key = ", "LOB: ", "adafruit", "atlassian=", "jira key: ", "twitter_secret => ", "new-relic: ", "s\u017fentry", "o\u212ata_token = ", "Slac\u212a", "facebook", "bitbucket ", "key = "}
	values := []string{"live_0123456789abcdef0123456789abcdef012", "0123456789abcdef0123456789abcdef", "aaaaaaaaaaaaaaaaaaaaaaaa", "0123456789abcdefghij01234567890123456789"}
	for i := range providerMakers {
		p := providerAt(i)
		for _, s := range texts {
			for _, v := range values {
				sameAsWhole(t, p, []byte(s+v))
				sameAsWhole(t, p, []byte(p.keys[0]+"_"+s+"'"+v+"'"))
			}
		}
	}
}

// sameAsWhole compares with the expression on the whole text.
func sameAsWhole(t testing.TB, p *provider, raw []byte) {
	if got, want := p.findIn(raw), expr(p.re).FindSubmatchIndex(raw); !slices.Equal(got, want) {
		t.Errorf("%q: %v, the whole gives %v", raw, got, want)
	}
}

func TestFindInLosesNothing(t *testing.T) {
	p := anyKey(t)
	for _, s := range []string{
		"", "key", "key=", "key=0123456789", "key = 012345678", `apiKey: "abcdefghij1"`, `"auth_token" => 'a1b2c3d4e5f6'`, "secret||abcdefghijk;",
		"access:::=0123456789abc\n", "key ?= aaaaaaaaaa1", "key,0123456789ab\\n", "token==========", "creds=abc+def/ghi+jkl/012== ",
		"passw=1234567890 ", "Passwd > \"1234567890ab\"", "\u212aey=0123456789a", "acce\u017f\u017f = 0123456789a;", "key = \u017f\u212a0123456789",
		"a.very.long.name.of.more.than.fifty.bytes.that.goes.on.and.on.key.of.something = 0123456789abc", "x = (a, b); key = foo(bar)",
		"key = short; token = 0123456789abc;", "key\n=\n\"0123456789abc\"", "key=0123456789)",
	} {
		sameAsWhole(t, p, []byte(s))
	}
}

// Texts put together of what the expression looks at.
func TestFindInOfRandomTexts(t *testing.T) {
	p := anyKey(t)
	parts := []string{"key", "Key", "api", "API", "aPi", "token", "secret", "passw", "password", "auth", "creds", "=", ":", "::", ":=", "=>", "||", "?=", ",", ">", " ", "  ", "\"", "'", "`", "\n", ";", ")", "(", "_", ".", "-",
		"0123456789", "abcdefghijkl", "a1", "+", "/", "x", "\\n", "\u212a", "\u017f", "\u00e9", "words and words of prose here", "====="}
	r := rand.New(rand.NewPCG(1, 2))
	hits := 0
	for range 20_000 {
		var b bytes.Buffer
		for range 1 + r.IntN(14) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		sameAsWhole(t, p, b.Bytes())
		if p.findIn(b.Bytes()) != nil {
			hits++
		}
	}
	if hits < 500 {
		t.Errorf("only %d texts matched", hits)
	}
}

func FuzzFindIn(f *testing.F) {
	f.Add([]byte("apiKey: \"0123456789abc\";"))
	f.Add([]byte("token==========;"))
	p := anyKey(f)
	f.Fuzz(func(t *testing.T, raw []byte) { sameAsWhole(t, p, raw) })
}
