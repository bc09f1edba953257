package mock

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// chat is the OpenAI chat completions protocol, streamed when asked for.
var chat = protocol{read: readChat, write: writeChat}

func readChat(body []byte) request {
	var in struct {
		Model    string
		Stream   bool
		Messages []struct {
			Role       string
			Content    json.RawMessage
			ToolCallID string `json:"tool_call_id"`
		}
	}
	json.Unmarshal(body, &in)
	req := request{Model: in.Model, Stream: in.Stream, Results: map[string]string{}}
	for _, m := range in.Messages {
		switch m.Role {
		case "user":
			req.User = append(req.User, plain(m.Content))
		case "tool":
			req.Results[m.ToolCallID] = plain(m.Content)
		}
	}
	return req
}

func writeChat(w http.ResponseWriter, req request, id string, turn Turn) {
	message := map[string]any{"role": "assistant", "content": req.Say}
	finish := "stop"
	if len(turn) > 0 {
		finish = "tool_calls"
		message = map[string]any{"role": "assistant", "content": nil, "tool_calls": chatCalls(turn)}
	}
	whole := map[string]any{"id": "chat_" + id, "created": 1, "model": req.Model}
	if !req.Stream {
		w.Header().Set("Content-Type", "application/json")
		whole["object"] = "chat.completion"
		whole["choices"] = []any{map[string]any{"index": 0, "message": message, "finish_reason": finish}}
		whole["usage"] = map[string]any{"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
		json.NewEncoder(w).Encode(whole)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	whole["object"] = "chat.completion.chunk"
	for _, choice := range []map[string]any{
		{"index": 0, "delta": message, "finish_reason": nil},
		{"index": 0, "delta": map[string]any{}, "finish_reason": finish},
	} {
		whole["choices"] = []any{choice}
		b, _ := json.Marshal(whole)
		fmt.Fprintf(w, "data: %s\n\n", b)
	}
	fmt.Fprint(w, "data: [DONE]\n\n")
}

func chatCalls(turn Turn) []any {
	var calls []any
	for i, c := range turn {
		call := map[string]any{"index": i, "id": c.ID}
		if c.Text != "" {
			call["type"] = "custom"
			call["custom"] = map[string]any{"name": c.Tool, "input": c.Text}
		} else {
			call["type"] = "function"
			call["function"] = map[string]any{"name": c.Tool, "arguments": arguments(c)}
		}
		calls = append(calls, call)
	}
	return calls
}
