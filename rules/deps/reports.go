package deps

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	mathbits "math/bits" // bits is a name of ours
	"slices"
	"sort"
	"strings"
	"time"
)

// Reports is a list of packages that were reported as malware, as somebody
// imported it: sorted keys in a file, of which a look-up reads a few bytes. It
// holds no names, so nobody can read from it what to publish.
type Reports struct {
	ReportsHead
	r  io.ReaderAt
	at int64 // of the first key
}

// ReportsHead says what a list holds.
type ReportsHead struct {
	Imported time.Time
	Packages int // reported as a whole
	Versions int // single versions of other packages
}

const (
	reportsMark = "vibedefend-packages 1 "
	headSize    = 96 // bytes, filled up with blanks, so that keys start at a known place
	keySize     = 8
	mostReports = 1 << 26
)

var errReports = errors.New("not a list of reported packages, or cut short: import it again")

// OpenReports reads the head of a list of size bytes.
func OpenReports(r io.ReaderAt, size int64) (*Reports, error) {
	var head [headSize]byte
	if _, err := r.ReadAt(head[:], 0); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read reported packages: %w", err)
	}
	rest, ok := strings.CutPrefix(string(head[:]), reportsMark)
	var unix int64
	l := &Reports{r: r, at: headSize}
	n, err := fmt.Sscanf(rest, "%d %d %d\n", &unix, &l.Packages, &l.Versions)
	if !ok || err != nil || n != 3 || uint(l.Packages) > mostReports || uint(l.Versions) > mostReports || size != headSize+int64(l.Packages+l.Versions)*keySize {
		return nil, errReports
	}
	l.Imported = time.Unix(unix, 0).UTC()
	return l, nil
}

// WriteReports writes a list. keys are those of packages and of versions; the
// head counts them.
func WriteReports(w io.Writer, head ReportsHead, keys []uint64) error {
	keys = slices.Clone(keys)
	slices.Sort(keys)
	if len(slices.Compact(slices.Clone(keys))) != len(keys) || len(keys) != head.Packages+head.Versions {
		return errors.New("write reported packages: the keys are not those of the head")
	}
	b := bufio.NewWriter(w)
	text := fmt.Sprintf("%s%d %d %d", reportsMark, head.Imported.Unix(), head.Packages, head.Versions)
	fmt.Fprintf(b, "%-*s\n", headSize-1, text)
	var raw [keySize]byte
	for _, k := range keys {
		binary.BigEndian.PutUint64(raw[:], k)
		_, _ = b.Write(raw[:]) // Flush tells of the error
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write reported packages: %w", err)
	}
	return nil
}

// ReportKey is the key of a package, or of one version of it.
func ReportKey(eco Ecosystem, name, version string) uint64 {
	if eco != Go { // a major version of a module is a package of its own
		name = canonical(eco, name)
	}
	sum := sha256.Sum256([]byte(string(eco) + "\x00" + name + "\x00" + version))
	return binary.BigEndian.Uint64(sum[:keySize])
}

// Has reports whether a package is on the list, as a whole or in the exact
// version asked for. A package from an address of its own is not the reported one.
func (l *Reports) Has(e Entry) bool {
	if e.Name == "" || e.Source != "" {
		return false
	}
	if l.Packages > 0 && !e.Bumped && l.holds(ReportKey(e.Eco, e.Name, "")) {
		return true
	}
	v := Exact(e.Version)
	return l.Versions > 0 && v != "" && l.holds(ReportKey(e.Eco, e.Name, v))
}

// window is how many keys are read at once: keys are spread evenly, so that the
// window around the place where one should be nearly always has it.
const window = 1024

// holds looks a key up. What cannot be read is not there: doctor reports it.
func (l *Reports) holds(key uint64) bool {
	n := l.Packages + l.Versions
	raw := make([]byte, window*keySize)
	place, _ := mathbits.Mul64(key, uint64(n))
	from := max(0, min(int(place)-window/2, n-window))
	for lo, hi := 0, n; lo < hi; {
		part := raw[:min(window, n-from)*keySize]
		if _, err := l.r.ReadAt(part, l.at+int64(from)*keySize); err != nil {
			return false
		}
		at := func(i int) uint64 { return binary.BigEndian.Uint64(part[i*keySize:]) }
		last := len(part)/keySize - 1
		switch {
		case key < at(0):
			hi = from
			from = max(lo, from-window)
		case key > at(last):
			lo = from + last + 1
			from = lo
		default:
			i := sort.Search(last+1, func(i int) bool { return at(i) >= key })
			return at(i) == key
		}
	}
	return false
}

// Exact is the one version that a requirement means, "" where it means more or
// cannot be told.
func Exact(requirement string) string {
	v := strings.TrimLeft(strings.TrimSpace(requirement), "=")
	v = strings.TrimPrefix(strings.TrimSpace(v), "v")
	if v == "" || len(v) > 64 || v[0] < '0' || v[0] > '9' {
		return ""
	}
	for i := range len(v) {
		c := v[i]
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') && !strings.ContainsRune(".+-_!", rune(c)) {
			return ""
		}
	}
	if !strings.Contains(v, ".") || strings.HasSuffix(v, ".x") || strings.Contains(v, ".x.") {
		return ""
	}
	return v
}
