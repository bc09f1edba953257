package deps

import "strings"

// Resembles returns the popular package that a name could be mistaken for, or "".
// The caller has made sure that the name itself is not known.
func Resembles(eco Ecosystem, name string) string {
	n := strings.ToLower(canonical(eco, name))
	if eco == Go {
		return resemblesModule(n)
	}
	if len(n) < 4 || len(n) > 80 {
		return ""
	}
	popular, _ := lists(eco)
	if eco == NPM && n[0] == '@' {
		return resemblesScope(popular, n)
	}
	letters := mask(n)
	for rest := popular; rest != ""; {
		var p string
		p, rest, _ = strings.Cut(rest, "\n")
		if !couldBe(n, p) {
			continue
		}
		if q := canonical(eco, p); alike(n, letters, q) {
			return p
		}
	}
	return ""
}

// couldBe leaves out, by their first letters, most names that cannot be alike.
func couldBe(n, p string) bool {
	if len(p) < 2 || n[0] == p[0] || n[0] == p[1] {
		return len(p) > 1
	}
	return n[0] == '0' || n[0] == '1' || n[0] >= 0x80 || separator(rune(n[0])) || n[0] == 'r' && n[1] == 'n' || n[0] == 'v' && n[1] == 'v' ||
		p[0] == 'r' && p[1] == 'n' || p[0] == 'v' && p[1] == 'v'
}

func alike(n string, letters uint32, p string) bool {
	if p[0] == '@' { // "types-node" for "@types/node"
		return len(p) > 6 && sameFlat(n, p)
	}
	if len(p) < 4 || len(n) > len(p)+8 || len(n) < len(p)-2 {
		return false
	}
	if sameFlat(n, p) || padded(n, p) {
		return true
	}
	return oneSlip(letters, n, p)
}

// oneSlip allows one change in names of six letters, two in long ones. Shorter names are too
// close to each other to say anything, but for swapped letters.
func oneSlip(letters uint32, n, p string) bool {
	most := 1
	switch {
	case len(p) >= 12:
		most = 2
	case len(p) < 5:
		return false
	}
	diff := len(n) - len(p)
	if diff > most || -diff > most || bits(letters^mask(p)) > 2*most {
		return false
	}
	d := distance(n, p, most)
	if d > most || d == 0 {
		return false
	}
	if numberOnly(n, p) {
		return false // "python-v8" and "python-v9": versions of one thing
	}
	switch {
	case d == 1 && len(p) < 7:
		return swapped(n, p) || doubled(n, p)
	case d == 1 && diff != 0: // a plural, a prefix letter or a suffix letter makes an honest word
		return n[0] == p[0] && (n[len(n)-1] == p[len(p)-1] || doubled(n, p))
	case d == 2:
		return n[0] == p[0] && diff == 0 && len(p) >= 12 && !wordDiffers(n, p)
	}
	return n[0] == p[0] && (n[len(n)-1] == p[len(p)-1] || len(p) >= 9)
}

// wordDiffers tells two names of several words of which one whole, short word differs:
// "opentelemetry-api" and "opentelemetry-sdk".
func wordDiffers(n, p string) bool {
	a, b := strings.FieldsFunc(n, separator), strings.FieldsFunc(p, separator)
	if len(a) != len(b) || len(a) < 2 {
		return false
	}
	for i := range a {
		if a[i] != b[i] && len(b[i]) < 7 {
			return true
		}
	}
	return false
}

func separator(r rune) bool { return r == '-' || r == '_' || r == '.' || r == '/' }

// padded is a popular name with a tail or head that says nothing.
func padded(n, p string) bool {
	if len(p) < 5 {
		return false
	}
	if rest, ok := strings.CutPrefix(n, p); ok {
		switch rest {
		case "-npm", "-official", "-latest", "-real", "-original", ".js.js":
			return true
		}
	}
	rest, ok := strings.CutSuffix(n, p[min(len("python"), len(p)):])
	return ok && strings.HasPrefix(p, "python-") && rest == "python3"
}

// swapped tells that two neighbours changed places.
func swapped(n, p string) bool {
	if len(n) != len(p) {
		return false
	}
	for i := 0; i+1 < len(n); i++ {
		if n[i] != p[i] {
			return n[i] == p[i+1] && n[i+1] == p[i] && n[i+2:] == p[i+2:]
		}
	}
	return false
}

// doubled tells that n is p with one of its letters twice.
func doubled(n, p string) bool {
	if len(n) != len(p)+1 {
		return false
	}
	i := 0
	for i < len(p) && n[i] == p[i] {
		i++
	}
	return i > 0 && n[i] == n[i-1] && n[i+1:] == p[i:] && isAlpha(n[i])
}

