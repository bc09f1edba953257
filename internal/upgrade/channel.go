package upgrade

import (
	"os"
	"strings"
)

// Channel is a way to install, and how a copy that came by it is upgraded.
type Channel struct {
	// Name is one word: npx, npm, brew, deb...
	Name string
	// Commands bring the newest program. Where they do not wire the agents
	// with it themselves, Rewire follows.
	Commands []string
}

// Rewire makes the stable copy that agents call the new program.
const Rewire = "vibedefend update"

// Copy is what is known of the program that runs.
type Copy struct {
	Path      string // with links followed
	Managed   bool   // placed by an administrator for every user
	Module    bool   // built by "go install MODULE@VERSION"
	Checkout  bool   // built in a checkout
	OS, Arch  string
	Packaging string // the receipt that a deb, rpm or apk package brings, "" without one
}

// Receipt is the file by which a Linux package says what it is.
const Receipt = "/usr/share/vibedefend/package"

// ReadReceipt returns what the package says that path belongs to.
func ReadReceipt(program string) string {
	if program != "/usr/bin/vibedefend" {
		return ""
	}
	raw, err := os.ReadFile(Receipt)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(raw))
}

// ways lists the channels that the path of a program gives away, the most
// telling mark first.
var ways = []struct {
	mark string // a part of the path, with slashes, in lower case
	Channel
}{
	{"/_npx/", Channel{"npx", []string{"npx -y @cybedefend/vibedefend@latest update"}}},
	{"/pnpm/dlx", Channel{"pnpm dlx", []string{"pnpm dlx @cybedefend/vibedefend@latest update"}}},
	{"/dlx-", Channel{"pnpm dlx", []string{"pnpm dlx @cybedefend/vibedefend@latest update"}}},
	{"/bunx-", Channel{"bunx", []string{"bunx @cybedefend/vibedefend@latest update"}}},
	{"/pnpm/global/", Channel{"pnpm", []string{"pnpm add --global @cybedefend/vibedefend@latest", Rewire}}},
	{"/lib/node_modules/@cybedefend/", Channel{"npm", []string{"npm install --global @cybedefend/vibedefend@latest", Rewire}}},
	{"/npm/node_modules/@cybedefend/", Channel{"npm", []string{"npm install --global @cybedefend/vibedefend@latest", Rewire}}},
	{"/node_modules/", Channel{"npm, in a project", []string{"npm install @cybedefend/vibedefend@latest", "npx vibedefend update"}}},
	{"/caskroom/", Channel{"brew", []string{"brew upgrade --cask vibedefend", Rewire}}},
	{"/cellar/", Channel{"brew", []string{"brew upgrade vibedefend", Rewire}}},
	{"/scoop/apps/", Channel{"scoop", []string{"scoop update vibedefend", Rewire}}},
	{"/winget/", Channel{"winget", []string{"winget upgrade CybeDefend.VibeDefend", Rewire}}},
}

// Of tells how a copy came here and how to get the release next by the same
// way.
func Of(c Copy, next Version) Channel {
	base := Page + "/download/v" + next.String() + "/"
	if c.Managed {
		return Channel{"an administrator", []string{"download " + base + archiveName(next, c.OS, c.Arch),
			"unpack it, and there, as administrator: ./vibedefend install --yes --scope managed"}}
	}
	at := strings.ToLower(strings.ReplaceAll(c.Path, `\`, "/"))
	for _, w := range ways {
		if strings.Contains(at, w.mark) {
			return w.Channel
		}
	}
	for _, p := range packages {
		if file := name(next, "linux", c.Arch) + "." + p.name; c.Packaging == p.name {
			return Channel{p.name, []string{"curl -fLO " + base + file, p.install + " " + file, Rewire}}
		}
	}
	switch {
	case c.Module:
		const main = "github.com/cybedefend/vibedefend/cmd/"
		return Channel{"go install", []string{"go install " + main + "vibedefend@latest " + main + "vibedefend-hook@latest", Rewire}}
	case c.Checkout:
		return Channel{"checkout", []string{"git pull", "go run ./cmd/vibedefend update"}}
	}
	return Channel{"archive", []string{"download " + base + archiveName(next, c.OS, c.Arch), "unpack it over " + c.Path, Rewire}}
}

// packages are the formats of Linux, and how a file of each is installed.
var packages = []struct{ name, install string }{
	{"deb", "sudo dpkg -i"},
	{"rpm", "sudo rpm -U"},
	{"apk", "sudo apk add --allow-untrusted"},
}

// archiveName is the file of a release for one system.
func archiveName(v Version, goos, goarch string) string {
	if goos == "windows" {
		return name(v, goos, goarch) + ".zip"
	}
	return name(v, goos, goarch) + ".tar.gz"
}

func name(v Version, goos, goarch string) string {
	return "vibedefend_" + v.String() + "_" + goos + "_" + goarch
}
