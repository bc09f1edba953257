package hook

import (
	"strings"

	"github.com/cybedefend/vibedefend/internal/content"
	"github.com/cybedefend/vibedefend/internal/policy"
	"github.com/cybedefend/vibedefend/internal/world"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/packs"
)

// judge evaluates a call with the policy of this machine.
func judge(d Deps, c Call) (rules.Verdict, error) {
	p, err := policy.Load(d.policyOf(c.Event.Root))
	if err != nil {
		return rules.Verdict{}, err
	}
	p.Exceptions = d.spend(p.Exceptions, c)
	p.Stale = d.untold(p.Stale, c)
	stale := p.Stale
	d.nameServer(&c.Event)
	w := world.New(world.Options{
		Home: d.Env.Home, Dir: d.Dir, Root: c.Event.Root, Session: c.Event.Session, OS: d.Env.OS, Getenv: d.Env.Getenv,
	})
	text := content.New(d.Dir, c.Event.Root).TrustedBy(func() bool { return policy.TrustsRules(d.policyOf(c.Event.Root)) }).
		RuledBy(func() (policy.Security, error) {
			own, err := policy.LoadSecurity(d.policyOf(c.Event.Root))
			own.Stale = d.untold(own.Stale, c)
			stale = append(stale, own.Stale...)
			return own, err
		})
	v := rules.New(p, packs.BuiltIn()).WithContent(text.Content).Evaluate(&c.Event, w)
	if len(v.Findings) > 0 {
		v.Context = "" // the codec words the findings
	}
	if v.Action <= rules.Warn {
		v.Context = strings.TrimSpace(v.Context + "\n" + text.Guide(&c.Event))
	}
	if masked, ok := content.Mask(&c.Event); ok {
		v.Add(content.Masked())
		v.Redacted = masked
	}
	switch c.Event.Kind {
	case rules.SessionStart:
		v.Context = strings.TrimSpace(v.Context + "\n" + text.Inbox())
		d.greet(c, &v)
	case rules.SessionEnd, rules.PreCompact:
		// What cannot be noted is noted after the next session.
		_, _ = text.Gap(world.OpenSession(d.Dir, c.Event.Session).Written())
	}
	d.remember(c, v)
	d.noteTold(stale, v, c)
	return v, nil
}

func (d Deps) policyOf(root string) policy.Options {
	return policy.Options{Dir: d.Dir, Root: root, OS: d.Env.OS, Getenv: d.Env.Getenv, Now: d.Now, Strange: d.Foreign}
}

// onError asks managed and user policy, which a repository has no say in; the
// default where they are what cannot be read.
func onError(d Deps, k rules.Kind) rules.Action {
	p, err := policy.Load(d.policyOf(""))
	if err != nil {
		return onErrorDefault(k)
	}
	act := p.OnError.Gate
	if onErrorDefault(k) == rules.Allow {
		act = p.OnError.Rest
	}
	if p.Mode == rules.Observe && act > rules.Warn {
		return rules.Warn
	}
	return act
}

// observing reports whether policy only looks on.
func (d Deps) observing(root string) bool {
	p, err := policy.Load(d.policyOf(root))
	return err == nil && p.Mode == rules.Observe
}
