package rules

// World answers the engine's questions about the machine. Every answer is
// read lazily from files; nothing is executed and nothing is written.
type World interface {
	// Home is the user's home folder, absolute.
	Home() string
	// Temp lists the folders for temporary files, links resolved.
	Temp() []string
	// Resolve returns path absolute and clean with the symbolic links of its
	// existing part resolved.
	Resolve(path string) string
	// ReadFile returns at most limit bytes of a file; more is an error.
	ReadFile(path string, limit int) ([]byte, error)
	// Exists tells files from folders; both false when there is nothing.
	Exists(path string) (file, dir bool)
	// Track tells how git sees a path of the repository at root, read from
	// the files below .git.
	Track(root, path string) TrackState
	// Guarded says whether path belongs to VibeDefend or configures an agent.
	Guarded(path string) Guard
}

// TrackState is how git sees a path.
type TrackState int

// What git knows of a path. Unknown is also the answer outside a repository.
const (
	TrackUnknown TrackState = iota
	Untracked
	Ignored
	Tracked  // as committed, as far as size and time tell
	Modified // tracked, with changes that no commit holds
)

// GuardClass says whose file a path is.
type GuardClass int

// The classes of guarded files.
const (
	GuardNone   GuardClass = iota
	GuardOurs              // policy, state, trail, binary: never writable for an agent
	GuardHooks             // a file of an agent that holds, or could hold, our hooks
	GuardConfig            // other configuration of an agent: ask
)

// Guard describes a guarded path.
type Guard struct {
	Class GuardClass
	Agent string
	// Intact judges the file's content after a change: nil when our entries
	// would still be there and nothing in it switches them off. Nil function:
	// any content is judged by Class alone.
	Intact func(after []byte) error
	// Quiet says that a change Intact accepts needs no question: the file is
	// one that agents change for good reasons (an editor's settings).
	Quiet bool
}
