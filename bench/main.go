// Command bench measures whole processes, all taking turns in one run: an empty
// C and an empty Go program, our hook on five calls, node, and a guard that npm
// installs on the same calls. It prints one table; ratios are of the lower
// quartiles, which a busy machine moves least, to the empty Go program.
//
//	go run ./bench [-n 40] [-full] [-limit 2.2]
//	go run ./bench -gate
//
// Instructions are counted by valgrind where that is installed: unlike times
// they repeat on a busy machine. With -gate they are all that is looked at, and
// the program fails above the limits in gate.go.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

type options struct {
	rounds     int
	limit      float64
	full, gate bool
	peer       bool
}

func main() {
	var o options
	flag.IntVar(&o.rounds, "n", 40, "rounds")
	flag.Float64Var(&o.limit, "limit", 0, "fail when a ratio of the hook on a small call is above this")
	flag.BoolVar(&o.full, "full", false, "also measure the full program as a hook")
	flag.BoolVar(&o.peer, "peer", true, "also measure "+peerName+", which npm installs into the user's cache folder")
	flag.BoolVar(&o.gate, "gate", false, "only count instructions, and fail above the limits")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	dir, err := os.MkdirTemp("", "vibedefend-bench")
	if err != nil {
		return fmt.Errorf("make a home: %w", err)
	}
	defer os.RemoveAll(dir)
	b := bench{home: dir, repo: dir + "/repo"}
	if err := b.prepare(); err != nil {
		return err
	}
	if o.gate {
		return b.gate()
	}
	list, err := b.subjects(o)
	if err != nil {
		return err
	}
	if err := b.takeTurns(list, o.rounds); err != nil {
		return err
	}
	return b.print(list, o.limit)
}

// takeTurns runs every subject once a round.
func (b bench) takeTurns(list []subject, rounds int) error {
	const warm = 3 // rounds that fill the page cache
	for i := range rounds + warm {
		for k := range list {
			s := &list[(i+k)%len(list)] // each in turn comes after the large ones
			took, err := b.once(s, i)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			if i >= warm {
				s.times = append(s.times, took)
			}
		}
	}
	return nil
}

func (b bench) print(list []subject, limit float64) error {
	base := at(list[0].times, 0.25)
	fmt.Printf("| %-24s | %8s | %8s | %8s | %6s | %12s |\n|%s|\n", "process", "min ms", "quartile", "median", "ratio", "instructions",
		strings.ReplaceAll(fmt.Sprintf("%-26s|%9s:|%9s:|%9s:|%7s:|%13s:", "", "", "", "", "", ""), " ", "-"))
	var high []string
	for i := range list {
		s := &list[i]
		ratio := float64(at(s.times, 0.25)) / float64(base)
		count := "-"
		if n, err := b.instructions(s); err == nil {
			count = fmt.Sprintf("%.2f M", float64(n)/1e6)
		} else if !errors.Is(err, errUncounted) {
			return err
		}
		fmt.Printf("| %-24s | %8.2f | %8.2f | %8.2f | %6.2f | %12s |\n", s.name, ms(at(s.times, 0)), ms(at(s.times, 0.25)), ms(at(s.times, 0.5)), ratio, count)
		if s.small && limit > 0 && ratio > limit {
			high = append(high, s.name)
		}
	}
	if len(high) > 0 {
		return fmt.Errorf("above %.2f: %s", limit, strings.Join(high, ", "))
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func at(d []time.Duration, p float64) time.Duration {
	slices.Sort(d)
	return d[int(float64(len(d)-1)*p)]
}
