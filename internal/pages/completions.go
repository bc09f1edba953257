package pages

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// Completions writes the completion script of each shell into dir, under the
// names that packages install them by.
func Completions(dir string, root *cobra.Command) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of the completions: %w", err)
	}
	name := root.Name()
	scripts := []struct {
		file  string
		write func(string) error
	}{
		{name + ".bash", func(p string) error { return root.GenBashCompletionFileV2(p, true) }},
		{"_" + name, root.GenZshCompletionFile},
		{name + ".fish", func(p string) error { return root.GenFishCompletionFile(p, true) }},
		{name + ".ps1", root.GenPowerShellCompletionFileWithDesc},
	}
	for _, s := range scripts {
		if err := s.write(filepath.Join(dir, s.file)); err != nil {
			return fmt.Errorf("write the completion script %s: %w", s.file, err)
		}
	}
	return nil
}
