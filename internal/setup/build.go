package setup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/cybedefend/vibedefend/internal/version"
)

const (
	modulePath  = "github.com/cybedefend/vibedefend"
	hookPackage = modulePath + "/cmd/vibedefend-hook"
	// buildTime bounds a build on a slow machine with an empty cache.
	buildTime = 10 * time.Minute
)

// Small is the small program that agents call, where install has to make it.
type Small struct {
	Path string // "" where the full program answers agents too
	Note string // why that is so, for the person who installs
	dir  string
}

// Close removes what was made for one installation.
func (s Small) Close() error {
	if s.dir == "" {
		return nil
	}
	return os.RemoveAll(s.dir)
}

// MakeSmall finds the small program for an executable, or builds it where the
// executable was made by "go run" or "go install" and so brings only itself.
// say tells what takes a while.
//
// Code is built only where it is the very code that this process came from: by
// "go run" from the folder that the compiler wrote into it, or the same version
// of the module through the go command, which checks its hash. No other folder
// is looked at: anybody could have put something there.
func MakeSmall(executable string, say func(string)) Small {
	if real, err := filepath.EvalSymlinks(executable); err == nil {
		executable = real
	}
	beside := filepath.Join(filepath.Dir(executable), programNames()[1])
	if st, err := os.Stat(beside); err == nil && st.Mode().IsRegular() {
		return Small{Path: beside}
	}
	args, env := recipe(executable, compiledFrom(), moduleVersion())
	if args == nil {
		return Small{Note: "the small program for hooks does not lie beside this one: agents call the full one, which takes longer to start"}
	}
	say("building the small program that agents call (go " + strings.Join(args[:1], " ") + " " + hookPackage + ")")
	s, err := build(args, env)
	if err != nil {
		return Small{Note: "the small program for hooks could not be built (" + err.Error() + "): agents call the full one, which takes longer to start"}
	}
	return s
}

// goRun matches where "go run" puts what it runs. It is compiled when asked for:
// the full program may be a hook, and its start is paid on every call.
var goRun = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[/\\]go-build\d+[/\\]b\d+[/\\]exe[/\\][^/\\]+$`)
})

// recipe says how to build the small program for an executable; nil where that
// cannot be done safely. source is the folder the executable was compiled from,
// release its version of the module; "" where there is none.
func recipe(executable, source, release string) (args, env []string) {
	switch {
	case goRun().MatchString(executable) && isOurs(source):
		return []string{"build", "-ldflags=" + linkFlags(), "-o", "OUT", hookPackage}, []string{"PWD=" + source}
	case release != "":
		return []string{"install", "-trimpath", "-ldflags=" + linkFlags(), hookPackage + "@" + release}, []string{"GOBIN=OUT"}
	}
	return nil, nil
}

func linkFlags() string {
	return "-s -w -X " + modulePath + "/internal/version.Version=" + version.Version
}

// compiledFrom is the folder of the module's source as the compiler saw it, ""
// where it was told to leave that out.
func compiledFrom() string {
	_, file, _, ok := runtime.Caller(0)
	if !ok || !filepath.IsAbs(file) {
		return ""
	}
	return filepath.Dir(filepath.Dir(filepath.Dir(filepath.FromSlash(file)))) // internal/setup/build.go
}

// isOurs makes sure that a folder holds our module.
func isOurs(source string) bool {
	if source == "" {
		return false
	}
	raw, err := os.ReadFile(filepath.Join(source, "go.mod"))
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	if err != nil || strings.TrimSpace(string(first)) != "module "+modulePath {
		return false
	}
	st, err := os.Stat(filepath.Join(source, "cmd", "vibedefend-hook"))
	return err == nil && st.IsDir()
}

// moduleVersion is the version that "go install module@version" built, whose
// hash the go command knows; "" for any other build.
func moduleVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Path != modulePath || info.Main.Sum == "" || strings.Contains(info.Main.Version, "+") {
		return ""
	}
	return info.Main.Version
}

// build runs the go command; OUT in its arguments is where the program goes.
func build(args, env []string) (Small, error) {
	tool, err := exec.LookPath("go")
	if err != nil {
		return Small{}, errors.New("no go command is on PATH")
	}
	dir, err := os.MkdirTemp("", "vibedefend-build")
	if err != nil {
		return Small{}, fmt.Errorf("make a folder to build in: %w", err)
	}
	s := Small{Path: filepath.Join(dir, programNames()[1]), dir: dir}
	ctx, stop := context.WithTimeout(context.Background(), buildTime)
	defer stop()
	cmd := exec.CommandContext(ctx, tool)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
	for _, a := range args {
		cmd.Args = append(cmd.Args, strings.ReplaceAll(a, "OUT", s.Path))
	}
	for _, e := range env {
		cmd.Env = append(cmd.Env, strings.ReplaceAll(e, "OUT", dir))
		if from, ok := strings.CutPrefix(e, "PWD="); ok {
			cmd.Dir = from
		}
	}
	out, err := cmd.CombinedOutput()
	if st, e := os.Stat(s.Path); err == nil && (e != nil || !st.Mode().IsRegular()) {
		err = fs.ErrNotExist
	}
	if err != nil {
		_ = s.Close()
		last := bytes.TrimSpace(out)
		last = last[bytes.LastIndexByte(last, '\n')+1:]
		return Small{}, fmt.Errorf("%w: %s", err, last)
	}
	return s, nil
}
