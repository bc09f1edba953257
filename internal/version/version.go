// Package version knows which release this is.
package version

// Version is set by the release build; "dev" in a build from a checkout.
var Version = "dev"
