package world

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
)

// Session remembers which files an agent's session wrote or downloaded, so
// that running them later is judged by what they are. It is one append-only
// file of short lines: parallel hooks may add to it at any time.
type Session struct {
	path string
	how  map[string]string
}

const (
	maxSession  = 256 << 10
	sessionLife = 7 * 24 * time.Hour
)

// OpenSession reads what is remembered of a session.
func OpenSession(d home.Dir, id string) *Session {
	sum := sha256.Sum256([]byte(id))
	s := &Session{path: filepath.Join(d.Sessions(), hex.EncodeToString(sum[:8])+".paths"), how: map[string]string{}}
	st, err := os.Stat(s.path)
	if err != nil || st.Size() > maxSession+4096 {
		return s
	}
	b, err := bare.ReadFile(s.path)
	if err != nil {
		return s
	}
	for _, line := range strings.Split(string(b), "\n") {
		if how, p, ok := strings.Cut(line, " "); ok && p != "" {
			switch how {
			case "w":
				s.how[p] = "written"
			case "d":
				s.how[p] = "downloaded"
			}
		}
	}
	return s
}

// How returns "written", "downloaded" or "".
func (s *Session) How(path string) string { return s.how[path] }

// Remember adds paths; downloaded tells them from written ones. What cannot
// be stored is forgotten: memory helps a verdict, it does not make one.
func (s *Session) Remember(downloaded bool, paths ...string) error {
	var b strings.Builder
	mark, word := "w ", "written"
	if downloaded {
		mark, word = "d ", "downloaded"
	}
	for _, p := range paths {
		if p == "" || strings.ContainsAny(p, "\n\r") || len(p) > 4096 || s.how[p] == word {
			continue
		}
		s.how[p] = word
		b.WriteString(mark + p + "\n")
	}
	if b.Len() == 0 {
		return nil
	}
	if st, err := os.Stat(s.path); err == nil && st.Size()+int64(b.Len()) > maxSession {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return err
	}
	f, err := bare.OpenFile(s.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(b.String())
	return err
}

// PruneSessions removes the memory of sessions that ended long ago.
func PruneSessions(d home.Dir, now time.Time) error {
	list, err := os.ReadDir(d.Sessions())
	if err != nil {
		if os.IsNotExist(err) {
			return nil
		}
		return err
	}
	for _, e := range list {
		st, err := e.Info()
		if err == nil && strings.HasSuffix(e.Name(), ".paths") && now.Sub(st.ModTime()) > sessionLife {
			if err := os.Remove(filepath.Join(d.Sessions(), e.Name())); err != nil && !os.IsNotExist(err) {
				return err
			}
		}
	}
	return nil
}
