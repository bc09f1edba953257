package mine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

const (
	mostAnswer   = 256 << 10
	mostProposed = 12
	wantedSites  = 5
	wantedLower  = 0.6
	wantedBan    = 0.9 // of the files do without what is banned
)

// Dropped is a proposal of a model that does not hold, and why.
type Dropped struct {
	Rule business.Rule // as proposed, with its counts when it was counted
	Why  string
	// Mendable is set where another scope, item or type may hold.
	Mendable bool
}

// ReadAnswer reads a model's answer strictly: one JSON object of the form that
// Question asks for, alone or in one code fence, and no field besides.
func ReadAnswer(text string) ([]business.Rule, error) {
	if len(text) > mostAnswer {
		return nil, fmt.Errorf("the answer is larger than %d KB", mostAnswer>>10)
	}
	var doc struct {
		Rules []struct {
			Statement string          `json:"statement"`
			Kind      business.Kind   `json:"kind"`
			Scope     business.Scope  `json:"scope"`
			Check     *business.Check `json:"check"`
		} `json:"rules"`
	}
	dec := json.NewDecoder(strings.NewReader(unfence(text)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&doc); err != nil {
		return nil, fmt.Errorf("the answer is not of the form that was asked for: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the answer is not of the form that was asked for: it goes on after the object")
	}
	if len(doc.Rules) > mostProposed {
		doc.Rules = doc.Rules[:mostProposed]
	}
	out := make([]business.Rule, len(doc.Rules))
	for i, r := range doc.Rules {
		out[i] = business.Rule{Statement: r.Statement, Kind: r.Kind, Source: business.FromModel, Scope: r.Scope, Check: r.Check}
	}
	return out, nil
}

// unfence takes an object out of one code fence around it.
func unfence(text string) string {
	text = strings.TrimSpace(text)
	rest, ok := strings.CutPrefix(text, "```")
	if !ok {
		return text
	}
	rest = strings.TrimPrefix(rest, "json")
	return strings.TrimSpace(strings.TrimSuffix(rest, "```"))
}

// Verify counts what a model proposed and keeps what the repository bears
// out. known are proposals there are already.
func Verify(root string, proposed, known []business.Rule, o Options) (kept []business.Rule, dropped []Dropped, err error) {
	var list []business.Rule
	drop := func(r business.Rule, why string, mendable bool) {
		r.Statement = oneLine(r.Statement)
		dropped = append(dropped, Dropped{r, why, mendable})
	}
	for _, r := range proposed {
		err := wellFormed(&r)
		r.Identify()
		switch same := func(x business.Rule) bool { return x.ID == r.ID }; {
		case err != nil:
			drop(r, err.Error(), meant(r))
		case slices.ContainsFunc(known, same) || found(r, known):
			drop(r, "already found", false)
		case slices.ContainsFunc(list, same):
			drop(r, "proposed twice", false)
		default:
			list = append(list, r)
		}
	}
	if list, err = Recount(root, list, o); err != nil {
		return nil, nil, err
	}
	for _, r := range list {
		if why := unborne(r); why != "" {
			drop(r, why, true)
			continue
		}
		r.Score = 0.7 * r.Confidence
		kept = append(kept, r)
	}
	return kept, dropped, nil
}

// proposable are the kinds that a model may propose.
var proposable = []business.Kind{business.RequireInUnit, business.FieldType, business.PreferImport, business.ImportBoundary, business.BanImport, business.BanCall, business.ThrowTypes, business.ImportAlias}

// meant reports whether a proposal of a wrong form says enough for a right one
// to be asked for, and nothing that no honest one holds.
func meant(r business.Rule) bool {
	return r.Statement != "" && r.Check != nil && slices.Contains(proposable, r.Kind) && tame(r.Check) == nil
}

// wellFormed checks the form of a proposal and tidies it.
func wellFormed(r *business.Rule) error {
	if strings.TrimSpace(r.Statement) == "" || r.Check == nil {
		return errors.New("it has no statement or no check")
	}
	if err := Reword(r, r.Statement, r.Scope.Paths, r.Scope.Exclude); err != nil {
		return err
	}
	for _, l := range r.Scope.Languages {
		if !slices.Contains([]string{"ts", "python", "go", "java", "kotlin", "csharp", "ruby", "php", "rust", "sql", "prisma"}, l) {
			return fmt.Errorf("language %q is not known", l)
		}
	}
	c := r.Check
	ok := false
	switch r.Kind {
	case business.RequireInUnit:
		ok = c.Role != nil && len(c.AnyOf) > 0 && c.Role.Name != "" && byRank(c.Role.By) >= 0 && slices.Contains([]string{"function", "class", "route"}, c.Role.Unit)
	case business.FieldType:
		ok = c.Family != "" && len(c.Types) > 0
	case business.PreferImport:
		ok = len(c.Names) > 0 && len(c.Modules) > 0 && len(c.Allow) > 0
	case business.ImportBoundary:
		ok = len(c.Modules) > 0 && len(r.Scope.Paths) > 0
	case business.BanImport:
		ok = len(c.Modules) > 0
	case business.BanCall, business.ThrowTypes:
		ok = len(c.Names) > 0
	case business.ImportAlias:
		ok = len(c.Modules) > 0 && c.Alias != ""
	default:
		return fmt.Errorf("kind %q is none that a model may propose", r.Kind)
	}
	if !ok {
		return fmt.Errorf("its check lacks what %s needs", r.Kind)
	}
	return tame(c)
}

// tame refuses words in a check that no code would hold.
func tame(c *business.Check) error {
	all := slices.Concat(c.AnyOf, c.Types, c.Modules, c.Names, c.Allow, []string{c.Alias, c.Family})
	if c.Role != nil {
		all = append(all, c.Role.Name, c.Role.Func)
	}
	for _, s := range all {
		if len(s) > 120 || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return errors.New("its check holds what is no name")
		}
	}
	return nil
}

// unborne says why the counts do not bear a proposal out; "" when they do.
func unborne(r business.Rule) string {
	counts := fmt.Sprintf("%d of %d", r.Support, r.Sites)
	ban := r.Kind == business.BanCall || r.Kind == business.BanImport || r.Kind == business.ImportBoundary
	switch {
	case r.Support == 0:
		return "nothing in the repository follows it"
	case r.Sites < wantedSites:
		return "it speaks of " + counts + " places only"
	case ban && float64(r.Support) < wantedBan*float64(r.Sites):
		return "the code does otherwise: " + counts
	case !ban && r.Confidence < wantedLower:
		return "too little of the code follows: " + counts
	case r.Migrating:
		return "new code no longer follows: " + counts + " in all"
	}
	return ""
}
