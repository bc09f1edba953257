package upgrade

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Version is a release number, as Semantic Versioning orders them.
type Version struct {
	numbers [3]uint64
	pre     []string
}

// Parse reads 1.2.3, v1.2.3 or v1.2.3-rc.1+build.
func Parse(text string) (Version, error) {
	var v Version
	rest, _, _ := strings.Cut(strings.TrimPrefix(text, "v"), "+")
	core, pre, some := strings.Cut(rest, "-")
	parts := strings.Split(core, ".")
	if len(parts) != len(v.numbers) || some && pre == "" {
		return Version{}, fmt.Errorf("%q is not a version", text)
	}
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 64)
		if err != nil {
			return Version{}, fmt.Errorf("%q is not a version", text)
		}
		v.numbers[i] = n
	}
	if some {
		v.pre = strings.Split(pre, ".")
	}
	for _, p := range v.pre {
		if p == "" || strings.Trim(p, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
			return Version{}, fmt.Errorf("%q is not a version", text)
		}
	}
	return v, nil
}

// String is the version without a leading v and without build metadata.
func (v Version) String() string {
	s := fmt.Sprintf("%d.%d.%d", v.numbers[0], v.numbers[1], v.numbers[2])
	if len(v.pre) > 0 {
		s += "-" + strings.Join(v.pre, ".")
	}
	return s
}

// Compare is negative when v comes before o.
func (v Version) Compare(o Version) int {
	for i := range v.numbers {
		if c := cmp.Compare(v.numbers[i], o.numbers[i]); c != 0 {
			return c
		}
	}
	if len(v.pre) == 0 || len(o.pre) == 0 { // a release comes after its candidates
		return cmp.Compare(len(o.pre), len(v.pre))
	}
	for i := range min(len(v.pre), len(o.pre)) {
		if c := compareWord(v.pre[i], o.pre[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(v.pre), len(o.pre))
}

// compareWord orders numbers as numbers, and before words.
func compareWord(a, b string) int {
	x, errX := strconv.ParseUint(a, 10, 64)
	y, errY := strconv.ParseUint(b, 10, 64)
	switch {
	case errX == nil && errY == nil:
		return cmp.Compare(x, y)
	case errX == nil:
		return -1
	case errY == nil:
		return 1
	}
	return strings.Compare(a, b)
}
