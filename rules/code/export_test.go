package code

// ExamineUnguarded is Examine without its last resort, for the fuzz tests.
var ExamineUnguarded = examine
