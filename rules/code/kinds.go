package code

// kind runs a matcher written in Go.
func (s *scan) kind(b *bound, pos int) {
	if m := kindNamed(b.det.Kind); m != nil {
		m(s, b, pos)
	}
}

func kindNamed(name string) func(*scan, *bound, int) {
	return nil
}
