package prompt

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Plain asks in lines of text, for screen readers and dumb terminals. The end
// of the input is never an answer; huh's own accessible mode takes the first
// option then.
type Plain struct {
	in  *bufio.Reader
	out io.Writer
}

// NewPlain returns an Asker that writes to out and reads lines from in.
func NewPlain(in io.Reader, out io.Writer) *Plain {
	return &Plain{in: bufio.NewReader(in), out: out}
}

// Choose implements Asker.
func (p *Plain) Choose(q Question, options []Option) (string, error) {
	p.head(q)
	for i, o := range options {
		fmt.Fprintf(p.out, "  %d. %s\n", i+1, o.Label)
	}
	for {
		line, err := p.line(fmt.Sprintf("Enter a number from 1 to %d: ", len(options)))
		if err != nil {
			return "", err
		}
		if i, ok := number(line, len(options)); ok {
			return options[i].Value, nil
		}
		if o, ok := named(line, options); ok {
			return o, nil
		}
	}
}

// Pick implements Asker.
func (p *Plain) Pick(q Question, options []Option) ([]string, error) {
	p.head(q)
	for i, o := range options {
		mark := "not selected"
		if o.Selected {
			mark = "selected"
		}
		fmt.Fprintf(p.out, "  %d. %s (%s)\n", i+1, o.Label, mark)
	}
	for {
		line, err := p.line("Enter the numbers to select, or nothing to keep the selection: ")
		if err != nil {
			return nil, err
		}
		if got, ok := picked(line, options); ok {
			return got, nil
		}
	}
}

// Confirm implements Asker.
func (p *Plain) Confirm(q Question, yes, no string) (bool, error) {
	p.head(q)
	for {
		line, err := p.line(fmt.Sprintf("Enter y for %q or n for %q: ", yes, no))
		if err != nil {
			return false, err
		}
		switch strings.ToLower(line) {
		case "y", "yes":
			return true, nil
		case "n", "no":
			return false, nil
		}
	}
}

// Type implements Asker.
func (p *Plain) Type(q Question) (string, error) {
	p.head(q)
	return p.line("> ")
}

func (p *Plain) head(q Question) {
	fmt.Fprintf(p.out, "\n%s\n", q.Title)
	if q.Text != "" {
		fmt.Fprintln(p.out, q.Text)
	}
}

func (p *Plain) line(ask string) (string, error) {
	fmt.Fprint(p.out, ask)
	s, err := p.in.ReadString('\n')
	if err != nil && s == "" {
		fmt.Fprintln(p.out)
		return "", ErrAborted
	}
	return strings.TrimSpace(s), nil
}

func number(s string, n int) (int, bool) {
	i, err := strconv.Atoi(s)
	return i - 1, err == nil && i >= 1 && i <= n
}

func named(s string, options []Option) (string, bool) {
	i := slices.IndexFunc(options, func(o Option) bool { return o.Value == s && s != "" })
	if i < 0 {
		return "", false
	}
	return options[i].Value, true
}

// picked reads numbers or names; nothing keeps what is pre-selected.
func picked(line string, options []Option) ([]string, bool) {
	words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == ',' })
	keep := make([]bool, len(options))
	for i, o := range options {
		keep[i] = o.Selected && len(words) == 0
	}
	for _, w := range words {
		i, ok := number(w, len(options))
		if !ok {
			i = slices.IndexFunc(options, func(o Option) bool { return o.Value == w })
		}
		if i < 0 {
			return nil, false
		}
		keep[i] = true
	}
	var got []string
	for i, o := range options {
		if keep[i] {
			got = append(got, o.Value)
		}
	}
	return got, true
}
