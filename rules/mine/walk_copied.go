package mine

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// copiedFolders are folders below "lib" and the like that others wrote: with a
// licence of another text than the repository's, or a package of another
// vendor. What they do is no convention of this project.
func (t tree) copiedFolders() []string {
	var out []string
	var licence []byte
	vendor, asked := "", false
	for _, f := range t.files {
		dir, base := path.Dir(f), strings.ToLower(path.Base(f))
		composer := base == "composer.json"
		if !composer && !strings.HasPrefix(base, "licen") && !strings.HasPrefix(base, "copying") || !belowLib(dir) {
			continue
		}
		if !asked {
			licence, vendor, asked = t.rootLicence(), t.composerVendor("composer.json"), true
		}
		if composer {
			if v := t.composerVendor(f); v != "" && vendor != "" && v != vendor {
				out = append(out, dir)
			}
			continue
		}
		if raw, err := t.read(f); err == nil && licence != nil && len(raw) > 200 && !bytes.Equal(licenceWords(raw), licence) {
			out = append(out, dir)
		}
	}
	return out
}

// belowLib reports whether a folder is one of several in a folder of libraries.
func belowLib(dir string) bool {
	parts := strings.Split(dir, "/")
	return len(parts) > 1 && slices.ContainsFunc(parts[:len(parts)-1], func(p string) bool {
		return slices.Contains([]string{"lib", "libs", "libraries", "third-party", "thirdparty", "3rdparty", "external", "externals", "contrib", "ext"}, strings.ToLower(p))
	})
}

// rootLicence is the text of the repository's own licence, nil for none.
func (t tree) rootLicence() []byte {
	for _, f := range t.files {
		if low := strings.ToLower(f); !strings.Contains(f, "/") && (strings.HasPrefix(low, "licen") || strings.HasPrefix(low, "copying")) {
			if raw, err := t.read(f); err == nil {
				return licenceWords(raw)
			}
		}
	}
	return nil
}

// licenceWords is what a licence says at first behind the lines that name
// whose it is.
func licenceWords(raw []byte) []byte {
	var out [][]byte
	for _, w := range bytes.Fields(raw[:min(len(raw), 8<<10)]) {
		if len(w) > 3 && !bytes.ContainsAny(w, "0123456789@<>()") {
			out = append(out, bytes.ToLower(w))
		}
	}
	if len(out) > 60 {
		out = out[40:60]
	}
	return bytes.Join(out, []byte(" "))
}

// composerVendor is the first part of the name of a package of PHP.
func (t tree) composerVendor(f string) string {
	raw, err := t.read(f)
	if err != nil || len(raw) > 1<<20 {
		return ""
	}
	vendor, _, ok := strings.Cut(gjson.GetBytes(raw, "name").Str, "/")
	if !ok {
		return ""
	}
	return vendor
}

// withoutCopied leaves out what lies in copied folders.
func (t tree) withoutCopied() tree {
	copied := t.copiedFolders()
	if len(copied) == 0 {
		return t
	}
	t.files = slices.DeleteFunc(t.files, func(f string) bool {
		return slices.ContainsFunc(copied, func(d string) bool { return strings.HasPrefix(f, d+"/") })
	})
	return t
}
