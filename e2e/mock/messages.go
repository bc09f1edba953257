package mock

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// messages is the Anthropic protocol, always streamed.
var messages = protocol{read: readMessages, write: writeMessages}

func readMessages(body []byte) request {
	var in struct {
		Model    string
		Stream   bool
		Messages []struct {
			Role    string
			Content json.RawMessage
		}
	}
	json.Unmarshal(body, &in)
	req := request{Model: in.Model, Stream: in.Stream, Results: map[string]string{}}
	for _, m := range in.Messages {
		if m.Role != "user" {
			continue
		}
		var blocks []struct {
			Type, Text string
			ToolUseID  string `json:"tool_use_id"`
			Content    json.RawMessage
		}
		if json.Unmarshal(m.Content, &blocks) != nil {
			req.User = append(req.User, plain(m.Content))
			continue
		}
		for _, b := range blocks {
			switch b.Type {
			case "text":
				req.User = append(req.User, b.Text)
			case "tool_result":
				req.Results[b.ToolUseID] = plain(b.Content)
			}
		}
	}
	return req
}

func writeMessages(w http.ResponseWriter, req request, id string, turn Turn) {
	w.Header().Set("Content-Type", "text/event-stream")
	usage := map[string]any{"input_tokens": 1, "output_tokens": 1}
	event(w, "message_start", map[string]any{"message": map[string]any{
		"id": "msg_" + id, "type": "message", "role": "assistant", "model": req.Model, "content": []any{},
		"stop_reason": nil, "stop_sequence": nil, "usage": usage,
	}})
	stop := "end_turn"
	for i, c := range turn {
		stop = "tool_use"
		block(w, i, map[string]any{"type": "tool_use", "id": c.ID, "name": c.Tool, "input": map[string]any{}},
			map[string]any{"type": "input_json_delta", "partial_json": arguments(c)})
	}
	if len(turn) == 0 {
		block(w, 0, map[string]any{"type": "text", "text": ""}, map[string]any{"type": "text_delta", "text": req.Say})
	}
	event(w, "message_delta", map[string]any{"delta": map[string]any{"stop_reason": stop, "stop_sequence": nil}, "usage": usage})
	event(w, "message_stop", map[string]any{})
}

func block(w http.ResponseWriter, i int, start, delta map[string]any) {
	event(w, "content_block_start", map[string]any{"index": i, "content_block": start})
	event(w, "content_block_delta", map[string]any{"index": i, "delta": delta})
	event(w, "content_block_stop", map[string]any{"index": i})
}

// event writes one server-sent event whose data repeats its type.
func event(w http.ResponseWriter, kind string, data map[string]any) {
	data["type"] = kind
	b, err := json.Marshal(data)
	if err != nil {
		panic("an event is not JSON: " + err.Error())
	}
	fmt.Fprintf(w, "event: %s\ndata: %s\n\n", kind, b)
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}
