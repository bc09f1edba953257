// Package mock is a language model that plays a script. It answers on
// loopback in the three protocols the agents speak: Anthropic messages,
// OpenAI responses and OpenAI chat completions.
package mock

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Call is one tool call the model makes.
type Call struct {
	ID   string // unique in a script; the result is found by it
	Tool string
	// Namespace groups tools in the responses protocol.
	Namespace string
	// Args is the argument object.
	Args map[string]any
	// From makes Args from the results so far, for calls that name what an
	// earlier one returned.
	From func(results map[string]string) map[string]any
	// Text replaces Args for tools that take free text (patches, code).
	Text string
}

// Turn is what the model does in one answer: its calls run in parallel.
type Turn []Call

// Conversation is a script for the conversation whose user text holds Marker.
// After its last turn the model says Say, or "done".
type Conversation struct {
	Marker string
	Turns  []Turn
	Say    string
}

// Model is a running mock.
type Model struct {
	URL string // http://127.0.0.1:port, without a path

	mu     sync.Mutex
	script []Conversation
	bodies [][]byte
	seen   map[string]string // call id to the result the model was given
}

// Start runs a model until the test ends.
func Start(t testing.TB, script ...Conversation) *Model {
	m := &Model{script: script, seen: map[string]string{}}
	srv := httptest.NewServer(http.HandlerFunc(m.serve))
	t.Cleanup(srv.Close)
	m.URL = srv.URL
	return m
}

// Play replaces the script.
func (m *Model) Play(script ...Conversation) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.script = script
}

// Result returns what the model was told after the call with that id, and
// whether it was told anything.
func (m *Model) Result(id string) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.seen[id]
	return s, ok
}

// Requests returns all request bodies, joined by line ends.
func (m *Model) Requests() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b strings.Builder
	for _, body := range m.bodies {
		b.Write(body)
		b.WriteByte('\n')
	}
	return b.String()
}

func (m *Model) serve(w http.ResponseWriter, r *http.Request) {
	speak := map[string]protocol{
		"/v1/messages":         messages,
		"/v1/responses":        responses,
		"/v1/chat/completions": chat,
	}[r.URL.Path]
	switch {
	case speak.read == nil || r.Method != http.MethodPost:
		http.NotFound(w, r)
	default:
		m.answer(w, r, speak)
	}
}

// protocol reads a request and writes an answer.
type protocol struct {
	read  func(body []byte) request
	write func(w http.ResponseWriter, req request, id string, turn Turn)
}

// request is what all protocols have in common.
type request struct {
	Model   string
	Stream  bool
	User    []string          // texts of the user, in order
	Results map[string]string // call id to result
	Say     string            // the answer after the last turn
}

func (m *Model) answer(w http.ResponseWriter, r *http.Request, speak protocol) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	req := speak.read(body)
	m.mu.Lock()
	m.bodies = append(m.bodies, body)
	for id, text := range req.Results {
		m.seen[id] = text
	}
	turn, say := m.next(req)
	req.Say = say
	id := "r" + string(rune('a'+len(m.bodies)%26))
	m.mu.Unlock()
	speak.write(w, req, id, turn)
}

// next finds the first turn of the conversation that has no results yet. It
// counts nothing, so that a request repeated by the agent changes nothing.
func (m *Model) next(req request) (turn Turn, say string) {
	for _, c := range m.script {
		if !said(req.User, c.Marker) {
			continue
		}
		for _, turn := range c.Turns {
			if !answered(turn, req.Results) {
				return filled(turn, req.Results), ""
			}
		}
		return nil, cmp.Or(c.Say, "done")
	}
	return nil, "done"
}

// said reports whether the marker stands in a user's text. A subagent may be
// shown its parent's conversation, so its script has to come first.
func said(user []string, marker string) bool {
	for _, text := range user {
		if strings.Contains(text, marker) {
			return true
		}
	}
	return false
}

func answered(turn Turn, results map[string]string) bool {
	for _, c := range turn {
		if _, ok := results[c.ID]; !ok {
			return false
		}
	}
	return true
}

func filled(turn Turn, results map[string]string) Turn {
	turn = slices.Clone(turn)
	for i, c := range turn {
		if c.From != nil {
			turn[i].Args = c.From(results)
		}
	}
	return turn
}

// plain turns a JSON value that is a string, or a list of blocks with text,
// into one text.
func plain(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var blocks []struct {
		Text    string
		Content json.RawMessage
	}
	if json.Unmarshal(raw, &blocks) != nil {
		return string(raw)
	}
	var parts []string
	for _, b := range blocks {
		if b.Text != "" {
			parts = append(parts, b.Text)
		} else if len(b.Content) > 0 {
			parts = append(parts, plain(b.Content))
		}
	}
	return strings.Join(parts, "\n")
}

func arguments(c Call) string {
	b, err := json.Marshal(c.Args)
	if err != nil {
		panic("a script's arguments are not JSON: " + err.Error())
	}
	return string(b)
}
