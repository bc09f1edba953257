package mine

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/cybedefend/vibedefend/rules/business"
)

// readAndroidLint reads what lint.xml makes errors.
func readAndroidLint(p string, content []byte) []business.Rule {
	known := switches{
		"UseCompatLoadingForDrawables": "load drawables with `AppCompatResources`, not `resources.getDrawable`", "UseCompatTextViewDrawableXml": "`app:drawable...Compat` on text views, not `android:drawable...`", "UseCompatLoadingForColorStateLists": "load colour lists with `AppCompatResources`",
		"HardcodedText": "no literal text in layouts: use string resources", "SetTextI18n": "no literal text in `setText`: use string resources", "MissingTranslation": "translate every string into all languages", "UnknownNullness": "nullness annotations on Java that Kotlin calls",
		"Recycle": "recycle or close typed arrays and cursors", "KeyboardInaccessibleWidget": "what can be clicked can be focused too", "MissingPermission": "check permissions before calls that need them", "ContentDescription": "a content description on images",
		"RtlHardcoded": "`start` and `end`, not `left` and `right`", "RtlSymmetry": "padding on both sides for right-to-left", "UnusedResources": "no unused resources", "StopShip": "no STOPSHIP comments", "LogNotTimber": "log with Timber, not `Log`", "ObsoleteSdkInt": "no checks for versions below the minimum",
		"NewApi": "no API above the minimum version without a check", "NotifyDataSetChanged": "no `notifyDataSetChanged`", "SmallSp": "text of at least 12sp", "SpUsage": "sizes of text in `sp`", "PxUsage": "`dp`, not `px`", "VectorPath": "short vector paths",
		"IconMissingDensityFolder": "icons in all densities", "TypographyEllipsis": "`…`, not `...`", "MissingQuantity": "all quantities of plurals", "ButtonStyle": "borderless buttons in button bars", "ComposeModifierMissing": "a `modifier` parameter on composables", "DefaultLocale": "a locale when changing case or formatting", "InlinedApi": "no constants above the minimum version without a check",
	}
	issue := regexp.MustCompile(`<issue\s[^>]*>`)
	attr := regexp.MustCompile(`(id|severity)\s*=\s*"([^"]*)"`)
	var items []said
	for _, at := range issue.FindAllIndex(content, 500) {
		vals := map[string]string{}
		for _, m := range attr.FindAllSubmatch(content[at[0]:at[1]], -1) {
			vals[string(m[1])] = string(m[2])
		}
		if t := known[vals["id"]]; t != "" && (vals["severity"] == "error" || vals["severity"] == "fatal") {
			items = append(items, said{theme: "Android", text: t, line: 1 + bytes.Count(content[:at[0]], []byte("\n"))})
		}
	}
	return styleCards(p, "lint.xml", styleScore, items)
}

// readPHPStan reads what the plug-in for forbidden calls forbids.
func readPHPStan(p string, content []byte) []business.Rule {
	doc := dig(yamlValue(bytes.ReplaceAll(content, []byte("\t"), []byte("    "))), "parameters")
	var out []business.Rule
	for _, x := range []struct{ key, item string }{{"disallowedFunctionCalls", "function"}, {"disallowedMethodCalls", "method"}, {"disallowedStaticCalls", "method"}, {"disallowedNamespaces", "namespace"}, {"disallowedClasses", "class"}, {"disallowedConstants", "constant"}, {"disallowedSuperglobals", "superglobal"}} {
		for _, d := range asList(dig(doc, x.key)) {
			for _, name := range asStrings(dig(d, x.item)) {
				short := strings.TrimSuffix(strings.TrimPrefix(name, `\`), "()")
				r := configured(business.BanCall, p, lineOf(content, name), &business.Check{Names: []string{short}}, "Do not use `%s`%s.", strings.TrimPrefix(name, `\`), because(strings.TrimSuffix(asString(dig(d, "message")), ".")))
				r.Scope.Paths = nil
				out = append(out, r)
			}
		}
	}
	return out
}
