package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
)

// auto is the word of --log and --record that stands for where the XDG base
// directory specification has such files. A file of that name is "./auto".
const auto = "auto"

// autoLog returns the path that --log names.
func autoLog(path string, env environ) (string, error) {
	if path != auto {
		return path, nil
	}
	return xdgPath(env, "XDG_STATE_HOME", ".local/state", "floorwatch.log")
}

// autoRecord returns the folder that --record or dir under [record] names.
func autoRecord(dir string, env environ) (string, error) {
	if dir != auto {
		return dir, nil
	}
	return xdgPath(env, "XDG_DATA_HOME", ".local/share", "")
}

// statePath is where the arrangement of the screen belongs.
func statePath(env environ) (string, error) {
	return xdgPath(env, "XDG_STATE_HOME", ".local/state", "screen.json")
}

// userConfigPath is where the configuration belongs.
func userConfigPath(env environ) (string, error) {
	path, err := xdgPath(env, "XDG_CONFIG_HOME", ".config", "config.toml")
	if err != nil {
		return "", fmt.Errorf("%w: name the configuration with --config FILE", err)
	}
	return path, nil
}

// xdgPath returns a path in our folder below that of a variable, or where that
// is no absolute path, which the specification has us ignore, below HOME.
func xdgPath(env environ, variable, below, name string) (string, error) {
	dir := env(variable)
	if !filepath.IsAbs(dir) {
		home := cmp.Or(env("HOME"), env("USERPROFILE")) // the latter on Windows
		if !filepath.IsAbs(home) {
			return "", fmt.Errorf("neither %s nor HOME is set", variable)
		}
		dir = filepath.Join(home, filepath.FromSlash(below))
	}
	return filepath.Join(dir, "floorwatch", name), nil
}
