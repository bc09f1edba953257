package cmd

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cybedefend/vibedefend/rules/mine"
)

func newRules(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "rules",
		Short: "Conventions of a repository; built-in rules and your own",
		Long: `Business rules are the conventions of a repository: mined from its code, its
lint configuration and its documents, accepted by people, given to agents
before they edit, and checked where they can be. The rules of the Action Guard
and of security, built-in and your own, are listed, shown and tested here too.

  vibedefend rules mine      propose rules
  vibedefend rules review    accept or reject them, one at a time
  vibedefend rules check     hold files against the accepted ones`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newRulesMine(a), newRulesReview(a), newRulesAccept(a), newRulesReject(a), newRulesCheck(a), newRulesExplain(a), newRulesDrift(a), newRulesSync(a),
		newRulesList(a), newRulesShow(a), newRulesCoverage(a), newRulesTest(a), newDenyList(a))
	return c
}

// repository is the root of the repository that a command is about.
func (a *app) repository() (string, error) {
	if a.machine.Repo == "" {
		return "", withHint(errors.New("this folder is in no git repository"), "cd into the repository, or run git init")
	}
	return a.machine.Repo, nil
}

// book opens the rules of the repository around the working folder.
func (a *app) book() (root string, book *mine.Book, err error) {
	if root, err = a.repository(); err != nil {
		return "", nil, err
	}
	book, err = mine.OpenBook(root)
	return root, book, err
}

var errNoRule = errors.New("no such rule")

func noRule(id string) error {
	return withHint(fmt.Errorf("%s: %w", id, errNoRule), "ids are listed by vibedefend rules mine")
}
