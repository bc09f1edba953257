package audit

import (
	"fmt"
	"strconv"
	"time"

	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/internal/bare"
)

// encode writes a record as json.Marshal would. It is written out because the
// first use of a type costs json.Marshal more than the rest of the trail's
// work; a test holds the two together.
func encode(r Record) ([]byte, error) {
	if y := r.Time.Year(); y < 0 || y > 9999 {
		return nil, fmt.Errorf("encode audit record: year %d is outside of JSON's", y)
	}
	b := bare.Room(1024)[:0]
	b = append(b, `{"seq":`...)
	b = strconv.AppendUint(b, r.Seq, 10)
	b = text(b, "prev", r.Prev)
	b = text(b, "id", r.ID)
	b = append(b, `,"time":"`...)
	b = r.Time.AppendFormat(b, time.RFC3339Nano)
	b = append(b, '"')
	b = text(b, "agent", r.Agent)
	b = some(b, "surface", r.Surface)
	b = some(b, "agent_version", r.AgentVer)
	b = some(b, "session", r.Session)
	b = text(b, "event", r.Event)
	b = text(b, "action", r.Action)
	b = list(b, "rules", r.Rules)
	b = list(b, "allowed", r.Allowed)
	b = some(b, "severity", r.Severity)
	b = some(b, "layer", r.Layer)
	b = some(b, "repo", r.Repo)
	b = some(b, "path", r.Path)
	b = some(b, "user", r.User)
	b = append(b, `,"latency_ms":`...)
	b = strconv.AppendFloat(b, r.Latency, 'f', -1, 64)
	b = text(b, "version", r.Version)
	b = some(b, "error", r.Error)
	b = some(b, "command", r.Command)
	return append(b, '}', '\n'), nil
}

// text appends a member to an object that has one already.
func text(b []byte, key, value string) []byte {
	b = append(append(append(b, ',', '"'), key...), '"', ':')
	return gjson.AppendJSONString(b, value)
}

// some is text that leaves out an empty value.
func some(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	return text(b, key, value)
}

func list(b []byte, key string, values []string) []byte {
	if len(values) == 0 {
		return b
	}
	b = append(append(append(b, ',', '"'), key...), '"', ':')
	for i, v := range values {
		b = append(b, "[,"[min(i, 1)])
		b = gjson.AppendJSONString(b, v)
	}
	return append(b, ']')
}
