package code

import (
	"bytes"
	"strings"
)

// plainKey tells the key of an entry, of a request or of a page from one that opens something.
func plainKey(name, value string) bool {
	switch strings.TrimRight(name, "0123456789") {
	case "key", "cache_key", "cachekey", "sort_key", "sortkey", "current_key", "site_key", "sitekey", "partition_key", "primary_key", "foreign_key", "row_key", "object_key", "s3_key", "storage_key", "storagekey":
		return true
	}
	return strings.Contains(name, "idempot") || strings.Contains(name, "public") || strings.HasSuffix(name, "sitekey") || expr(uuidForm).MatchString(value)
}

const uuidForm = `^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`

// spelled tells a token somebody typed along the alphabet: "klmnopqrstuv" comes from no random source.
func spelled(s []byte) bool {
	run := 1
	for i := 1; i < len(s); i++ {
		if run++; s[i] != s[i-1]+1 {
			run = 1
		}
		if run >= 12 {
			return true
		}
	}
	return false
}

// machineText tells a match that begins inside a longer run of base64: any few letters turn up there.
func machineText(raw []byte, start int) bool {
	i, upper, lower, digit := start, false, false, false
	for ; i > 0 && start-i < 200; i-- {
		switch c := raw[i-1]; {
		case c >= 'A' && c <= 'Z':
			upper = true
			continue
		case c >= 'a' && c <= 'z':
			lower = true
			continue
		case c >= '0' && c <= '9':
			digit = true
			continue
		case c == '+' || c == '/':
			continue
		}
		break
	}
	return start-i >= 12 && upper && lower && digit && (raw[start-1] == '+' || raw[start-1] == '/')
}

// skipSecret drops generic matches in places where a fake is expected.
func (s *scan) skipSecret(x found) bool {
	f := s.file
	if x.rule == "SEC-01" || x.rule == "SEC-02" {
		return false
	}
	if x.rule == "SEC-03" && (brokenToken(f.lower[x.from:x.to]) || otherForm(nameBefore(f.lower, x.from), f.raw[x.from:x.to])) {
		return true
	}
	if f.langs&(WebLangs|C|Cpp|ObjC|Rust|Swift) != 0 && f.langs&(HTML|JSON|XML|YAML|Config) == 0 && x.rule == "SEC-03" && !f.quotedAt(x.from) {
		return true
	}
	if x.tier == Advise && x.rule == "SEC-03" && (f.testPath || textsPath(f.path)) {
		return true
	}
	return x.rule == "SEC-03" && (f.langs&Other != 0 && docPath(f.path) || lockPath(f.path))
}

// docPath tells prose with samples in it.
func docPath(p string) bool {
	return expr(`(?i)\.(?:md|mdx|adoc|rst|textile|1|3|man)$|(?:^|/)readme`).MatchString(p)
}

// lockPath tells lists of checksums.
func lockPath(p string) bool {
	return expr(`(?i)(?:\.|-|_)lock(?:\.\w+)?$|\.sums?$|(?:^|/)(?:checksums?|sha\d+sums?)(?:\.\w+)?$`).MatchString(p)
}

// samplePath tells files to be copied and filled in.
func samplePath(p string) bool {
	return expr(`(?i)(?:\.|-|_)(?:sample|example|template|dist|tpl)(?:\.\w+)?$|(?:^|/)(?:samples?|examples?)/`).MatchString(p)
}

// textsPath tells files of translations: their "password" is a word on a button.
func textsPath(p string) bool {
	return expr(`(?i)(?:^|/)(?:lang|langs|locales?|i18n|intl|translations?|messages|l10n)/|(?:^|[/._-])(?:messages?|strings|translations?|[a-z]{2}[-_][a-z]{2,4})\.(?:json|ya?ml|properties|php|ts|js|xml|po|rb|resx|arb)$|(?:^|/)[a-z]{2}\.(?:json|ya?ml|php|ts|js)$`).MatchString(p)
}

// otherForm tells a value that has not the form of the provider whose key its name says it is: telegram_api_token = "12:ab".
func otherForm(name string, value []byte) bool {
	known := false
	for i := range providerMakers {
		p := providerAt(i)
		for _, k := range p.keys {
			at := strings.Index(name, k)
			if len(k) < 4 || strings.Trim(k, "abcdefghijklmnopqrstuvwxyz") != "" || at < 0 || !onlyKeyWords(name[:at]+"_"+name[at+len(k):]) {
				continue
			}
			if known = true; expr(p.re).MatchString(k + "_key = \"" + string(value) + "\"\n") {
				return false
			}
		}
	}
	return known
}

// onlyKeyWords tells the rest of a name that says no more than "key" or "token".
func onlyKeyWords(rest string) bool {
	n := 0
	for _, w := range strings.FieldsFunc(rest, func(r rune) bool { return r == '_' || r == '-' }) {
		if !inList([]string{"api", "key", "token", "apikey", "apitoken", "access", "accesskey", "accesstoken", "bot", "auth", "am"}, []byte(w)) {
			return false
		}
		n++
	}
	return n > 0
}

// quotedAt tells whether an offset lies inside a string literal: not in a comment, not in code.
func (f *file) quotedAt(off int) bool {
	if l, ok := f.literalAt(off); ok && f.line(l.end) != f.line(l.start) { // a doc string
		return false
	}
	return f.text[off] == f.raw[off] && (f.code[off] != f.raw[off] || f.langs&(Vue|Svelte|ERB) != 0)
}

// brokenToken tells a value with a provider's prefix that the provider's own rule did not take: shortened, masked or invented.
func brokenToken(lower []byte) bool {
	if len(lower) < 5 || bytes.IndexByte(lower[:min(len(lower), 12)], '_')+bytes.IndexByte(lower[:min(len(lower), 12)], '-') < -1 {
		return false
	}
	for i := range providerMakers {
		p := providerAt(i)
		for _, k := range p.keys {
			if len(k) >= 4 && strings.ContainsAny(k, "-_") && bytes.HasPrefix(lower, []byte(k)) && !anyMatch([]string{p.re}, lower) {
				return true
			}
		}
	}
	return false
}
