package shell

import (
	"strings"
	"testing"
)

func TestFoldersOfWindows(t *testing.T) {
	for _, tt := range []struct{ shell, command, want string }{
		{"", "cd sub && rm x", "C:/Users/dev/shop/sub"},
		{"", "cd .. && rm x", "C:/Users/dev"},
		{"", "cd C:/data/a && rm x", "C:/data/a"},
		{"", "cd /c/data && rm x", "/c/data"},
		{"powershell", "cd sub; Remove-Item x", "C:/Users/dev/shop/sub"},
		{"powershell", `Set-Location -Path .\sub\deep; Remove-Item x`, "C:/Users/dev/shop/sub/deep"},
		{"powershell", `cd C:\data; Remove-Item x`, "C:/data"},
		{"cmd", `cd sub\deep & del x`, "C:/Users/dev/shop/sub/deep"},
		{"cmd", `cd /d D:\data & del x`, "D:/data"},
	} {
		calls := Analyze(tt.command, Options{Dir: "C:/Users/dev/shop", Home: "C:/Users/dev", Shell: tt.shell}).Calls
		if len(calls) == 0 || calls[len(calls)-1].Dir != tt.want {
			t.Errorf("%s: %+v, want %s", tt.command, calls, tt.want)
		}
	}
}

func TestDownloadsOfPowerShell(t *testing.T) {
	for command, want := range map[string]string{
		"Invoke-WebRequest -Uri https://example.com/x -OutFile x.ps1":        "x.ps1",
		"iwr https://example.com/x -outf x.ps1":                              "x.ps1",
		"irm https://example.com/x | iex":                                    "",
		"Start-BitsTransfer -Source https://e.com/x -Destination x.exe":      "x.exe",
		"curl.exe -fsSLo get.sh https://example.com/get.sh":                  "get.sh",
		"mkdir sub; cd sub; wget https://example.com/a.sh -OutFile a.sh; ls": "a.sh",
	} {
		var got []string
		for _, c := range Analyze(command, Options{Dir: "C:/p", Home: "C:/h", Shell: "powershell"}).Calls {
			got = append(got, Downloads(c)...)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", command, got, want)
		}
	}
}
