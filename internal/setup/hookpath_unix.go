//go:build !windows

package setup

import "github.com/cybedefend/vibedefend/internal/home"

func hookPath(d home.Dir) string { return d.Hook() }
