package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/tidwall/gjson"
)

// maxContext keeps text for the model below what agents cut or move to a file.
const maxContext = 9000

// object builds JSON from names and raw values, leaving out empty values.
func object(pairs ...string) string {
	room := 2
	for _, s := range pairs {
		room += len(s) + 2
	}
	var b strings.Builder
	b.Grow(room)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		if b.Len() == 0 {
			b.WriteByte('{')
		} else {
			b.WriteByte(',')
		}
		b.WriteString(quoted(pairs[i]))
		b.WriteByte(':')
		b.WriteString(pairs[i+1])
	}
	if b.Len() == 0 {
		return ""
	}
	b.WriteByte('}')
	return b.String()
}

// quoted is s as a JSON string, "" for an empty one.
func quoted(s string) string {
	if s == "" {
		return ""
	}
	b := make([]byte, 0, len(s)+len(s)/16+2) // few characters need more than one
	return bare.Text(gjson.AppendJSONString(b, strings.ToValidUTF8(s, "\ufffd")))
}

// context is text for the model as a JSON string, cut to what agents take.
func context(s string) string {
	if len(s) > maxContext {
		s = strings.ToValidUTF8(s[:maxContext], "") + "\n[cut]"
	}
	return quoted(s)
}

// say is an answer that prints one JSON document.
func say(json string) Answer {
	if json == "" {
		return Answer{}
	}
	return Answer{Stdout: []byte(json + "\n")}
}

// refuse is an answer that blocks by its exit code.
func refuse(reason string) Answer { return Answer{Stderr: []byte(reason + "\n"), Exit: 2} }
