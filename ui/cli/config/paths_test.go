package config

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"floorwatch/ui/alert"
)

func TestXDGPaths(t *testing.T) {
	dir, home := t.TempDir(), t.TempDir()
	for _, p := range []struct {
		name, variable, below, file string
		path                        func(func(string) string) (string, error)
	}{
		{"log", "XDG_STATE_HOME", ".local/state", "floorwatch.log", func(e func(string) string) (string, error) { return LogPath("auto", e) }},
		{"record", "XDG_DATA_HOME", ".local/share", "", func(e func(string) string) (string, error) { return RecordDir("auto", e) }},
		{"arrangement", "XDG_STATE_HOME", ".local/state", "screen.json", StatePath},
		{"configuration", "XDG_CONFIG_HOME", ".config", "config.toml", UserPath},
	} {
		below := filepath.Join(home, filepath.FromSlash(p.below), "floorwatch", p.file)
		for _, c := range []struct {
			env  map[string]string
			want string
		}{
			{map[string]string{p.variable: dir, "HOME": home}, filepath.Join(dir, "floorwatch", p.file)},
			{map[string]string{p.variable: "relative", "HOME": home}, below},
			{map[string]string{"HOME": home}, below},
			{map[string]string{"USERPROFILE": home}, below},
			{map[string]string{"HOME": "relative"}, ""},
			{nil, ""},
		} {
			got, err := p.path(func(k string) string { return c.env[k] })
			if got != c.want || (err == nil) != (c.want != "") {
				t.Errorf("%s with %v is %q (%v), want %q", p.name, c.env, got, err, c.want)
			}
			if err != nil && !strings.Contains(err.Error(), p.variable) {
				t.Errorf("%s: %q does not name %s", p.name, err, p.variable)
			}
		}
	}
	for _, path := range []string{"", "mine.log", "./auto", "auto/x"} {
		if log, err := LogPath(path, nil); log != path || err != nil {
			t.Errorf("--log %s is %q (%v)", path, log, err)
		}
		if dir, err := RecordDir(path, nil); dir != path || err != nil {
			t.Errorf("--record %s is %q (%v)", path, dir, err)
		}
	}
}

// Every key that names a file, a folder or a socket takes "~/": a key added later fails here until expandHome has it.
func TestPathsOfTheFileTakeHome(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	var c Config
	c.Routes = make([]alert.Route, 1)
	var paths []reflect.Value
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		for i := range v.NumField() {
			tag, f := v.Type().Field(i).Tag.Get("toml"), v.Field(i)
			switch {
			case tag == "" || tag == "-":
			case f.Kind() == reflect.Struct:
				walk(f)
			case f.Kind() == reflect.String && (strings.HasSuffix(tag, "file") || slices.Contains([]string{"dir", "socket", "export"}, tag)):
				f.SetString("~/x")
				paths = append(paths, f)
			}
		}
	}
	walk(reflect.ValueOf(&c).Elem())
	walk(reflect.ValueOf(&c.Routes[0]).Elem())
	if wrong := c.expandHome(); len(paths) != 8 || len(wrong) > 0 {
		t.Fatalf("%d paths, want 8: %v", len(paths), wrong)
	}
	for _, p := range paths {
		if p.String() != filepath.Join(home, "x") {
			t.Errorf("a path is %q, want x in the home directory", p)
		}
	}
}

func TestPathsOfOthersHomesAreRefused(t *testing.T) {
	for line, want := range map[string]string{
		"[record]\ndir = \"~ann/recordings\"":       "line 2: record.dir begins with ~: write the path from / or ~/ on",
		"[serve]\n\nsocket = \"~run/socket\"":       "line 3: serve.socket begins with ~",
		"[[alert]]\nwebhook_file = \"~ann/secret\"": "webhook_file begins with ~",
	} {
		if _, err := parse("x.toml", []byte(line)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", line, err, want)
		}
	}
	t.Setenv("HOME", "/home/ann")
	for path, want := range map[string]string{"": "", "~": "/home/ann", "~/a/b": "/home/ann/a/b", "a/~/b": "a/~/b", "./~x": "./~x"} {
		if got, err := Home(path); got != want || err != nil {
			t.Errorf("%q is %q (%v), want %q", path, got, err, want)
		}
	}
	t.Setenv("HOME", "")
	if _, err := Home("~/x"); err == nil || !strings.Contains(err.Error(), "HOME is not set") {
		t.Errorf("without HOME: %v", err)
	}
}

// A configuration in the current folder is never read, and the error says so.
func TestConfigurationOfTheCurrentFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	nothing := func(string) string { return "" }
	home := func(name string) string { return map[string]string{"HOME": t.TempDir()}[name] }
	if _, err := Find("", home, ""); err == nil || strings.Contains(err.Error(), "of this folder") {
		t.Errorf("in an empty folder: %v", err)
	}
	if err := os.WriteFile("floorwatch.toml", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if path, err := Find("", home, ""); err == nil || !strings.Contains(err.Error(), "the floorwatch.toml of this folder is read only with --config floorwatch.toml") {
		t.Errorf("beside a floorwatch.toml: %q, %v", path, err)
	}
	if path, err := Find("floorwatch.toml", nothing, ""); path != "floorwatch.toml" || err != nil {
		t.Errorf("named: %q, %v", path, err)
	}
	if err := WriteNew(t.TempDir(), nil); err == nil || !strings.Contains(err.Error(), "is a folder: name a file in it") {
		t.Errorf("a new configuration at a folder: %v", err)
	}
}
