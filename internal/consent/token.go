package consent

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/cybedefend/vibedefend/internal/bare"
	"github.com/cybedefend/vibedefend/internal/home"
)

// Credentials is the file of the tokens, readable by the user alone.
func Credentials(d home.Dir) string { return filepath.Join(string(d), "credentials.json") }

// Account names whose token is needed: the region's, or the one of a company's
// own endpoint, which must never see the region's.
func (s Settings) Account() string {
	if s.Endpoint != "" {
		return s.Endpoint
	}
	return string(s.Region)
}

// token looks for the token of an account. A stored one comes before the
// environment, which a repository can set for the hooks of some agents.
func (p Place) token(account string) (token, from string, err error) {
	if p.Managed != "" {
		if o, err := object(filepath.Join(p.Managed, "credentials.json")); err == nil {
			if t := o.Get("tokens").Map()[account].String(); t != "" {
				return t, "the machine", nil
			}
		}
	}
	all, err := tokens(p.Dir)
	if err != nil {
		return "", "", err
	}
	if t := all[account]; t != "" {
		return t, "login", nil
	}
	if t := strings.TrimSpace(p.Getenv("CYBEDEFEND_TOKEN")); t != "" && CheckToken(t) == nil {
		return t, "CYBEDEFEND_TOKEN", nil
	}
	return "", "", nil
}

// CheckToken refuses what cannot stand in a header of one line.
func CheckToken(t string) error {
	switch {
	case t == "":
		return errors.New("the token is empty")
	case len(t) > 8<<10:
		return errors.New("the token is longer than 8 KiB")
	case strings.ContainsFunc(t, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return errors.New("the token holds spaces, line ends or characters that no token has")
	}
	return nil
}

func tokens(d home.Dir) (map[string]string, error) {
	raw, err := bare.ReadFile(Credentials(d))
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read credentials: %w", err)
	}
	if !gjson.ValidBytes(raw) {
		return nil, fmt.Errorf("read credentials: %s is damaged, log in again", Credentials(d))
	}
	all := map[string]string{}
	for k, v := range gjson.GetBytes(raw, "tokens").Map() {
		all[k] = v.String()
	}
	return all, nil
}

// LoggedIn reports whether a token is stored for the account of s.
func LoggedIn(d home.Dir, s Settings) bool {
	all, err := tokens(d)
	return err == nil && all[s.Account()] != ""
}

// Login stores the token for the account of s.
func Login(d home.Dir, s Settings, token string) error {
	if s.Region == Local {
		return errors.New("the region is local: there is nothing to log in to")
	}
	if err := CheckToken(token); err != nil {
		return err
	}
	all, err := tokens(d)
	if err != nil {
		all = map[string]string{} // logging in again is how a damaged file is mended
	}
	all[s.Account()] = token
	return writeTokens(d, all)
}

// Logout removes all tokens. It reports whether there were any.
func Logout(d home.Dir) (bool, error) {
	err := os.Remove(Credentials(d))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("remove credentials: %w", err)
	}
	return true, nil
}

func writeTokens(d home.Dir, all map[string]string) error {
	raw, err := json.MarshalIndent(map[string]any{"version": 1, "tokens": all}, "", "  ")
	if err != nil {
		return fmt.Errorf("encode credentials: %w", err)
	}
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return fmt.Errorf("write credentials: %w", err)
	}
	tmp, err := os.CreateTemp(string(d), ".credentials-*") // 0600 from the start
	if err != nil {
		return fmt.Errorf("write credentials: %w", err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(append(raw, '\n'))
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), Credentials(d))
	}
	if err != nil {
		return fmt.Errorf("write credentials: %w", err)
	}
	return nil
}
