package installers

import "github.com/cybedefend/vibedefend/internal/protect"

// void returns the test whether an agent would ignore a whole file.
func void(agent, form string) func([]byte) error {
	return func(src []byte) error { return protect.Void(agent, form, src) }
}
