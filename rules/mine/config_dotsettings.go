package mine

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

func isDotSettings(p string) bool { return path.Ext(p) == ".DotSettings" }

// resharper is one setting of a .DotSettings file.
type resharper struct {
	key, value string
	line       int
}

// readDotSettings reads what a team set in ReSharper or Rider: inspections
// that warn, how names are written, where `var` and braces stand.
func readDotSettings(p string, content []byte) []business.Rule {
	set := dotSettings(content)
	items := append(inspections(set), codeStyles(set)...)
	items = append(items, namingRules(set)...)
	if skipped := skippedFolders(set); skipped != "" && strings.HasSuffix(p, ".sln.DotSettings") {
		items = append(items, said{theme: themeNames, text: "namespaces leave out the folders " + skipped, line: 1, weak: true})
	}
	return styleCards(p, "ReSharper settings", styleScore, withoutVarEchoes(items))
}

// dotSettings are the settings of a file in order, keys with their codes read.
func dotSettings(content []byte) []resharper {
	d := xml.NewDecoder(bytes.NewReader(content))
	var out []resharper
	var cur *resharper
	for len(out) < 5000 {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		switch t := tok.(type) {
		case xml.StartElement:
			for _, a := range t.Attr {
				if a.Name.Local == "Key" {
					line, _ := d.InputPos()
					out = append(out, resharper{key: uncoded(a.Value), line: line})
					cur = &out[len(out)-1]
				}
			}
		case xml.CharData:
			if cur != nil && len(cur.value)+len(t) < 8<<10 {
				cur.value += string(t)
			}
		case xml.EndElement:
			cur = nil
		}
	}
	return out
}

// uncoded reads "_002E" as the sign of that number.
func uncoded(key string) string {
	var b strings.Builder
	for i := 0; i < len(key); i++ {
		if key[i] == '_' && i+5 <= len(key) {
			if n, err := strconv.ParseUint(key[i+1:i+5], 16, 16); err == nil && n >= 0x20 && n < 0x7f {
				b.WriteByte(byte(n))
				i += 4
				continue
			}
		}
		b.WriteByte(key[i])
	}
	return b.String()
}

// between is what stands in a key behind one part and in front of "/@".
func between(key, part string) (string, bool) {
	i := strings.Index(key, part)
	if i < 0 {
		return "", false
	}
	name, _, ok := strings.Cut(key[i+len(part):], "/@")
	return name, ok
}

// inspections words those that a team raised to a warning or an error.
func inspections(set []resharper) []said {
	words := inspectionWords()
	var out []said
	for _, s := range set {
		id, ok := between(s.key, "/InspectionSeverities/=")
		if text := words[strings.TrimSuffix(strings.TrimSuffix(id, ".Local"), ".Global")]; ok && text != "" && (s.value == "WARNING" || s.value == "ERROR") {
			out = append(out, said{theme: "C#", text: text, line: s.line})
		}
	}
	return out
}

// codeStyles words preferences of code, and leaves layout to the formatter.
func codeStyles(set []resharper) []said {
	words := resharperStyles()
	var out []said
	braces := false
	for _, s := range set {
		name, ok := between(s.key, "/CodeStyle/")
		if !ok {
			continue
		}
		name = name[strings.LastIndexByte(name, '/')+1:]
		if strings.HasPrefix(name, "BRACES_FOR_") {
			if braces {
				continue
			}
			braces, name = true, "BRACES"
		}
		text := words[name+" "+s.value]
		if n, err := strconv.Atoi(s.value); name == "WRAP_LIMIT" && err == nil && n >= 60 && n <= 400 && strings.Contains(s.key, "CSharpFormat") {
			text = fmt.Sprintf("lines of at most %d characters", n)
		}
		if text != "" && !slices.ContainsFunc(out, func(o said) bool { return o.text == text }) {
			out = append(out, said{theme: "C#", text: text, line: s.line})
		}
	}
	return varsTogether(out)
}

// varsTogether says "everywhere" where all three kinds of types stand so.
func varsTogether(items []said) []said {
	all := []string{"`var` for built-in types too", "`var` for simple types", "`var` instead of the type"}
	for _, text := range all {
		if !slices.ContainsFunc(items, func(s said) bool { return s.text == text }) {
			return items
		}
	}
	first := slices.IndexFunc(items, func(s said) bool { return slices.Contains(all, s.text) })
	items[first].text = "`var` everywhere"
	return slices.DeleteFunc(items, func(s said) bool { return slices.Contains(all, s.text) })
}

// policy is how names of one kind are written.
type policy struct {
	Prefix string `xml:"Prefix,attr"`
	Suffix string `xml:"Suffix,attr"`
	Style  string `xml:"Style,attr"`
	Extra  []struct {
		Prefix string `xml:"Prefix,attr"`
		Style  string `xml:"Style,attr"`
	} `xml:"ExtraRule"`
}

// namingRules words the names of kinds; what all of C# does is none.
func namingRules(set []resharper) []said {
	kinds := map[string]string{"PrivateInstanceFields": "private fields", "PrivateStaticFields": "private static fields", "PrivateStaticReadonly": "private static readonly fields", "PrivateConstants": "private constants", "Constants": "constants", "StaticReadonly": "static readonly fields", "PublicFields": "public fields", "LocalConstants": "local constants", "LocalFunctions": "local functions", "Locals": "locals", "Parameters": "parameters", "EnumMember": "members of enums", "TypeParameters": "type parameters"}
	styles := map[string]string{"aaBb": "camelCase", "AaBb": "PascalCase", "AA_BB": "ALL_UPPER", "aa_bb": "all_lower"}
	var out []said
	for _, s := range set {
		kind, ok := between(s.key, "/PredefinedNamingRules/=")
		what := kinds[kind]
		if !ok || what == "" {
			continue
		}
		var p policy
		if xml.Unmarshal([]byte(s.value), &p) != nil || styles[p.Style] == "" || len(p.Prefix)+len(p.Suffix) > 12 || strings.ContainsAny(p.Prefix+p.Suffix, "` ") {
			continue
		}
		how := "in `" + p.Prefix + styles[p.Style] + p.Suffix + "`"
		if p.Prefix != "" {
			how = "begin with `" + p.Prefix + "`: `" + p.Prefix + styles[p.Style] + "`"
		}
		if len(p.Extra) == 1 && styles[p.Extra[0].Style] != "" {
			how += " or `" + p.Extra[0].Prefix + styles[p.Extra[0].Style] + "`"
		}
		if !plainCase(what, how) {
			out = append(out, said{theme: themeNames, text: what + " " + how, line: s.line})
		}
	}
	return out
}

// skippedFolders are those that give no part of a namespace, quoted.
func skippedFolders(set []resharper) string {
	var dirs []string
	for _, s := range set {
		if d, ok := between(s.key, "/NamespaceFoldersToSkip/="); ok && s.value == "True" && !strings.ContainsAny(d, "`") {
			dirs = append(dirs, strings.ReplaceAll(d, "\\", "/"))
		}
	}
	if len(dirs) == 0 {
		return ""
	}
	return quotedAnd(dirs, 6)
}
