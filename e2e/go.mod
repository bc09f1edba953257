module github.com/cybedefend/vibedefend/e2e

go 1.26.0

require (
	github.com/gofrs/flock v0.13.1
	github.com/tailscale/hujson v0.0.0-20260727124030-b80ff77dac4f
)

require golang.org/x/sys v0.47.0 // indirect
