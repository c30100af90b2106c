package acquire

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"floorwatch/poller/regular"
)

// maxTokenFile is far more than a token with notes below it.
const maxTokenFile = 64 << 10

// readTokenFile reads the token from a file that only its owner can access. It checks the
// open file, so that it cannot be replaced in between.
func readTokenFile(name string) (Secret, error) {
	raw, info, err := regular.Read(name, maxTokenFile)
	switch {
	case errors.Is(err, regular.ErrNot):
		return Secret{}, fmt.Errorf("api.token_file: %s is not a regular file: name the file that holds the token", name)
	case info == nil && !filepath.IsAbs(name):
		return Secret{}, fmt.Errorf("api.token_file: %s %s, and is looked for in the folder where floorwatch starts: write the path from / or ~/ on", name, regular.Reason(err))
	case info == nil:
		return Secret{}, fmt.Errorf("api.token_file: %s %s", name, regular.Reason(err))
	}
	if err := CheckSecretFile(name, info); err != nil {
		return Secret{}, fmt.Errorf("api.token_file: %w", err)
	}
	if err != nil {
		return Secret{}, fmt.Errorf("api.token_file: %s %s", name, regular.Reason(err))
	}
	if _, more, _ := strings.Cut(string(raw), "\n"); strings.TrimSpace(more) != "" {
		return Secret{}, fmt.Errorf("api.token_file: %s holds more than one line: leave only the token in it", name)
	}
	s, err := parseToken(string(raw))
	if err != nil {
		return Secret{}, fmt.Errorf("api.token_file: %s: %w", name, err)
	}
	return s, nil
}

// TokenIsOthers reports whether the token is in a file that this user may not read, as on a machine where only the
// server's user may.
func (c Config) TokenIsOthers() bool {
	if c.TokenFile == "" {
		return false
	}
	_, _, err := regular.Read(c.TokenFile, maxTokenFile)
	return errors.Is(err, fs.ErrPermission)
}

// CheckSecretFile returns an error unless the file belongs to us or root and nobody else can access it. Root may use
// anybody's: `floorwatch check` as root tests the token of the service's user.
func CheckSecretFile(name string, info fs.FileInfo) error {
	return checkSecretFile(name, info, os.Geteuid() == 0)
}

func checkSecretFile(name string, info fs.FileInfo, root bool) error {
	if uid, ok := regular.Foreign(info); ok && !root {
		return fmt.Errorf("%s belongs to user %d: it must belong to you or to root", name, uid)
	}
	if regular.ModeBits && info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("others can read or write %s (mode %#o): type: chmod 600 %s", name, info.Mode().Perm(), ShellQuote(name))
	}
	return nil
}

// ShellQuote quotes a path as an argument for a shell.
func ShellQuote(path string) string {
	if strings.HasPrefix(path, "-") {
		path = "./" + path
	}
	odd := func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+,:@%=", r)
	}
	if strings.IndexFunc(path, odd) < 0 {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
