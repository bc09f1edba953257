package cmd

import (
	"errors"
	"fmt"

	"github.com/cybedefend/vibedefend/internal/prompt"
	"github.com/cybedefend/vibedefend/rules/business"
	"github.com/cybedefend/vibedefend/rules/mine"
)

// asking is one agent that is asked about one repository.
type asking struct {
	agent  askable
	root   string
	digest string
	opts   mine.Options
}

// askModel has a model propose rules, and adds those that the repository
// bears out to what counting found.
func (a *app) askModel(root string, o mineOptions, res *mine.Result) error {
	agent, err := askableNamed(o.ask)
	if err != nil {
		return err
	}
	if err := a.person("send a description of the repository to a model"); err != nil {
		return err
	}
	x := asking{agent: agent, root: root, opts: mine.Options{Cache: a.factsCache(root, o.noCache)}}
	restore := a.prepare(root, &x.opts)
	x.digest, err = mine.Digest(root, res.Rules, x.opts)
	restore()
	if err != nil {
		return err
	}
	question := mine.Question(x.digest)
	if o.dryRun {
		a.print("%s", question)
		if o.rounds > 1 {
			a.say("%s", secondQuestion())
		}
		a.say("nothing was sent")
		return nil
	}
	if err := a.mayAsk(agent, question, o); err != nil {
		return err
	}
	a.say("asking %s; this takes up to %s", agent.name, askTime)
	dropped, err := a.askOnce(x, question, res)
	if err != nil {
		return withHint(fmt.Errorf("ask %s: %w", agent.name, err), "what counting found is kept: vibedefend rules mine")
	}
	if o.rounds > 1 {
		a.askAgain(x, dropped, res)
	}
	return nil
}

// askAgain asks once more about what was dropped, where another form may hold.
// When that fails, what the first answer gave stands.
func (a *app) askAgain(x asking, dropped []mine.Dropped, res *mine.Result) {
	question, n := mine.Again(dropped, x.digest)
	if n == 0 {
		return
	}
	a.say("asking %s for another form of %s, with %d bytes; this takes up to %s", x.agent.name, plural(n, "dropped proposal"), len(question), askTime)
	if _, err := a.askOnce(x, question, res); err != nil {
		a.warn("the second question failed: %v; what the first one gave is kept", err)
	}
}

// secondQuestion says what a second question would hold.
func secondQuestion() string {
	return fmt.Sprintf("A second question of at most %d bytes may follow: proposals that were dropped, each with the reason, counts and the paths of files where it holds and does not, and such names and counts again. --rounds 1 asks once.", mine.MostAgain)
}

// mayAsk says what goes where, and asks.
func (a *app) mayAsk(agent askable, question string, o mineOptions) error {
	text := fmt.Sprintf("%s would be given %d bytes: names of folders, functions, annotations and packages with counts, and sentences of this repository's documents. No code. They go to %s. %s, and runs in an empty folder.\n",
		agent.program, len(question), agent.owner, agent.bounds)
	if o.rounds > 1 {
		text += secondQuestion() + "\n"
	}
	text += "vibedefend rules mine --ask " + agent.name + " --dry-run prints the first."
	if o.yes {
		a.say("%s", text)
		return nil
	}
	if !a.canAsk {
		return withHint(errors.New("--ask sends a description of the repository to a model and needs an answer"), "look at it: vibedefend rules mine --ask "+agent.name+" --dry-run", "then add --yes")
	}
	ok, err := a.ask.Confirm(prompt.Question{Title: "Ask " + agent.name + " for rules?", Text: text}, "Send it", "No")
	if err != nil {
		return err
	}
	if !ok {
		return errors.New("nothing was sent")
	}
	return nil
}

// askOnce asks one question, counts what comes back and adds what holds. What
// was known before, an earlier answer too, is not added again.
func (a *app) askOnce(x asking, question string, res *mine.Result) ([]mine.Dropped, error) {
	answer, err := x.agent.ask(question)
	if err != nil {
		return nil, err
	}
	proposed, err := mine.ReadAnswer(answer)
	if err != nil {
		return nil, err
	}
	kept, dropped, err := mine.Verify(x.root, proposed, res.Rules, x.opts)
	if err != nil {
		return nil, err
	}
	for _, d := range dropped {
		a.say("dropped: %s (%s)", clean(d.Rule.Statement), clean(d.Why))
	}
	a.say("%s, of which the repository bears out %d", plural(len(proposed), "proposal"), len(kept))
	res.Add(kept)
	return dropped, nil
}

// keepModel carries over what a model proposed before and nobody decided yet,
// as far as the repository still bears it out.
func (a *app) keepModel(root string, o mine.Options, res *mine.Result) error {
	var old []business.Rule
	for _, r := range a.lastProposals(root) {
		if r.Source == business.FromModel {
			old = append(old, r)
		}
	}
	if len(old) == 0 {
		return nil
	}
	kept, _, err := mine.Verify(root, old, res.Rules, o)
	if err != nil {
		return err
	}
	res.Add(kept)
	return nil
}
