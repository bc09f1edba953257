// Package receipt answers, cheaply enough for a hook, what the ledger knows of
// a file. The ledger itself belongs to package installers.
package receipt

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/tidwall/gjson"
)

// LastWrite is the SHA-256 (hex) of the bytes we last gave path, and "" when
// we deleted it. ok is false where the ledger records no write of it.
func LastWrite(d home.Dir, path string) (sha string, ok bool) {
	real := resolve(path)
	each(d, "writes", func(w gjson.Result) bool {
		if names(w, path, real) {
			sha, ok = w.Get("sha").Str, true
		}
		return true // the newest is last
	})
	return sha, ok
}

// Ours reports whether path holds, right now, exactly what we last wrote
// there: the change that a watcher noticed was made by us. The file after an
// uninstall counts too, and so does its absence when we deleted it.
func Ours(d home.Dir, path string) bool {
	want, ok := LastWrite(d, path)
	if !ok {
		return false
	}
	data, err := bare.ReadFile(path)
	if os.IsNotExist(err) {
		return want == ""
	}
	if err != nil || want == "" {
		return false
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]) == want
}

// Owns reports whether the ledger records an edit of path that stands.
func Owns(d home.Dir, path string) bool { return Entry(d, path).Exists() }

// Entry is the ledger's record of our edit of path that stands; it does not
// exist where there is none.
func Entry(d home.Dir, path string) (entry gjson.Result) {
	real := resolve(path)
	each(d, "entries", func(e gjson.Result) bool {
		if names(e, path, real) {
			entry = e
		}
		return true // the newest is last
	})
	return entry
}

func each(d home.Dir, list string, f func(gjson.Result) bool) {
	data, err := bare.ReadFile(d.Ledger())
	if err != nil || !gjson.ValidBytes(data) {
		return
	}
	gjson.GetBytes(data, list).ForEach(func(_, v gjson.Result) bool { return f(v) })
}

func names(v gjson.Result, path, real string) bool {
	p, r := v.Get("path").Str, v.Get("resolved").Str
	return p == path || r == path || r == real
}

func resolve(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(dir, filepath.Base(path))
	}
	return path
}
