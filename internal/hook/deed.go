package hook

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/cybedefend/vibedefend/rules"
)

// identify sets what tells deeds apart. id is the agent's identifier of the
// call, "" where the payload has none.
func (c *Call) identify(id string) {
	ev := c.Event
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
	c.Echo = digest(parts...)
	if id != "" {
		c.Once = digest(c.Echo, id)
	}
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
