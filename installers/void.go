package installers

import (
	"errors"

	"github.com/cybedefend/vibedefend/internal/protect"
)

// void returns the test whether an agent would ignore a whole file. What only
// a newer release may know is noted, not refused.
func void(agent, form string) func([]byte) error {
	return func(src []byte) error {
		err := protect.Void(agent, form, src)
		if errors.Is(err, protect.ErrUnfamiliar) {
			return nil
		}
		return err
	}
}

// unfamiliar notes what in a file we do not know: if the agent does not know
// it either, it ignores the whole file.
func (p *Plan) unfamiliar(t Target, path, form string) {
	src, err := t.Env.FS.ReadFile(path)
	if err != nil {
		return
	}
	if err := protect.Void(p.Agent, form, src); errors.Is(err, protect.ErrUnfamiliar) {
		p.Notes = append(p.Notes, path+": "+err.Error()+"; an agent that does not know it ignores the whole file, our hooks included")
	}
}
