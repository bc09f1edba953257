package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// tools are the programs the tests start, and the Debian packages that bring
// them.
var tools = append([]tool{
	{"git", "git"},
	{"npm", "npm"},
	{"tmux", "tmux"},
	{"curl", "curl"},
	{"bash", "bash"},
}, counter()...)

type tool struct{ program, debian string }

// counted is where instructions are counted: the limits are those of one system.
const counted = runtime.GOOS == "linux" && runtime.GOARCH == "amd64"

func counter() []tool {
	if !counted {
		return nil
	}
	return []tool{{"valgrind", "valgrind"}}
}

// ensureTools installs what is missing where it may, and names it where not.
func ensureTools(ctx context.Context) error {
	missing, packages := lookTools()
	if len(missing) == 0 {
		return nil
	}
	apt, err := exec.LookPath("apt-get")
	if err != nil || os.Geteuid() != 0 {
		return fmt.Errorf("missing programs: %s; install them, on Debian with: sudo apt-get install %s",
			strings.Join(missing, ", "), strings.Join(packages, " "))
	}
	fmt.Println("installing", strings.Join(packages, ", "))
	for _, args := range [][]string{{"update", "-q"}, append([]string{"install", "-y", "-q", "--no-install-recommends"}, packages...)} {
		cmd := exec.CommandContext(ctx, apt, args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("apt-get %s: %w\n%s", strings.Join(args, " "), err, out)
		}
	}
	if missing, _ := lookTools(); len(missing) > 0 {
		return fmt.Errorf("missing programs, even after apt-get: %s", strings.Join(missing, ", "))
	}
	return nil
}

func lookTools() (missing, packages []string) {
	for _, t := range tools {
		if _, err := exec.LookPath(t.program); err != nil {
			missing, packages = append(missing, t.program), append(packages, t.debian)
		}
	}
	return missing, packages
}
