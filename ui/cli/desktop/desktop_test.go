package desktop

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A browser is started on the user's own desktop alone, and by a command that takes the address as one argument.
func TestOpener(t *testing.T) {
	for _, c := range []struct {
		system string
		env    map[string]string
		want   []string
	}{
		{"linux", nil, nil},
		{"linux", map[string]string{"DISPLAY": ":0"}, []string{"xdg-open"}},
		{"linux", map[string]string{"WAYLAND_DISPLAY": "wayland-0"}, []string{"xdg-open"}},
		{"linux", map[string]string{"DISPLAY": ":10", "SSH_CONNECTION": "a"}, nil},
		{"darwin", map[string]string{"SSH_TTY": "/dev/ttys1"}, nil},
		{"darwin", map[string]string{"SSH_ORIGINAL_COMMAND": "x"}, nil},
		{"windows", map[string]string{"SSH_CLIENT": "a"}, nil},
		{"darwin", nil, []string{"open"}},
		{"windows", nil, []string{"rundll32", "url.dll,FileProtocolHandler"}},
	} {
		if got := opener(c.system, func(name string) string { return c.env[name] }); !slices.Equal(got, c.want) {
			t.Errorf("%s with %v: %q, want %q", c.system, c.env, got, c.want)
		}
	}
	if Browser(func(name string) string { return map[string]string{"SSH_TTY": "x", "DISPLAY": ":0"}[name] }) != nil {
		t.Error("over SSH a browser is started")
	}
}

// A table goes into a new file that its owner alone can read, never over another and never out of the folder.
func TestExport(t *testing.T) {
	dir := t.TempDir()
	if Export("") != nil {
		t.Error("without a folder something can be written")
	}
	write, rows := Export(dir), [][]string{{"name"}, {"=cmd|x"}}
	path, err := write("chats.csv", rows)
	if err != nil || path != filepath.Join(dir, "chats.csv") {
		t.Fatalf("%q, %v", path, err)
	}
	data, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(data), "'=cmd") {
		t.Errorf("written: %q, %v; want no formula", data, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("mode %v, %v; want the owner's alone", info.Mode(), err)
	}
	for _, name := range []string{"chats.csv", "../out.csv", "no/such.csv"} {
		if _, err := write(name, rows); err == nil {
			t.Errorf("%s is written", name)
		}
	}
	if again, _ := os.ReadFile(path); string(again) != string(data) {
		t.Error("a file was written over")
	}
	if _, err := Export(filepath.Join(dir, "none"))("a.csv", rows); err == nil {
		t.Error("a folder was made")
	}
}

// An export that the disk refuses leaves no part of a file, and its name free for the next.
func TestAnExportIsWrittenWholeOrNotAtAll(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, fails := range []error{errors.New("the disk is full"), nil} {
		err := writeNew(root, "a.csv", func(w io.Writer) error {
			_, err := io.WriteString(w, "part")
			return errors.Join(err, fails)
		})
		if _, there := root.Stat("a.csv"); (err != nil) != (fails != nil) || (there != nil) != (fails != nil) {
			t.Errorf("a write that ends with %v: %v, and the file: %v", fails, err, there)
		}
	}
}
