package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// loadedVar judges a variable that is shown after the line has loaded a file
// of secrets: its value may come from there, whatever it is called.
func (j *judgement) loadedVar(c *shell.Call) {
	j.loaded = j.loaded || j.loadsSecrets(c)
	if !j.loaded || !shows(c.Name) {
		return
	}
	name := ""
	for i := range c.Args {
		for _, v := range c.Args[i].Vars {
			if !plainVar(v) {
				name = v
			}
		}
	}
	if name == "" || !j.exposed(c) {
		return
	}
	j.signal("secret.loaded-var", c, "", "$"+name)
}

// loadsSecrets reports a call that loads a file of secrets into the shell.
func (j *judgement) loadsSecrets(c *shell.Call) bool {
	switch c.Name {
	case ".", "source":
		return len(c.Args) > 0 && j.isEnvFile(c, c.Args[0])
	case "export", "eval", "declare":
		for i := range c.Args {
			for _, f := range c.Args[i].From {
				for _, o := range fileArgs(f) {
					if j.isEnvFile(f, o) {
						return true
					}
				}
			}
		}
	}
	return false
}

func (j *judgement) isEnvFile(c *shell.Call, w shell.Word) bool {
	return secretKind(j.aim(w, c.Dir).abs, j.site.home) == "environment file"
}

// plainVar reports names that say that the value is no secret.
func plainVar(name string) bool {
	up := strings.ToUpper(name)
	for _, s := range [...]string{"PATH", "HOME", "DIR", "PORT", "HOST", "HOSTNAME", "ENV", "ENVIRONMENT", "VERSION", "NAME", "REGION", "ZONE", "LEVEL", "MODE", "DEBUG", "STAGE", "BRANCH", "USER", "PWD", "SHELL", "LANG", "TZ", "DOMAIN", "ENABLED", "TIMEOUT", "COUNT", "SIZE", "LIMIT", "TYPE", "FORMAT", "PROJECT", "BUCKET", "IMAGE", "TAG", "PREFIX", "SUFFIX", "ENDPOINT", "BASE_URL", "API_URL", "APP_URL", "LINE", "FILE", "I", "F", "STATUS"} {
		if up == s || strings.HasSuffix(up, "_"+s) {
			return !secretVar(name)
		}
	}
	return len(name) > 0 && (name[0] >= '0' && name[0] <= '9' || strings.ContainsAny(name[:1], "?#@*!$-"))
}
