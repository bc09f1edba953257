package code

// ExamineUnguarded is Examine without its last resort, for the fuzz tests.
var ExamineUnguarded = examine

// Generated is the catalogue with the detectors that are made only when asked for.
func Generated() []Rule {
	out := append([]Rule(nil), Rules()...)
	for n := range detectorMakers {
		r := &out[detectorRules[n]]
		r.Detect = append(r.Detect, *detectorAt(n).det)
	}
	return out
}
