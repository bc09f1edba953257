package mine

import "testing"

func TestSettingsOfPython(t *testing.T) {
	for _, c := range []struct {
		name, path, content string
		want, not           []string
	}{
		{"mypy in TOML", "pyproject.toml", "[tool.mypy]\ndisallow_untyped_defs = true\ndisallow_incomplete_defs = true\nwarn_unreachable = false\nenable_error_code = [\"ignore-without-code\"]\n", []string{"types on every function", "a code on each `# type: ignore`"}, []string{"or on none", "unreachable"}},
		{"mypy in INI", "mypy.ini", "[mypy]\nstrict = True\ndisallow_untyped_calls = True\n[mypy-shop.*]\ndisallow_any_explicit = True\n", []string{"mypy is strict"}, []string{"untyped functions", "explicit"}},
		{"pyright", "pyrightconfig.json", `{"typeCheckingMode":"strict","reportImplicitOverride":"error","reportPrivateUsage":false}`, []string{"pyright is strict", "`@override`"}, []string{"private"}},
		{"limits of ruff", "ruff.toml", "line-length = 101\n[lint.mccabe]\nmax-complexity = 9\n[lint.pylint]\nmax-args = 7\n[lint.flake8-tidy-imports]\nbanned-module-level-imports = [\"heavy\", \"slow\"]\n", []string{"complexity of at most 9; at most 7 parameters of a function; lines of at most 101", "Import `heavy`, `slow` inside of functions"}, nil},
		{"the tool's own length", "pyproject.toml", "[tool.ruff]\nline-length = 88\n[tool.black]\nline-length = 88\n", nil, []string{"88"}},
		{"flake8", "setup.cfg", "[flake8]\nmax-line-length = 111\nmax-complexity=12\n", []string{"at most 12", "at most 111"}, nil},
		{"pylint", ".pylintrc", "[DESIGN]\nmax-args=5\nmax-returns = 3\n[FORMAT]\nmax-line-length=110\n", []string{"at most 110", "at most 3 `return`"}, []string{"parameters"}},
		{"hooks of the project's own", ".pre-commit-config.yaml", "repos:\n- repo: local\n  hooks:\n  - id: a\n    name: Forbid direct calls of the clock\n    entry: ./a.py\n    language: script\n  - id: b\n    name: mypy\n    entry: mypy\n    language: system\n  - id: c\n    name: Ensure the lock file is fresh\n    entry: x\n    language: system\n", []string{"No direct calls of the clock (pre-commit)"}, []string{"mypy", "lock file"}},
		{"hooks of collections", ".pre-commit-config.yaml", "repos:\n- repo: https://example.com/hooks\n  hooks:\n  - id: python-no-eval\n  - id: mixed-line-ending\n    args: [--fix=lf]\n  - id: no-commit-to-branch\n", []string{"no `eval()`", "line ends LF"}, []string{"branch"}},
	} {
		t.Run(c.name, func(t *testing.T) { wantWords(t, statements(readWith(c.path, c.content)), c.want, c.not) })
	}
}
