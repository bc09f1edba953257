package code

// ExamineUnguarded is Examine without its last resort, for the fuzz tests.
var ExamineUnguarded = examine

// Generated is the catalogue with the detectors that are made only when asked for.
func Generated() []Rule {
	out := append([]Rule(nil), catalog...)
	for _, d := range detectors {
		out[d.rule].Detect = append(out[d.rule].Detect, d.make())
	}
	return out
}
