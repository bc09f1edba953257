package audit

import (
	"fmt"
	"path/filepath"

	"github.com/tidwall/gjson"
)

// Head is a point of the chain that can be kept elsewhere and compared later.
// Only a head kept where the trail's owner cannot write proves anything
// against that owner.
type Head struct {
	Version int    `json:"version"`
	Seq     uint64 `json:"seq"`
	Hash    string `json:"hash"`
}

// Problem is one break in the chain.
type Problem struct {
	File string `json:"file"`
	Line int    `json:"line"` // 1-based
	Seq  uint64 `json:"seq,omitempty"`
	What string `json:"what"`
}

// Result is what Verify found.
type Result struct {
	Records  int       `json:"records"`
	Torn     int       `json:"torn"` // lines of writers that died: no sign of tampering
	Head     Head      `json:"head"`
	Problems []Problem `json:"problems"`
}

// Verify walks the whole chain, and compares it with a head kept elsewhere
// when one is given.
func (t Trail) Verify(kept *Head) (Result, error) {
	pruned, err := t.Pruned()
	if err != nil {
		return Result{}, err
	}
	files, err := t.Files()
	if err != nil {
		return Result{}, err
	}
	c := checker{res: Result{Problems: []Problem{}}, kept: kept, seq: pruned.Seq, hash: pruned.Hash}
	for _, name := range files {
		c.file, c.line = filepath.Base(name), 0
		if err := eachLine(name, c.visit); err != nil {
			return Result{}, err
		}
	}
	c.res.Head = Head{Version: 1, Seq: c.seq, Hash: c.hash}
	if kept != nil && kept.Seq == pruned.Seq && kept.Hash == pruned.Hash {
		c.met = true
	}
	if kept != nil && !c.met && kept.Seq < pruned.Seq {
		c.problem(fmt.Sprintf("the kept head (line %d) is older than what retention removed (up to line %d): it proves nothing any more", kept.Seq, pruned.Seq))
	} else if kept != nil && !c.met {
		c.problem(fmt.Sprintf("the kept head (line %d) is not in the trail: lines were removed or rewritten", kept.Seq))
	}
	return c.res, nil
}

type checker struct {
	res  Result
	kept *Head
	met  bool
	seq  uint64
	hash string
	file string
	line int
}

func (c *checker) problem(what string) {
	c.res.Problems = append(c.res.Problems, Problem{File: c.file, Line: c.line, Seq: c.seq, What: what})
}

func (c *checker) visit(line []byte, whole bool) bool {
	c.line++
	prev, want := c.hash, c.seq+1
	c.hash, c.seq = lineHash(line), want
	if !whole || !gjson.ValidBytes(line) {
		c.res.Torn++
		c.meet()
		return true
	}
	c.res.Records++
	got := gjson.GetManyBytes(line, "seq", "prev")
	if got[1].Str != prev {
		c.problem("does not follow the line before it: a line was edited, removed or put in")
	}
	if got[0].Uint() != want {
		c.problem(fmt.Sprintf("is numbered %d, expected %d", got[0].Uint(), want))
		c.seq = got[0].Uint()
	}
	c.meet()
	return true
}

func (c *checker) meet() {
	if c.kept != nil && c.kept.Seq == c.seq && c.kept.Hash == c.hash {
		c.met = true
	}
}
