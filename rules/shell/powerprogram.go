package shell

import "strings"

// powerProgram takes away what stands before the program that runs: the call
// operators, "return", and Start-Process with its own options.
func powerProgram(words []Word) []Word {
	for len(words) > 0 {
		switch t := strings.ToLower(words[0].Text); {
		case t == "&" || t == "." && len(words) > 1 || t == "return":
			words = words[1:]
		case t == "start-process" || t == "saps":
			words = started(words[1:])
		default:
			return words
		}
	}
	return words
}

// started is the command line of Start-Process.
func started(words []Word) []Word {
	var program, args []Word
	for i := 0; i < len(words); i++ {
		t := strings.ToLower(words[i].Text)
		switch {
		case len(t) > 1 && strings.HasPrefix("-filepath", t):
		case t == "-args" || len(t) > 1 && strings.HasPrefix("-argumentlist", t):
			for i++; i < len(words) && !(strings.HasPrefix(words[i].Text, "-") && len(words[i].Text) > 4); i++ {
				for _, p := range strings.FieldsFunc(words[i].Text, func(r rune) bool { return r == ',' || r == ' ' }) {
					w := words[i]
					w.Text = p
					args = append(args, w)
				}
			}
			i--
		case t == "-verb" && i+1 < len(words): // stays, as RunAs asks for more rights
			args = append(args, words[i], words[i+1])
			i++
		case t == "-windowstyle" || t == "-workingdirectory" || strings.HasPrefix(t, "-redirect") || t == "-credential":
			i++
		case strings.HasPrefix(t, "-") && len(program) == 0:
		default:
			if len(program) == 0 {
				program = words[i : i+1]
			} else {
				args = append(args, words[i])
			}
		}
	}
	return append(program[:len(program):len(program)], args...)
}

// powerDeletes recognises .NET's own ways: [IO.Directory]::Delete(x) and
// (Get-Item x).Delete().
func powerDeletes(words []Word) (Word, bool) {
	w := words[0]
	low := lowerASCII(w.Text)
	for _, p := range [...]string{"[system.io.directory]::delete", "[io.directory]::delete", "[system.io.file]::delete", "[io.file]::delete"} {
		if strings.HasPrefix(low, p) {
			w.Text = strings.Trim(w.Text[len(p):], " ,'\"")
			if w.Text == "" && len(words) > 1 {
				w = words[1]
				w.Text = strings.Trim(w.Text, " ,")
			}
			return w, w.Text != ""
		}
	}
	if name := powerName(low); len(words) > 1 && (name == "get-item" || name == "gi" || name == "get-childitem") {
		w = words[len(words)-1]
		if !strings.Contains(lowerASCII(w.Text), ".delete") && len(words) > 2 {
			w = words[len(words)-2]
		}
		if i := strings.Index(lowerASCII(w.Text), ".delete"); i > 0 {
			w.Text = w.Text[:i]
			return w, true
		}
	}
	return Word{}, false
}

// powerReads recognises .NET's own ways to read a file whole:
// [IO.File]::ReadAllText(x).
func powerReads(words []Word) (Word, bool) {
	w := words[0]
	low := lowerASCII(w.Text)
	for _, p := range [...]string{"[system.io.file]::read", "[io.file]::read"} {
		if !strings.HasPrefix(low, p) {
			continue
		}
		if i := strings.IndexByte(w.Text, '('); i > 0 {
			w.Text = w.Text[i+1:]
		} else if len(words) > 1 {
			w = words[1]
		}
		w.Text = strings.Trim(w.Text, " ,()'\"")
		return w, w.Text != ""
	}
	return Word{}, false
}
