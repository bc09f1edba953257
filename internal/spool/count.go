package spool

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Dropped is how many events the bound has pushed out so far.
func (d Dir) Dropped() int { return d.count("dropped") }

// Refused is how many events the receiver has turned down so far.
func (d Dir) Refused() int { return d.count("refused") }

// Refuse adds to the count of events that the receiver turned down.
func (d Dir) Refuse(n int) error {
	if n == 0 {
		return nil
	}
	return d.add("refused", n)
}

func (d Dir) count(name string) int {
	raw, err := os.ReadFile(filepath.Join(string(d), name))
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(strings.TrimSpace(string(raw)))
	return n
}

func (d Dir) add(name string, n int) error {
	text := strconv.Itoa(d.count(name)+n) + "\n"
	if err := os.WriteFile(filepath.Join(string(d), name), []byte(text), 0o600); err != nil {
		return fmt.Errorf("count %s events: %w", name, err)
	}
	return nil
}

// drop removes a batch and adds its events to the count.
func (d Dir) drop(batch string) error {
	events, err := Read(batch)
	if err != nil {
		return err
	}
	if err := os.Remove(batch); err != nil {
		return fmt.Errorf("drop spool batch: %w", err)
	}
	return d.add("dropped", len(events))
}
