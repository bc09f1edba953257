package hook

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/cybedefend/vibedefend/rules"
)

// identify notes that a call is a deed of which several firings may tell. ids
// are the agent's identifiers of it, none or "" where the payload has none.
func (c *Call) identify(ids ...string) {
	c.deed, c.ids = true, nil
	if strings.Join(ids, "") != "" {
		c.ids = ids
	}
}

// marks are what tells deeds apart: once identifies the deed where the agent tells its calls apart, "" where it
// does not. echo identifies it by its content, for firings of one call that carry
// no identifier. Most calls are allowed and never asked for theirs.
func (c *Call) marks() (once, echo string) {
	if !c.deed {
		return "", ""
	}
	ev := &c.Event
	phase := "before"
	if ev.Phase > rules.Permission {
		phase = "after"
	}
	parts := []string{ev.Session, phase, ev.Kind.String(), ev.Command, ev.Input, ev.Prompt}
	for _, w := range ev.Writes {
		parts = append(parts, w.From, w.Path, w.New)
		for _, h := range w.Hunks {
			parts = append(parts, h.Old, h.New)
		}
	}
	parts = append(parts, ev.Reads...)
	parts = append(parts, ev.URLs...)
	if ev.MCP != nil {
		parts = append(parts, ev.MCP.Tool, string(ev.MCP.Args))
	}
	echo = digest(parts...)
	if c.ids != nil {
		once = digest(append([]string{echo}, c.ids...)...)
	}
	return once, echo
}

// digest names a list of texts by a hash that keeps their borders.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte{byte(len(p)), byte(len(p) >> 8), byte(len(p) >> 16), byte(len(p) >> 24)})
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
