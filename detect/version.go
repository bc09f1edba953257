package detect

import "strings"

// Compare orders two version numbers by their numeric parts: -1, 0 or 1.
// What follows the first letter or dash ("-beta", "+build") does not count.
func Compare(a, b string) int {
	x, y := parts(a), parts(b)
	for i := 0; i < len(x) || i < len(y); i++ {
		var p, q int
		if i < len(x) {
			p = x[i]
		}
		if i < len(y) {
			q = y[i]
		}
		if p != q {
			if p < q {
				return -1
			}
			return 1
		}
	}
	return 0
}

// Older reports whether version is known and below floor.
func Older(version, floor string) bool {
	return version != "" && Compare(version, floor) < 0
}

// Oldest returns the lowest version of what was found and runs, and whether
// every one of them is known. Leftovers do not count.
func Oldest(found []Found) (version string, known bool) {
	known = true
	seen := false
	for _, f := range found {
		if f.Residue {
			continue
		}
		seen = true
		if f.Version == "" {
			known = false
			continue
		}
		if version == "" || Compare(f.Version, version) < 0 {
			version = f.Version
		}
	}
	return version, known && seen
}

func parts(v string) []int {
	v = strings.TrimPrefix(v, "v")
	var out []int
	n, digits := 0, false
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c >= '0' && c <= '9':
			if n < 1<<40 {
				n = n*10 + int(c-'0')
			}
			digits = true
		case c == '.' && digits:
			out = append(out, n)
			n, digits = 0, false
		default:
			i = len(v)
		}
	}
	if digits {
		out = append(out, n)
	}
	return out
}

// isVersion reports whether s looks like a version number: digits with at
// least one dot.
func isVersion(s string) bool {
	return len(parts(s)) >= 2
}

// grade fills in the support of a find from the lowest version that holds.
func grade(f Found, floor, upgrade string) Found {
	switch {
	case f.Version == "":
		f.Support = Unknown
	case Older(f.Version, floor):
		f.Support = TooOld
		f.Upgrade = upgrade
	}
	return f
}
