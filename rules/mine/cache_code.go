package mine

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"github.com/cybedefend/vibedefend/rules/business"
)

var errDamaged = errors.New("the cache is damaged or of another program")

// cacheWriter writes numbers as varints, and each string once: later uses are
// its number.
type cacheWriter struct {
	raw   []byte
	index map[string]int
}

// sealed is what was written, with its checksum.
func (w *cacheWriter) sealed() []byte {
	sum := sha256.Sum256(w.raw)
	return append(w.raw, sum[:]...)
}

// openCache checks magic and checksum, and starts to read behind the magic.
func openCache(raw []byte, magic string) (cacheReader, error) {
	body := len(raw) - sha256.Size
	if body < len(magic) || string(raw[:len(magic)]) != magic || sha256.Sum256(raw[:body]) != [32]byte(raw[body:]) {
		return cacheReader{}, errDamaged
	}
	return cacheReader{raw: string(raw[len(magic):body])}, nil
}

func (w *cacheWriter) num(n int) { w.raw = binary.AppendUvarint(w.raw, uint64(n)) }

func (w *cacheWriter) flag(b bool) {
	if b {
		w.raw = append(w.raw, 1)
	} else {
		w.raw = append(w.raw, 0)
	}
}

func (w *cacheWriter) text(s string) {
	if n, ok := w.index[s]; ok {
		w.num(n + 1)
		return
	}
	w.index[s] = len(w.index)
	w.num(0)
	w.num(len(s))
	w.raw = append(w.raw, s...)
}

func (w *cacheWriter) texts(list []string) {
	w.num(len(list))
	for _, s := range list {
		w.text(s)
	}
}

func (w *cacheWriter) sites(list []business.Site) {
	w.num(len(list))
	for _, s := range list {
		w.text(s.Name)
		w.num(s.Line)
	}
}

func (w *cacheWriter) facts(f *business.Facts) {
	w.text(f.Path)
	w.text(f.Lang)
	w.flag(f.Test)
	w.text(f.Header)
	w.text(f.Package)
	w.num(len(f.Imports))
	for _, im := range f.Imports {
		w.text(im.Module)
		w.texts(im.Names)
		w.text(im.Alias)
		w.num(im.Line)
	}
	w.num(len(f.Units))
	for i := range f.Units {
		u := &f.Units[i]
		w.text(u.Kind)
		w.text(u.Name)
		w.text(u.Class)
		w.texts(u.Bases)
		w.texts(u.Notes)
		w.texts(u.Mods)
		w.text(u.Returns)
		w.text(u.Wrapper)
		w.texts(u.Calls)
		w.num(u.Line)
		w.flag(u.Private)
	}
	w.num(len(f.Fields))
	for _, fd := range f.Fields {
		w.text(fd.Name)
		w.text(fd.Type)
		w.num(fd.Line)
	}
	w.texts(f.Defs)
	w.sites(f.Throws)
	w.sites(f.Globals)
}

// cacheReader reads what cacheWriter wrote. After the first thing that cannot
// be, bad is set and everything read is empty.
type cacheReader struct {
	raw   string
	texts []string
	bad   bool
}

func (r *cacheReader) fail() { r.bad, r.raw = true, "" }

func (r *cacheReader) byte() byte {
	if r.raw == "" {
		r.fail()
		return 0
	}
	b := r.raw[0]
	r.raw = r.raw[1:]
	return b
}

func (r *cacheReader) uvarint() uint64 {
	var x uint64
	for shift := 0; shift < 64; shift += 7 {
		b := r.byte()
		x |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return x
		}
	}
	r.fail()
	return 0
}

func (r *cacheReader) varint() int64 {
	x := r.uvarint()
	return int64(x>>1) ^ -int64(x&1)
}

// num reads a count or a line; what is larger than the rest of the file could
// hold, or than any file, is none.
func (r *cacheReader) num() int {
	x := r.uvarint()
	if x > 1<<30 {
		r.fail()
		return 0
	}
	return int(x)
}

// count reads the length of a list: each item takes a byte at least.
func (r *cacheReader) count() int {
	n := r.num()
	if n > len(r.raw) {
		r.fail()
		return 0
	}
	return n
}

func (r *cacheReader) text() string {
	if n := r.num(); n > 0 {
		if n > len(r.texts) {
			r.fail()
			return ""
		}
		return r.texts[n-1]
	}
	n := r.count()
	s := r.raw[:n]
	r.raw = r.raw[n:]
	r.texts = append(r.texts, s)
	return s
}

func (r *cacheReader) list() []string {
	n := r.count()
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = r.text()
	}
	return out
}

func (r *cacheReader) sites() []business.Site {
	n := r.count()
	if n == 0 {
		return nil
	}
	out := make([]business.Site, n)
	for i := range out {
		out[i] = business.Site{Name: r.text(), Line: r.num()}
	}
	return out
}

func (r *cacheReader) facts() business.Facts {
	f := business.Facts{Path: r.text(), Lang: r.text(), Test: r.byte() == 1, Header: r.text(), Package: r.text()}
	if n := r.count(); n > 0 {
		f.Imports = make([]business.Import, n)
		for i := range f.Imports {
			f.Imports[i] = business.Import{Module: r.text(), Names: r.list(), Alias: r.text(), Line: r.num()}
		}
	}
	if n := r.count(); n > 0 {
		f.Units = make([]business.Unit, n)
		for i := range f.Units {
			f.Units[i] = business.Unit{Kind: r.text(), Name: r.text(), Class: r.text(), Bases: r.list(), Notes: r.list(), Mods: r.list(), Returns: r.text(), Wrapper: r.text(), Calls: r.list(), Line: r.num(), Private: r.byte() == 1}
		}
	}
	if n := r.count(); n > 0 {
		f.Fields = make([]business.Field, n)
		for i := range f.Fields {
			f.Fields[i] = business.Field{Name: r.text(), Type: r.text(), Line: r.num()}
		}
	}
	f.Defs, f.Throws, f.Globals = r.list(), r.sites(), r.sites()
	return f
}
