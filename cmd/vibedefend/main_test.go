package main

import (
	"io"
	"os"
	"strings"
	"testing"
)

// feed returns the reading end of a pipe that holds text.
func feed(t *testing.T, text string) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPayloadWithoutArguments(t *testing.T) {
	payload := `{"hook_event_name":"preToolUse","cursor_version":"3.18.25","tool_name":"Shell"}`
	for text, want := range map[string]bool{
		payload:                       true,
		"\ufeff\ufeff\n" + payload:    true,
		"":                            false,
		"y\n":                         false,
		`{"command":"ls"}`:            false,
		"{" + strings.Repeat("[", 50): false,
	} {
		r, ok := payloadOn(feed(t, text))
		if ok != want {
			t.Errorf("payloadOn(%q) = %v", text, ok)
		}
		if !ok {
			continue
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != text {
			t.Errorf("the road would read %q %v of %q", got, err, text)
		}
	}
}

func TestTerminalOrNothingIsNoPayload(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if _, ok := payloadOn(null); ok {
		t.Error("the null device is taken for a payload")
	}
}

// A pipe that nobody writes to must not keep a person from the help.
func TestSilentPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := payloadOn(r); ok {
		t.Error("silence is taken for a payload")
	}
	_ = w.Close()
	_ = r.Close()
}
