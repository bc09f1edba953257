package audit

import (
	"crypto/sha256"
	"encoding/hex"
)

// RepoID names a repository by its folder without telling it. It is what the
// field Repo of a record holds.
func RepoID(root string) string {
	if root == "" {
		return ""
	}
	n := len(root)
	h := sha256.New()
	h.Write([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)})
	h.Write([]byte(root))
	return hex.EncodeToString(h.Sum(nil)[:6])
}
