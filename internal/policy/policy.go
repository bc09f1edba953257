// Package policy loads and merges what the managed, user and repository
// layers say. The hook reads compiled JSON only.
package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
	"github.com/cybedefend/vibedefend/rules"
	"github.com/cybedefend/vibedefend/rules/code"
)

// Options say whose policy to load.
type Options struct {
	Dir    home.Dir // our folder of this user
	Root   string   // repository root, or ""
	OS     string
	Getenv func(string) string
	Now    func() time.Time
	// Strange is set where HOME differs from the account's home: exceptions,
	// trust and modes found there are ignored.
	Strange bool
	// Compile reads custom rules that changed since they were compiled. The
	// small hook program has none: it reports such rules instead.
	Compile func(path string, text []byte) ([]rules.Rule, error)
	// CompileSecurity does so for security rules.
	CompileSecurity func(path string, text []byte) ([]code.Rule, error)

	said *said
}

// file is the policy part of a configuration file: config.json of the user,
// of the repository, or policy.json of the machine.
type file struct {
	Mode        string            `json:"mode"`
	Modes       map[string]string `json:"modes"` // repository root -> mode; user and managed only
	Sensitivity string            `json:"sensitivity"`
	AskFallback string            `json:"ask_fallback"`
	OnError     struct {
		Gate string `json:"gate"`
		Rest string `json:"rest"`
	} `json:"on_error"`
	Overrides []struct {
		Rule        string              `json:"rule"`
		Action      string              `json:"action"`
		Paths       []string            `json:"paths"`
		Agents      []string            `json:"agents"`
		Sensitivity []rules.Sensitivity `json:"sensitivity"`
	} `json:"overrides"`
	ProtectedBranches []string `json:"protected_branches"`
	ProductionHosts   []string `json:"production_hosts"`
	BlockedHosts      []string `json:"blocked_hosts"`
	AllowedHosts      []string `json:"allowed_hosts"`
	MCPDeny           []string `json:"mcp_deny"`
	MCPAllow          []string `json:"mcp_allow"`
	PackagesDeny      []string `json:"packages_deny"`
	PackagesAllow     []string `json:"packages_allow"`
}

// configFile finds the policy under its own key or at the top.
type configFile struct {
	Policy      *file  `json:"policy"`
	Sensitivity string `json:"sensitivity"`
	file
}

const maxFile = 1 << 20

// Load merges the layers. An unreadable or invalid file is an error: the
// caller's on_error policy then decides.
func Load(o Options) (*rules.Policy, error) {
	o.fill()
	o.said = &said{}
	p := &rules.Policy{OnError: rules.OnError{Gate: rules.Block, Rest: rules.Allow}}
	managed := home.Managed(o.OS, o.Getenv)
	if ownedByAdmin(managed, o.OS) {
		if err := layer(p, o, "managed", filepath.Join(managed, "policy.json"), managed); err != nil {
			return nil, err
		}
	}
	if err := layer(p, o, "user", o.Dir.Config(), string(o.Dir)); err != nil {
		return nil, err
	}
	if o.Root != "" {
		folder := filepath.Join(o.Root, home.Base)
		if err := layer(p, o, "repository", filepath.Join(folder, "config.json"), folder); err != nil {
			return nil, err
		}
	}
	if !o.Strange {
		list, err := Exceptions(o.Dir, o.Now())
		if err != nil {
			return nil, err
		}
		p.Exceptions = list
	}
	p.Reported = reported(o)
	return p, nil
}

func (o *Options) fill() {
	if o.OS == "" {
		o.OS = runtime.GOOS
	}
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

// layer reads one configuration file and its compiled custom rules.
func layer(p *rules.Policy, o Options, name, path, folder string) error {
	f, ok, err := read(path)
	if err != nil {
		return err
	}
	l := rules.Layer{Name: name}
	if ok {
		if err := apply(p, &l, f, o, name, path); err != nil {
			return err
		}
	}
	set, stale, err := customRules(o, name, folder)
	if err != nil {
		return err
	}
	l.Rules = set
	if stale {
		p.Stale = append(p.Stale, rulesPath(folder))
	}
	if ok || set != nil {
		p.Layers = append(p.Layers, l)
	}
	return nil
}

func read(path string) (file, bool, error) {
	b, err := bare.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return file{}, false, nil
	}
	if err != nil {
		return file{}, false, fmt.Errorf("read policy: %w", err)
	}
	if len(b) > maxFile {
		return file{}, false, fmt.Errorf("read policy: %s is larger than 1 MB", path)
	}
	if len(b) >= 3 && string(b[:3]) == "\xef\xbb\xbf" {
		b = b[3:]
	}
	if silent(b) {
		return file{}, true, nil
	}
	var c configFile
	if err := json.Unmarshal(b, &c); err != nil {
		return file{}, false, fmt.Errorf("read policy %s: %w", path, err)
	}
	f := c.file
	if c.Policy != nil {
		f = *c.Policy
	}
	if f.Sensitivity == "" {
		f.Sensitivity = c.Sensitivity
	}
	return f, true, nil
}

