package mock

import (
	"encoding/json"
	"net/http"
)

// responses is the OpenAI responses protocol, always streamed.
var responses = protocol{read: readResponses, write: writeResponses}

func readResponses(body []byte) request {
	var in struct {
		Model string
		Input []struct {
			Type, Role string
			CallID     string `json:"call_id"`
			Content    json.RawMessage
			Output     json.RawMessage
		}
	}
	json.Unmarshal(body, &in)
	req := request{Model: in.Model, Stream: true, Results: map[string]string{}}
	for _, item := range in.Input {
		switch {
		case item.Type == "function_call_output" || item.Type == "custom_tool_call_output":
			req.Results[item.CallID] = plain(item.Output)
		case item.Role == "user":
			req.User = append(req.User, plain(item.Content))
		}
	}
	return req
}

func writeResponses(w http.ResponseWriter, req request, id string, turn Turn) {
	w.Header().Set("Content-Type", "text/event-stream")
	for _, c := range turn {
		event(w, "response.output_item.done", map[string]any{"item": responseItem(c)})
	}
	if len(turn) == 0 {
		event(w, "response.output_item.done", map[string]any{"item": map[string]any{
			"type": "message", "role": "assistant", "id": "m_" + id,
			"content": []any{map[string]any{"type": "output_text", "text": req.Say}},
		}})
	}
	event(w, "response.completed", map[string]any{"response": map[string]any{"id": "resp_" + id}})
}

func responseItem(c Call) map[string]any {
	item := map[string]any{"id": "item_" + c.ID, "call_id": c.ID, "name": c.Tool}
	if c.Namespace != "" {
		item["namespace"] = c.Namespace
	}
	if c.Text != "" {
		item["type"], item["input"] = "custom_tool_call", c.Text
	} else {
		item["type"], item["arguments"] = "function_call", arguments(c)
	}
	return item
}
