package rules

import (
	"strings"

	"github.com/cybedefend/vibedefend/rules/shell"
)

// disks judges tools that make, cut or wipe file systems. Reading forms and
// image files pass.
func (j *judgement) disks(c *shell.Call) {
	name := c.Name
	if strings.HasPrefix(name, "mkfs.") || strings.HasPrefix(name, "newfs_") {
		name = "mkfs"
	}
	switch name {
	case "mkfs", "mke2fs", "mkswap", "mkntfs", "mkdosfs", "mkexfatfs", "newfs", "mkreiserfs":
		if c.Has("-n") && name != "mkswap" && strings.Contains(c.Name, "ext") {
			return
		}
		j.onDisk(c, false)
	case "fdisk", "sfdisk", "gdisk", "cfdisk", "parted", "cgdisk", "partx", "wipefs", "sgdisk", "gparted", "kpartx", "format.com":
		if c.Has("-l", "--list", "-p", "--print", "--help", "-V", "--version", "-J", "--json", "-d", "--dump") && name != "parted" && name != "gdisk" && name != "wipefs" && len(c.Args) <= 2 && !c.Has("-w", "-f", "--force") {
			return
		}
		if name == "parted" && (anyArg(c, []string{"print"}) || c.Has("-l", "--list")) || name == "wipefs" && c.Has("-n", "--no-act", "-J") {
			return
		}
		if name == "wipefs" && !c.Has("-a", "--all", "-o", "-f", "--offset") {
			return
		}
		j.onDisk(c, true)
	}
}

func (j *judgement) onDisk(c *shell.Call, bare bool) {
	for _, o := range c.Operands("-L -t --type -b -N -O -m -U -E") {
		if t := j.aim(o, c.Dir); j.site.where(t) == placeDevice {
			j.signal("sys.disk", c, t.abs, t.text)
			return
		} else if !t.glob && strings.HasPrefix(o.Text, "$") {
			j.signal("sys.disk", c, "", o.Text)
			return
		}
	}
}
