package deps

import (
	_ "embed" // the lists are text in the program: nothing is read before it is asked for
	"strings"
)

// The names we know to be in wide use, a line each, sorted by bytes.
var (
	//go:embed names/npm.txt
	npmNames string
	//go:embed names/pypi.txt
	pypiNames string
	//go:embed names/crates.txt
	cratesNames string
	//go:embed names/gems.txt
	gemsNames string
	//go:embed names/go.txt
	goNames string

	// Names that Debian packages.
	//go:embed names/npm_debian.txt
	npmDebian string
	//go:embed names/pypi_debian.txt
	pypiDebian string
	//go:embed names/crates_debian.txt
	cratesDebian string
	//go:embed names/gems_debian.txt
	gemsDebian string
	//go:embed names/go_debian.txt
	goDebian string

	//go:embed names/reported.txt
	reportedNames string
)

// lists are the popular and the other known names of an ecosystem.
func lists(eco Ecosystem) (popular, known string) {
	switch eco {
	case NPM:
		return npmNames, npmDebian
	case PyPI:
		return pypiNames, pypiDebian
	case Crates:
		return cratesNames, cratesDebian
	case Gems:
		return gemsNames, gemsDebian
	case Go:
		return goNames, goDebian
	}
	return "", ""
}

// Known tells whether a name is one of those in wide use, or belongs to an owner
// who has such: a scope of npm, an account of a Go host.
func Known(eco Ecosystem, name string) bool {
	popular, more := lists(eco)
	for _, n := range spellings(eco, name) {
		if holds(popular, n) || holds(more, n) {
			return true
		}
	}
	owner := ownerOf(eco, canonical(eco, name))
	return owner != "" && (startsAny(popular, owner) || startsAny(more, owner) || eco == NPM && ownScope(owner))
}

// spellings are the forms a registry takes for the same name, as our lists may have it.
func spellings(eco Ecosystem, name string) []string {
	n := canonical(eco, name)
	switch eco {
	case PyPI:
		return []string{n, strings.ReplaceAll(n, "-", "."), strings.ReplaceAll(n, "-", "_")}
	case Crates:
		return []string{n, strings.ReplaceAll(n, "-", "_"), name}
	case Gems:
		return []string{n, name}
	case Go:
		return []string{name, n}
	}
	return []string{n}
}

// canonical is the form in which a registry compares names.
func canonical(eco Ecosystem, name string) string {
	switch eco {
	case PyPI:
		return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(name), "_", "-"), ".", "-")
	case Crates:
		return strings.ReplaceAll(strings.ToLower(name), "_", "-")
	case Go:
		return withoutMajor(name)
	}
	return name
}

// withoutMajor cuts "/v2" off a module path.
func withoutMajor(path string) string {
	i := strings.LastIndex(path, "/v")
	if i < 0 || i+2 == len(path) || strings.Trim(path[i+2:], "0123456789") != "" {
		return path
	}
	return path[:i]
}

// ownerOf is the part of a name that one party alone can publish under, with
// what divides it from the rest; "" where names are free for all.
func ownerOf(eco Ecosystem, name string) string {
	switch eco {
	case NPM:
		if i := strings.IndexByte(name, '/'); i > 0 && name[0] == '@' {
			return name[:i+1]
		}
	case Go:
		host, rest, _ := strings.Cut(name, "/")
		owner, _, more := strings.Cut(rest, "/")
		if host == "github.com" || host == "gitlab.com" || host == "bitbucket.org" || host == "golang.org" || host == "gopkg.in" {
			if more {
				return host + "/" + owner + "/"
			}
			return ""
		}
		if rest != "" && host != "" {
			return host + "/"
		}
	}
	return ""
}

// ownScope names scopes of large publishers of which the lists hold no package.
func ownScope(scope string) bool {
	switch scope {
	case "@microsoft/", "@google/", "@aws/", "@smithy/", "@jest/", "@jridgewell/", "@nodelib/", "@npmcli/", "@esbuild/", "@img/", "@next/", "@napi-rs/", "@vercel/", "@shopify/",
		"@datadog/", "@elastic/", "@hashicorp/", "@github/", "@gitlab/", "@atlaskit/", "@stylistic/", "@lezer/", "@noble/", "@scure/", "@ethersproject/", "@radix-ui/", "@react-aria/", "@react-stately/",
		"@react-types/", "@internationalized/", "@formatjs/", "@lexical/", "@visx/", "@uiw/", "@codemirror/", "@typescript/", "@vue/", "@nuxt/", "@nuxtjs/", "@astrojs/", "@remix-run/", "@graphql-eslint/",
		"@redis/", "@remotion/", "@storyblok/", "@vinejs/", "@nestjsx/", "@aa-sdk/", "@ai-sdk/", "@bull-board/", "@keyv/", "@sinclair/", "@hey-api/", "@scalar/", "@dotenvx/", "@turbo/", "@pnpm/", "@yarnpkg/", "@lerna/", "@nx/", "@nrwl/", "@parcel/", "@webpack-cli/", "@rspack/":
		return true
	}
	return false
}

// holds finds a line in a sorted list without taking the list apart.
func holds(list, name string) bool {
	at := lineAt(list, name)
	return strings.HasPrefix(list[at:], name) && at+len(name) < len(list) && list[at+len(name)] == '\n'
}

// startsAny tells whether some line starts so.
func startsAny(list, prefix string) bool {
	return strings.HasPrefix(list[lineAt(list, prefix):], prefix)
}

// lineAt is the offset of the first line that is not before name.
func lineAt(list, name string) int {
	lo, hi := 0, len(list) // offsets of line starts
	for lo < hi {
		mid := lo + (hi-lo)/2
		start := strings.LastIndexByte(list[:mid], '\n') + 1
		if start < lo {
			start = lo
		}
		end := start + strings.IndexByte(list[start:], '\n')
		if end < start {
			end = len(list) - 1
		}
		if list[start:end] < name {
			lo = end + 1
		} else {
			hi = start
		}
	}
	return lo
}

// reported tells of names that public reports of incidents call malware as a whole.
func reported(eco Ecosystem, name string) bool {
	return name != "" && holds(reportedNames, string(eco)+"/"+canonical(eco, name)) || eco == Crates && holds(reportedNames, "crates/"+name)
}
