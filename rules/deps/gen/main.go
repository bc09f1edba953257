// Command gen writes the lists of package names: ours, which it sorts, and those
// that Debian's package index tells of, which it reads from standard input:
//
//	apt-cache dumpavail | go run ./rules/deps/gen -debian
//	go run ./rules/deps/gen
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	debian := flag.Bool("debian", false, "read Debian's package index from standard input")
	dir := flag.String("names", "rules/deps/names", "folder of the lists")
	exists := flag.String("exists", "", "folder with a list of the names that exist for some ecosystems: others are left out")
	flag.Parse()
	if err := run(*dir, *exists, *debian); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(dir, exists string, debian bool) error {
	if !debian {
		return sortLists(dir)
	}
	found, err := fromDebian(os.Stdin)
	if err != nil {
		return err
	}
	for _, eco := range []string{"npm", "pypi", "crates", "gems", "go"} {
		have, err := lines(filepath.Join(dir, eco+".txt"))
		if err != nil {
			return err
		}
		real, _ := lines(filepath.Join(exists, eco+".txt"))
		list := slices.DeleteFunc(found[eco], func(n string) bool {
			_, there := slices.BinarySearch(real, n)
			return slices.Contains(have, n) || len(real) > 0 && !there
		})
		if err := write(filepath.Join(dir, eco+"_debian.txt"), list); err != nil {
			return err
		}
	}
	return nil
}

func sortLists(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return err
	}
	for _, f := range files {
		list, err := lines(f)
		if err == nil {
			err = write(f, list)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func lines(file string) ([]string, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return strings.Fields(string(raw)), nil
}

// write stores a list as it is searched: sorted by bytes, a name a line.
func write(file string, list []string) error {
	slices.Sort(list)
	return os.WriteFile(file, []byte(strings.Join(slices.Compact(list), "\n")+"\n"), 0o644)
}

// prefixes are how Debian names the packages of an ecosystem.
var prefixes = []struct{ eco, prefix, suffix string }{
	{"npm", "node-", ""}, {"pypi", "python3-", ""}, {"crates", "librust-", "-dev"}, {"gems", "ruby-", ""}, {"go", "golang-", "-dev"},
}

var crateVersion = regexp.MustCompile(`-\d+(\.\d+)*$`)

func fromDebian(r io.Reader) (map[string][]string, error) {
	out := map[string][]string{}
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	var name, home string
	flush := func() {
		for _, p := range prefixes {
			if rest, ok := strings.CutPrefix(name, p.prefix); ok && strings.HasSuffix(rest, p.suffix) {
				if n := upstream(p.eco, strings.TrimSuffix(rest, p.suffix), home); n != "" {
					out[p.eco] = append(out[p.eco], n)
				}
			}
		}
		name, home = "", ""
	}
	for in.Scan() {
		switch key, value, _ := strings.Cut(in.Text(), ": "); key {
		case "Package":
			flush()
			name = value
		case "Homepage":
			home = value
		}
	}
	flush()
	return out, in.Err()
}

// upstream is the name in its own registry. Debian's name is taken for it only
// where the project's page ends in the same name; crates are always named so.
func upstream(eco, name, home string) string {
	path := strings.TrimSuffix(strings.TrimRight(strings.SplitN(home, "#", 2)[0], "/"), ".git")
	switch eco {
	case "crates":
		if strings.Contains(name, "+") {
			return ""
		}
		return crateVersion.ReplaceAllString(name, "")
	case "go":
		if rest, ok := strings.CutPrefix(path, "https://github.com/"); ok && strings.Count(rest, "/") == 1 {
			return "github.com/" + rest
		}
		return ""
	}
	last := path[strings.LastIndexByte(path, '/')+1:]
	if !strings.EqualFold(strings.NewReplacer("_", "-", ".", "-").Replace(last), name) {
		return ""
	}
	if eco == "pypi" {
		return name
	}
	return strings.ToLower(last)
}
