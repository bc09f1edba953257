package installers

// claudeDenies are rules of Claude Code's own for the places that hold
// credentials. They hold for mentions with @ too, which no hook sees.
var claudeDenies = []string{
	"Read(~/.ssh/**)",
	"Read(~/.gnupg/**)",
	"Read(~/.aws/**)",
	"Read(~/.azure/**)",
	"Read(~/.config/gcloud/**)",
	"Read(~/.kube/**)",
	"Read(~/.docker/config.json)",
	"Read(~/.netrc)",
	"Read(~/.git-credentials)",
	"Read(~/.npmrc)",
	"Read(~/.pypirc)",
	"Read(./.env)",
	"Read(./.env.local)",
	"Read(./.env.production)",
}
