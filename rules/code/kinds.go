package code

import "bytes"

// kind runs a matcher written in Go; pos is the key's offset, or 0 when the detector has no keys.
func (s *scan) kind(b *bound, pos int) {
	switch b.det.Kind {
	case "":
		s.everyLiteral(b)
	case "backtick":
		s.backtick(b)
	case "assigned-built":
		s.assignedBuilt(b, pos)
	}
}

// backtick reports commands between backticks (or %x) with a value in them.
func (s *scan) backtick(b *bound) {
	f := s.file
	for _, l := range f.lits {
		if l.interp && (f.raw[l.open] == '`' || hasAt(f.raw, l.open, "%x")) {
			f.readVars()
			if f.interpVaries(l) {
				s.statement(b, l.open, l.after)
			}
		}
	}
}

// assignedBuilt reports "name = text built from values" where the name ends at the key.
func (s *scan) assignedBuilt(b *bound, pos int) {
	f := s.file
	if f.code[pos] != f.raw[pos] {
		return
	}
	eq := pos
	for eq < len(f.code) && isNameByte(f.code[eq]) {
		eq++
	}
	for eq < len(f.code) && f.code[eq] == ' ' {
		eq++
	}
	if eq+1 >= len(f.code) || f.code[eq] != '=' || bytes.IndexByte([]byte("=>~"), f.code[eq+1]) >= 0 {
		return
	}
	f.readVars()
	to := f.exprEnd(eq + 1)
	if f.classify(eq+1, to)&(cDyn|cTaint) != 0 {
		s.statement(b, pos, to)
	}
}

// everyLiteral tries a detector without keys on each literal of a file that names its subject.
func (s *scan) everyLiteral(b *bound) {
	f := s.file
	if len(b.det.File) > 0 && !containsAny(f.raw, b.det.File) {
		return
	}
	for _, l := range f.lits {
		if l.end > l.start && !s.late() {
			s.literal(b, l.start)
		}
	}
}
