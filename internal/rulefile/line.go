package rulefile

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// keyError is an error about one key of a rule.
type keyError struct {
	line int
	err  error
}

func (e *keyError) Error() string { return e.err.Error() }

func (e *keyError) Unwrap() error { return e.err }

// atKey is an error at the value of a key of n, or at element i of its list.
func atKey(n *yaml.Node, key string, i int, format string, args ...any) error {
	line := n.Line
	for k := 0; k+1 < len(n.Content); k += 2 {
		if n.Content[k].Value != key {
			continue
		}
		v := n.Content[k+1]
		line = v.Line
		if v.Kind == yaml.SequenceNode && i < len(v.Content) {
			line = v.Content[i].Line
		}
	}
	return &keyError{line, fmt.Errorf(format, args...)}
}

// decodeError gives yaml's own words about a value of the wrong kind their line.
func decodeError(err error) error {
	var te *yaml.TypeError
	if !errors.As(err, &te) || len(te.Errors) == 0 {
		return err
	}
	at, text, ok := strings.Cut(strings.TrimPrefix(te.Errors[0], "line "), ": ")
	line, bad := strconv.Atoi(at)
	if !ok || bad != nil {
		return err
	}
	return &keyError{line, errors.New(text)}
}

// Taken refuses an id that another rule has: exceptions and overrides would
// mean both. known reports the ids of built-in rules, if any.
func Taken(name string, list []Rule, known func(id string) bool) error {
	seen := make(map[string]bool, len(list))
	for i := range list {
		id := list[i].Rule.ID
		if seen[id] || known != nil && known(id) {
			return fmt.Errorf("read %s:%d: the id %s is taken: give the rule an id of its own, such as team.%s", name, list[i].Line, id, id)
		}
		seen[id] = true
	}
	return nil
}
