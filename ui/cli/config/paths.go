package config

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Auto is the value of --log and --record for the location of the XDG base
// directory specification. A file of that name is "./auto".
const Auto = "auto"

// LogPath returns the log file for the value of --log; Auto is its XDG location.
func LogPath(path string, env func(string) string) (string, error) {
	if path != Auto {
		return path, nil
	}
	return insteadOfAuto(xdgPath(env, "XDG_STATE_HOME", ".local/state", "floorwatch.log"))
}

// insteadOfAuto adds to an error about the location of Auto what to write.
func insteadOfAuto(path string, err error) (string, error) {
	if err != nil {
		err = fmt.Errorf("%w: name the place instead of auto", err)
	}
	return path, err
}

// Home replaces a leading "~/" by the home directory, which no shell does inside a file or after "--flag=". Any
// other path that begins with "~" is an error, or else a folder of that name would be created.
func Home(path string) (string, error) {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok {
		return path, nil
	}
	if rest != "" && !os.IsPathSeparator(rest[0]) {
		return "", errors.New("begins with ~: write the path from / or ~/ on")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("begins with ~/, and HOME is not set: write the path from / on")
	}
	return filepath.Join(home, rest), nil
}

// expandHome applies Home to every path of the file.
func (c *Config) expandHome() (wrong []problem) {
	paths := map[string]*string{
		"api.token_file": &c.API.TokenFile, "api.ca_file": &c.API.CAFile, "screen.export": &c.Screen.Export,
		"record.dir": &c.Record.Dir, "history.dir": &c.History.Dir, "serve.socket": &c.Serve.Socket,
	}
	for i := range c.Routes {
		paths[fmt.Sprintf("alert[%d].webhook_file", i)] = &c.Routes[i].File
		paths[fmt.Sprintf("alert[%d].file", i)] = &c.Routes[i].OldFile
	}
	for key, path := range paths {
		full, err := Home(*path)
		if err != nil {
			wrong = append(wrong, problem{key: key, text: err.Error()})
			continue
		}
		*path = full
	}
	return wrong
}

// RecordDir returns the folder for --record or [record] dir; Auto is its XDG location.
func RecordDir(dir string, env func(string) string) (string, error) {
	if dir != Auto {
		return dir, nil
	}
	return insteadOfAuto(xdgPath(env, "XDG_DATA_HOME", ".local/share", ""))
}

// HistoryDir returns the folder for [history] dir; Auto is its XDG location.
func HistoryDir(dir string, env func(string) string) (string, error) {
	if dir != Auto {
		return dir, nil
	}
	return insteadOfAuto(xdgPath(env, "XDG_STATE_HOME", ".local/state", "history"))
}

// StatePath returns the file of the screen's arrangement.
func StatePath(env func(string) string) (string, error) {
	return xdgPath(env, "XDG_STATE_HOME", ".local/state", "screen.json")
}

// AlertsPath returns the file of the alerts that were sent, one for each configuration: in the folder that
// systemd gives the service, if it does.
func AlertsPath(env func(string) string, cfgPath string) (string, error) {
	if abs, err := filepath.Abs(cfgPath); err == nil {
		cfgPath = abs
	}
	sum := sha256.Sum256([]byte(cfgPath))
	name := "alerts-" + hex.EncodeToString(sum[:4]) + ".json"
	if dir, _, _ := strings.Cut(env("STATE_DIRECTORY"), ":"); filepath.IsAbs(dir) {
		return filepath.Join(dir, name), nil
	}
	return xdgPath(env, "XDG_STATE_HOME", ".local/state", name)
}

// UserPath returns the path of the user's configuration.
func UserPath(env func(string) string) (string, error) {
	path, err := xdgPath(env, "XDG_CONFIG_HOME", ".config", "config.toml")
	if err != nil {
		return "", fmt.Errorf("%w: name the configuration with --config FILE", err)
	}
	return path, nil
}

// xdgPath returns a path in our folder below a variable's folder or, if that is not an
// absolute path, which the specification says to ignore, below HOME.
func xdgPath(env func(string) string, variable, below, name string) (string, error) {
	dir := env(variable)
	if !filepath.IsAbs(dir) {
		home := cmp.Or(env("HOME"), env("USERPROFILE")) // the latter on Windows
		if !filepath.IsAbs(home) {
			return "", fmt.Errorf("neither %s nor HOME is set to an absolute path", variable)
		}
		dir = filepath.Join(home, filepath.FromSlash(below))
	}
	return filepath.Join(dir, "floorwatch", name), nil
}
