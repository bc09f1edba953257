package edit

import (
	"errors"
	"fmt"
)

// ApplyCuts applies cuts in order, each to the result of the one before.
func ApplyCuts(src []byte, cuts []Cut) ([]byte, error) {
	out := src
	for i, c := range cuts {
		next, err := splice(out, c.Off, c.Old, c.New)
		if err != nil {
			return nil, fmt.Errorf("cut %d: %w", i, err)
		}
		out = next
	}
	return out, nil
}

// InvertCuts takes cuts back: given the result of ApplyCuts it returns its
// source.
func InvertCuts(after []byte, cuts []Cut) ([]byte, error) {
	out := after
	for i := len(cuts) - 1; i >= 0; i-- {
		next, err := splice(out, cuts[i].Off, cuts[i].New, cuts[i].Old)
		if err != nil {
			return nil, fmt.Errorf("cut %d: %w", i, err)
		}
		out = next
	}
	return out, nil
}

// Between returns cuts that make after out of before: none when they are
// equal, else the one that spans their difference.
func Between(before, after []byte) []Cut {
	if string(before) == string(after) {
		return nil
	}
	n := min(len(before), len(after))
	i := 0
	for i < n && before[i] == after[i] {
		i++
	}
	j := 0
	for j < n-i && before[len(before)-1-j] == after[len(after)-1-j] {
		j++
	}
	return []Cut{{Off: i, Old: string(before[i : len(before)-j]), New: string(after[i : len(after)-j])}}
}

func splice(src []byte, off int, old, text string) ([]byte, error) {
	if off < 0 || off > len(src) || len(src)-off < len(old) || string(src[off:off+len(old)]) != old {
		return nil, errors.New("the bytes to replace are not there")
	}
	out := make([]byte, 0, len(src)-len(old)+len(text))
	out = append(out, src[:off]...)
	out = append(out, text...)
	return append(out, src[off+len(old):]...), nil
}
