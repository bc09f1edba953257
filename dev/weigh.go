package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/mine"
)

// The weights of rules/mine/prose_weights.tsv are learned in three steps:
// "statements" writes the sentences of repositories, a line of JSON each;
// people add "useful": true or false to as many as they judge (and "counts",
// how much one judgement weighs, 1 where it is not said); "weigh" learns. The
// sentences themselves are other people's and stay out of this project.

// judged is one statement that a person said yes or no to.
type judged struct {
	Repository string `json:"repository"`
	mine.Statement
	Useful *bool   `json:"useful,omitempty"`
	Counts float64 `json:"counts,omitempty"`
}

// statements writes those of the repositories in args.
func statements(_ context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("name folders of repositories")
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for _, root := range args {
		all, err := mine.Statements(root)
		if err != nil {
			return fmt.Errorf("statements of %s: %w", root, err)
		}
		for _, s := range all {
			if err := out.Encode(judged{Repository: root, Statement: s}); err != nil {
				return fmt.Errorf("write statements: %w", err)
			}
		}
	}
	return nil
}

// weigh learns from the judged statements in a file and writes the weights. It
// tells what repositories it did not learn from would be judged like.
func weigh(_ context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("name one file of judged statements")
	}
	f, err := os.Open(args[0])
	if err != nil {
		return fmt.Errorf("read judged statements: %w", err)
	}
	defer f.Close()
	all, err := readJudged(f)
	if err != nil {
		return err
	}
	vocabulary := commonTraits(all)
	fmt.Fprintf(os.Stderr, "%d statements, %d traits; of repositories left out, %.3f of pairs in right order (grammar alone %.3f)\n", len(all), len(vocabulary), crossed(all), ordered(all, func(j judged) float64 { return j.Score }))
	w := learn(all, vocabulary)
	out := bufio.NewWriter(os.Stdout)
	for _, trait := range sorted(w) {
		if n := int(math.Round(100 * w[trait])); n < -1 || n > 1 {
			fmt.Fprintf(out, "%s\t%d\n", trait, n)
		}
	}
	return out.Flush()
}

func readJudged(r io.Reader) ([]judged, error) {
	var all []judged
	for dec := json.NewDecoder(r); ; {
		var j judged
		err := dec.Decode(&j)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read judged statement %d: %w", len(all)+1, err)
		}
		if j.Useful != nil {
			if j.Counts == 0 {
				j.Counts = 1
			}
			all = append(all, j)
		}
	}
}

// fewest is how many repositories hold a trait at least before it counts:
// what only one project writes says nothing of others.
const fewest = 4

func commonTraits(all []judged) map[string]bool {
	in := map[string]map[string]bool{}
	for _, j := range all {
		for _, t := range j.Traits {
			if in[t] == nil {
				in[t] = map[string]bool{}
			}
			in[t][j.Repository] = true
		}
	}
	common := map[string]bool{}
	for t, repositories := range in {
		if len(repositories) >= fewest {
			common[t] = true
		}
	}
	return common
}

// learn fits a logistic regression, weights held small by their squares, one
// weight after the other: each step is Newton's with the curvature at its bound,
// a quarter, so none overshoots (Böhning and Lindsay 1988). The same statements
// give the same weights.
func learn(all []judged, vocabulary map[string]bool) map[string]float64 {
	const rounds, trust = 60, 0.03 // how much one judgement counts against the squares
	columns := map[string][]cell{}
	for i, j := range all {
		columns["=bias"] = append(columns["=bias"], cell{i, 1})
		columns["=score"] = append(columns["=score"], cell{i, 4 * j.Score})
		if j.Proposed {
			columns["=proposed"] = append(columns["=proposed"], cell{i, 1.5})
		}
		for _, t := range j.Traits {
			if vocabulary[t] {
				columns[t] = append(columns[t], cell{i, 1})
			}
		}
	}
	w, z, names := map[string]float64{}, make([]float64, len(all)), sorted(columns)
	for range rounds {
		for _, name := range names {
			held := 1.0
			if name == "=bias" {
				held = 0.001
			}
			g, h := held*w[name], held
			for _, c := range columns[name] {
				j := &all[c.row]
				g += trust * j.Counts * (1/(1+math.Exp(-z[c.row])) - truth(*j)) * c.value
				h += trust * j.Counts * c.value * c.value / 4
			}
			step := -g / h
			w[name] += step
			for _, c := range columns[name] {
				z[c.row] += step * c.value
			}
		}
	}
	w["=score"] *= 4
	w["=proposed"] *= 1.5
	return w
}

// cell is one entry of a trait's column.
type cell struct {
	row   int
	value float64
}

func truth(j judged) float64 {
	if *j.Useful {
		return 1
	}
	return 0
}

// chance is what weights make of a statement, from 0 to 1.
func chance(w map[string]float64, j judged) float64 {
	z := w["=bias"] + w["=score"]*j.Score
	if j.Proposed {
		z += w["=proposed"]
	}
	for _, t := range j.Traits {
		z += w[t]
	}
	return 1 / (1 + math.Exp(-z))
}

// crossed learns eight times without an eighth of the repositories and judges
// these.
func crossed(all []judged) float64 {
	const folds = 8
	names := map[string]int{}
	for _, j := range all {
		names[j.Repository] = 0
	}
	for i, n := range sorted(names) {
		names[n] = i % folds
	}
	told := map[string]float64{}
	for fold := range folds {
		var known []judged
		for _, j := range all {
			if names[j.Repository] != fold {
				known = append(known, j)
			}
		}
		w := learn(known, commonTraits(known))
		for _, j := range all {
			if names[j.Repository] == fold {
				told[key(j)] = chance(w, j)
			}
		}
	}
	return ordered(all, func(j judged) float64 { return told[key(j)] })
}

func key(j judged) string {
	return fmt.Sprint(j.Repository, j.Document, j.Line, strings.ToLower(j.Text))
}

// ordered is the part of pairs, of one useful statement and one useless, in
// which the useful one has the higher score.
func ordered(all []judged, score func(judged) float64) float64 {
	ranked := slices.Clone(all)
	slices.SortStableFunc(ranked, func(a, b judged) int {
		switch x, y := score(a), score(b); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	useless, right, useful := 0.0, 0.0, 0.0
	for _, j := range ranked {
		if *j.Useful {
			useful, right = useful+1, right+useless
		} else {
			useless++
		}
	}
	return right / max(useful*useless, 1)
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
