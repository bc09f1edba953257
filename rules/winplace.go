package rules

import "strings"

func windowsPath(s string) string {
	return cleanPath("/" + strings.ToLower(s[:1]) + ":/" + strings.ReplaceAll(strings.TrimLeft(s[min(2, len(s)):], `\/`), `\`, "/"))
}

func windowsPlace(rest string) place {
	low := strings.ToLower(rest)
	switch {
	case low == "" || low == "users":
		return placeRoot
	case strings.HasPrefix(low, "windows/temp/"):
		return placeTemp
	case strings.HasPrefix(low, "windows"), strings.HasPrefix(low, "program files"), strings.HasPrefix(low, "programdata"), strings.HasPrefix(low, "boot"), strings.HasPrefix(low, "recovery"):
		return placeSystem
	case strings.HasPrefix(low, "users/"):
		if strings.Count(low, "/") == 1 {
			return placeHomeRoot
		}
		if strings.Contains(low, "/appdata/local/temp/") {
			return placeTemp
		}
		return placeHome
	}
	return placeWork
}

// isDisk reports whether p is a raw disk or partition.
func isDisk(p string) bool {
	if !strings.HasPrefix(p, "/dev/") {
		return strings.Contains(p, "physicaldrive")
	}
	n := p[len("/dev/"):]
	for _, k := range [...]string{"sd", "hd", "vd", "xvd", "nvme", "mmcblk", "disk", "rdisk", "mapper/", "md", "dm-", "loop", "nbd", "zd", "sr", "ram", "mem", "kmem", "port", "mtd", "disk/by-", "vg", "root"} {
		if strings.HasPrefix(n, k) {
			return true
		}
	}
	return false
}