// keys are those of a configuration file that say something about policy.
var keys = [...]string{"policy", "mode", "modes", "sensitivity", "ask_fallback", "on_error", "overrides", "protected_branches",
	"production_hosts", "blocked_hosts", "allowed_hosts", "mcp_deny", "mcp_allow", "packages_deny", "packages_allow"}

// silent reports whether a configuration file says nothing about policy, as
// most do: to read all of it costs more than to judge a call.
func silent(b []byte) bool {
	if !gjson.ValidBytes(b) {
		return false
	}
	found := false
	doc := gjson.Parse(bare.Text(b))
	doc.ForEach(func(key, _ gjson.Result) bool {
		for _, k := range keys {
			found = found || strings.EqualFold(k, key.Str)
		}
		return !found
	})
	return doc.IsObject() && !found
}

// apply puts one file into the policy. What a repository may not say is
// ignored: it comes from anyone.
func apply(p *rules.Policy, l *rules.Layer, f file, o Options, name, path string) error {
	for _, v := range f.Overrides {
		act, ok := rules.ParseAction(v.Action)
		if !ok {
			return fmt.Errorf("read policy %s: override of %s: action %q is none of allow, warn, ask, block", path, v.Rule, v.Action)
		}
		l.Overrides = append(l.Overrides, rules.Override{Rule: v.Rule, Action: act, Paths: v.Paths, Agents: v.Agents, Sensitivity: v.Sensitivity})
	}
	l.ProtectedBranches, l.ProductionHosts, l.BlockedHosts = f.ProtectedBranches, f.ProductionHosts, f.BlockedHosts
	l.MCPDeny, l.MCPAllow, l.PackagesDeny = f.MCPDeny, f.MCPAllow, f.PackagesDeny
	if s := rules.Sensitivity(f.Sensitivity); s != "" && (p.Sensitivity == "" || s.Rank() > p.Sensitivity.Rank()) {
		p.Sensitivity = s
	}
	if name == "repository" {
		return nil
	}
	l.AllowedHosts, l.PackagesAllow = f.AllowedHosts, f.PackagesAllow
	mode := f.Mode
	if m := f.Modes[o.Root]; m != "" && o.Root != "" {
		mode = m
	}
	if len(p.Layers) == 0 || p.Layers[0].Name != "managed" || mode != "" && name == "managed" {
		if err := setMode(p, mode, path, o.Strange && name == "user"); err != nil {
			return err
		}
	}
	if f.AskFallback != "" && !o.said.fallback {
		a, ok := rules.ParseAction(f.AskFallback)
		if !ok || a != rules.Warn && a != rules.Block {
			return fmt.Errorf("read policy %s: ask_fallback %q is neither warn nor block", path, f.AskFallback)
		}
		p.AskFallback, o.said.fallback = a, true
	}
	return setOnError(p, f, o.said, path)
}

// said is what a stricter layer has settled: the managed one comes first.
type said struct{ fallback, gate, rest bool }

func setMode(p *rules.Policy, mode, path string, ignore bool) error {
	switch mode {
	case "", "enforce":
	case "observe":
		if !ignore {
			p.Mode = rules.Observe
		}
	default:
		return fmt.Errorf("read policy %s: mode %q is neither enforce nor observe", path, mode)
	}
	return nil
}

func setOnError(p *rules.Policy, f file, by *said, path string) error {
	for _, v := range [...]struct {
		text string
		to   *rules.Action
		said *bool
	}{{f.OnError.Gate, &p.OnError.Gate, &by.gate}, {f.OnError.Rest, &p.OnError.Rest, &by.rest}} {
		if v.text == "" {
			continue
		}
		a, ok := rules.ParseAction(v.text)
		if !ok {
			return fmt.Errorf("read policy %s: on_error action %q is none of allow, warn, ask, block", path, v.text)
		}
		if !*v.said {
			*v.to, *v.said = a, true
		}
	}
	return nil
}
