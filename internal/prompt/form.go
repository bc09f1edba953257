package prompt

import (
	"errors"
	"fmt"
	"io"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/huh"
	"github.com/charmbracelet/lipgloss"
)

// width is what the screens are drawn for.
const width = 78

// form asks on a terminal that can redraw.
type form struct {
	in    io.Reader
	out   io.Writer
	color bool
}

// Choose implements Asker. The cursor stands on a line that is no answer, so
// that Enter alone chooses nothing.
func (f form) Choose(q Question, options []Option) (string, error) {
	var got string
	list := []huh.Option[string]{huh.NewOption("(choose with the arrow keys)", "")}
	for _, o := range options {
		list = append(list, huh.NewOption(o.Label, o.Value))
	}
	field := huh.NewSelect[string]().Title(q.Title).Description(q.Text).Options(list...).Value(&got).
		Validate(func(s string) error {
			if s == "" {
				return errors.New("choose one with the arrow keys")
			}
			return nil
		})
	return got, f.run(field)
}

// Pick implements Asker.
func (f form) Pick(q Question, options []Option) ([]string, error) {
	var got []string
	list := make([]huh.Option[string], len(options))
	for i, o := range options {
		list[i] = huh.NewOption(o.Label, o.Value)
	}
	field := huh.NewMultiSelect[string]().Title(q.Title).Description(q.Text).
		Filterable(false).Value(&got).Options(list...)
	// Selected only now, in the list the field shares: huh scrolls to the first
	// option that is selected when it gets them, and hides those above.
	for i, o := range options {
		list[i] = list[i].Selected(o.Selected)
	}
	return got, f.run(field)
}

// Confirm implements Asker.
func (f form) Confirm(q Question, yes, no string) (bool, error) {
	var got bool
	field := huh.NewConfirm().Title(q.Title).Description(q.Text).Affirmative(yes).Negative(no).Value(&got).
		WithButtonAlignment(lipgloss.Left)
	return got, f.run(field)
}

// Type implements Asker.
func (f form) Type(q Question) (string, error) {
	var got string
	field := huh.NewInput().Title(q.Title).Description(q.Text).Value(&got)
	return got, f.run(field)
}

func (f form) run(field huh.Field) error {
	keys := huh.NewDefaultKeyMap()
	keys.Select.Filter.SetEnabled(false)
	keys.Quit = key.NewBinding(key.WithKeys("ctrl+c", "esc"))
	// Colours are those of the stream we draw on, not of stdout; only now, as
	// it asks the terminal for its background.
	lipgloss.SetDefaultRenderer(lipgloss.NewRenderer(f.out))
	err := huh.NewForm(huh.NewGroup(field)).WithTheme(theme(f.color)).WithKeyMap(keys).WithWidth(width).
		WithInput(f.in).WithOutput(f.out).Run()
	if errors.Is(err, huh.ErrUserAborted) {
		return ErrAborted
	}
	if err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	return nil
}

// theme is huh's base with one accent, readable on light and dark grounds.
func theme(color bool) *huh.Theme {
	t := huh.ThemeBase()
	t.Focused.SelectedPrefix = lipgloss.NewStyle().SetString("[x] ")
	t.Focused.ErrorMessage = lipgloss.NewStyle().SetString("")
	t.Focused.Description = lipgloss.NewStyle().PaddingBottom(1)
	if !color {
		t.Focused.FocusedButton = t.Focused.FocusedButton.Reverse(true)
		return t
	}
	accent := lipgloss.AdaptiveColor{Light: "#0B62A8", Dark: "#6CB6FF"}
	t.Focused.Title = t.Focused.Title.Bold(true).Foreground(accent)
	t.Focused.Base = t.Focused.Base.BorderForeground(accent)
	for _, s := range []*lipgloss.Style{&t.Focused.SelectSelector, &t.Focused.MultiSelectSelector, &t.Focused.SelectedPrefix} {
		*s = s.Foreground(accent)
	}
	t.Focused.FocusedButton = t.Focused.FocusedButton.Bold(true).
		Foreground(lipgloss.AdaptiveColor{Light: "#FFFFFF", Dark: "#0B1B2B"}).Background(accent)
	t.Focused.BlurredButton = t.Focused.BlurredButton.UnsetBackground().Foreground(lipgloss.AdaptiveColor{Light: "#444444", Dark: "#BBBBBB"})
	return t
}