// numberOnly tells that the names are the same but for digits.
func numberOnly(n, p string) bool {
	drop := func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}
	return strings.Map(drop, n) == strings.Map(drop, p)
}

// sameFlat compares what the eye reads: without separators, with letters that look
// alike taken for one.
func sameFlat(a, b string) bool {
	i, j := 0, 0
	for {
		var x, y byte
		x, i = glance(a, i)
		y, j = glance(b, j)
		if x != y {
			return false
		}
		if x == 0 {
			return true
		}
	}
}

// lookalikes are pairs of bytes that look like one letter: two Latin ones, or a
// Cyrillic letter in UTF-8.
var lookalikes = [...]struct {
	two string
	as  byte
}{
	{"rn", 'm'}, {"vv", 'w'},
	{"а", 'a'}, {"е", 'e'}, {"о", 'o'}, {"р", 'p'}, {"с", 'c'}, {"х", 'x'}, {"у", 'y'}, {"і", 'i'}, {"ѕ", 's'},
}

// glance returns the next letter as the eye takes it, 0 at the end.
func glance(s string, i int) (byte, int) {
	for i < len(s) && (separator(rune(s[i])) || s[i] == '@') {
		i++
	}
	if i >= len(s) {
		return 0, i
	}
	two := s[i:min(i+2, len(s))]
	if c := s[i]; c == 'r' || c == 'v' || c >= 0x80 {
		for _, p := range lookalikes {
			if p.two == two {
				return p.as, i + 2
			}
		}
	}
	switch s[i] {
	case '0':
		return 'o', i + 1
	case '1':
		return 'l', i + 1
	}
	return s[i], i + 1
}

// resemblesScope compares scopes: what stands behind a known one is its owner's.
func resemblesScope(popular, n string) string {
	scope := ownerOf(NPM, n)
	if len(scope) < 7 { // with @ and /
		return ""
	}
	letters, last := mask(scope), ""
	for rest := popular; rest != "" && rest[0] == '@'; {
		var p string
		p, rest, _ = strings.Cut(rest, "\n")
		if q := ownerOf(NPM, p); q != last && len(q) >= 7 {
			last = q
			diff := len(scope) - len(q)
			if scope[1] == q[1] && diff >= -1 && diff <= 1 && bits(letters^mask(q)) <= 2 && distance(scope, q, 1) == 1 && (len(q) >= 8 || swapped(scope, q)) || sameFlat(scope, q) {
				if own := q + n[len(scope):]; holds(popular, own) {
					return own
				}
				return p
			}
		}
	}
	return ""
}

// resemblesModule looks for the same repository under an owner or host of nearly the same name.
func resemblesModule(n string) string {
	host, path, ok := strings.Cut(n, "/")
	if !ok {
		return ""
	}
	for rest := goNames; rest != ""; {
		var p string
		p, rest, _ = strings.Cut(rest, "\n")
		low := strings.ToLower(p)
		if low == n {
			return ""
		}
		pHost, pPath, _ := strings.Cut(low, "/")
		switch {
		case pPath == "":
		case pPath == path && pHost != host && len(pHost) >= 6 && distance(host, pHost, 2) <= 2:
			return p
		case pHost == host && sameProject(path, pPath):
			return p
		}
	}
	return ""
}

func sameProject(path, popular string) bool {
	owner, name, ok := strings.Cut(path, "/")
	pOwner, pName, ok2 := strings.Cut(popular, "/")
	if !ok || !ok2 || owner == pOwner || name != pName {
		return false
	}
	if sameFlat(owner, pOwner) || owner == pOwner+"-go" || owner == "go-"+pOwner || owner == pOwner+"-io" {
		return true
	}
	most := 1
	if len(pOwner) >= 9 {
		most = 2
	}
	return len(pOwner) >= 5 && distance(owner, pOwner, most) <= most
}

// mask is a set of the letters of a name, for leaving out what cannot be near.
func mask(s string) (m uint32) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z':
			m |= 1 << (c - 'a')
		case c >= '0' && c <= '9':
			m |= 1 << 26
		}
	}
	return m
}

func bits(m uint32) (n int) {
	for ; m != 0; m &= m - 1 {
		n++
	}
	return n
}

const longestName = 96

// distance counts changed, added, dropped and swapped letters, up to most+1.
func distance(a, b string, most int) int {
	if len(a) > longestName || len(b) > longestName || len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var rows [3][longestName + 1]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, prev, prev2 := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		best := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
			best = min(best, row[j])
		}
		if best > most {
			return most + 1
		}
	}
	return rows[len(a)%3][len(b)]
}
