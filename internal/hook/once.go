package hook

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/rules"
)

// spend leaves out one-time exceptions that are used up, and marks those that
// this call uses. One covers all firings of its call: those with the same
// identifier, and those without any that follow at once.
func (d Deps) spend(list []rules.Exception, c Call) []rules.Exception {
	out := list[:0:0]
	for _, x := range list {
		if !x.Once || x.Call == rules.CallHash(&c.Event) && c.Event.Phase <= rules.Permission && d.use(x.ID, c) {
			out = append(out, x)
		}
	}
	return out
}

// use marks an exception as used by this call and reports whether it still
// holds for it. What cannot be marked does not hold.
func (d Deps) use(id string, c Call) bool {
	dir := filepath.Join(d.Dir.State(), "used")
	if os.MkdirAll(dir, 0o700) != nil {
		return false
	}
	path := filepath.Join(dir, digest(id))
	once, _ := c.marks()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.WriteString(once)
		if f.Close() != nil {
			return false
		}
		return err == nil
	}
	by, err := bare.ReadFile(path)
	st, err2 := os.Stat(path)
	if err != nil || err2 != nil {
		return false
	}
	if once != "" && len(by) > 0 {
		return strings.TrimSpace(string(by)) == once
	}
	return d.lately(st.ModTime(), echoTime)
}

// lately reports whether a time is less than age away. One that lies further
// ahead is from before the clock was set back, and long ago.
func (d Deps) lately(at time.Time, age time.Duration) bool {
	past := d.Now().Sub(at)
	return past < age && past > -age
}
