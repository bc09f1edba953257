// Package consent knows what a person and the machine decided about data:
// the region, whether metadata may be sent and as whom, and what the local
// trail holds beside the default. It reads files and opens nothing.
//
// A repository is asked one thing only: whether its own region differs, which
// stops its events from being sent.
package consent

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
)

// Settings decide what is kept, and whether, where and as whom metadata of
// events is sent.
type Settings struct {
	Region  Region
	Consent bool
	// Endpoint is a company's own OpenTelemetry endpoint, "" for the region's.
	Endpoint string
	// CA is a file of further certificates to trust for sending.
	CA    string
	Token string
	// TokenFrom says where the token was found, "" without one.
	TokenFrom string
	// HashPaths replaces paths by their hash.
	HashPaths bool
	// Why says why nothing is sent, "" when it is.
	Why string

	// Every keeps plain allows in the local trail as well.
	Every bool
	// Commands keeps commands in the local trail, secrets masked.
	Commands bool
	// Keep is how long the local trail is kept, 0 for the default.
	Keep time.Duration
	// MaxBytes and MaxAge say when a file of the trail is put aside, 0 for the
	// default.
	MaxBytes int64
	MaxAge   time.Duration
}

// Place is where settings are read from.
type Place struct {
	Dir     home.Dir
	Managed string // folder of the machine's policy, "" for none
	Getenv  func(string) string
}

const maxFile = 1 << 20

// Load reads the settings. What the machine's administrator says comes before
// what the user says, key by key. Where only the credentials cannot be read,
// the settings are good and the error tells why nothing is sent.
func Load(p Place) (Settings, error) {
	managed, err := p.managed()
	if err != nil {
		return Settings{}, err
	}
	own, err := object(p.Dir.Config())
	if err != nil {
		return Settings{}, err
	}
	get := func(key string) gjson.Result {
		if v := managed.Get(key); v.Exists() {
			return v
		}
		return own.Get(key)
	}
	s := Settings{
		Region: Local, Consent: get("telemetry.enabled").Bool(), Endpoint: get("telemetry.endpoint").String(),
		CA: get("telemetry.ca").String(), HashPaths: get("telemetry.hashPaths").Bool(),
		Every: get("audit.every").Bool(), Commands: get("audit.commands").Bool(), Keep: days(get("audit.keepDays")),
		MaxBytes: max(0, get("audit.maxMegabytes").Int()) << 20, MaxAge: days(get("audit.rotateDays")),
	}
	if r := get("region").String(); r != "" {
		if s.Region, err = ParseRegion(r); err != nil {
			return Settings{}, fmt.Errorf("read configuration: %w", err)
		}
	}
	if s.Token, s.TokenFrom, err = p.token(s.Account()); err != nil {
		s.Why = err.Error()
		return s, err
	}
	s.Why = s.whyNot(p.Getenv)
	return s, nil
}

func days(v gjson.Result) time.Duration {
	return time.Duration(min(max(0, v.Int()), 36500)) * 24 * time.Hour
}

func (p Place) managed() (gjson.Result, error) {
	if p.Managed == "" {
		return gjson.Result{}, nil
	}
	return object(filepath.Join(p.Managed, "policy.json"))
}

// object reads a JSON object; a missing or empty file is an empty one.
func object(path string) (gjson.Result, error) {
	raw, err := bare.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return gjson.Result{}, nil
	}
	if err != nil {
		return gjson.Result{}, fmt.Errorf("read configuration: %w", err)
	}
	text := strings.TrimSpace(strings.TrimPrefix(bare.Text(raw), "\xef\xbb\xbf"))
	if text == "" {
		return gjson.Result{}, nil
	}
	if len(raw) > maxFile || !gjson.Valid(text) || text[0] != '{' {
		return gjson.Result{}, fmt.Errorf("read configuration: %s is not a JSON object", path)
	}
	return gjson.Parse(text), nil
}

func (s Settings) whyNot(getenv func(string) string) string {
	switch {
	case s.Region == Local:
		return "the region is local: nothing leaves this machine"
	case !s.Consent:
		return "sending is off (vibedefend telemetry on)"
	case getenv("DO_NOT_TRACK") != "" && getenv("DO_NOT_TRACK") != "0":
		return "DO_NOT_TRACK is set"
	case getenv("VIBEDEFEND_TELEMETRY") == "off":
		return "VIBEDEFEND_TELEMETRY is off"
	case s.Token == "":
		return "no token (vibedefend login)"
	}
	return ""
}

// Spool is the folder of what waits to be sent. Each region has its own, so
// that a machine that changes its region sends nothing of the former to the
// new one.
func (s Settings) Spool(d home.Dir) string { return filepath.Join(SpoolRoot(d), string(s.Region)) }

// SpoolRoot holds the spools of all regions.
func SpoolRoot(d home.Dir) string { return filepath.Join(string(d), "spool") }

// Project is what a repository says about itself.
type Project struct {
	ID     string // its project at CybeDefend, "" where it names none
	Region string // as written, "" where it names none
}

// OfRepository reads what the repository at root says. Its file comes from
// anyone: an identifier that is not a plain one is dropped.
func OfRepository(root string) (Project, error) {
	if root == "" {
		return Project{}, nil
	}
	o, err := object(filepath.Join(root, home.Base, "config.json"))
	if err != nil {
		return Project{}, err
	}
	p := Project{ID: o.Get("projectId").String(), Region: o.Get("region").String()}
	if !plain(p.ID) {
		p.ID = ""
	}
	return p, nil
}

// Fits reports whether events of a repository may go where the machine's go.
func (s Settings) Fits(p Project) bool {
	return p.Region == "" || strings.EqualFold(p.Region, string(s.Region))
}

func plain(id string) bool {
	for _, c := range id {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return len(id) <= 64
}
