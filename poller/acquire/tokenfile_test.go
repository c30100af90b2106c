//go:build unix

package acquire

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func tokenFile(t *testing.T, content string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTokenFileModes(t *testing.T) {
	for _, mode := range []os.FileMode{0o600, 0o400, 0o700} {
		path := tokenFile(t, testToken+"\n", mode)
		if s, err := readTokenFile(path); err != nil || s.text() != testToken {
			t.Errorf("mode %#o: got %q, %v, want the token", mode, s.text(), err)
		}
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o602, 0o610, 0o666, 0o777} {
		path := tokenFile(t, testToken, mode)
		_, err := readTokenFile(path)
		wantWords(t, err, "api.token_file", fmt.Sprintf("%#o", mode), "type: chmod 600 "+path)
	}
}

func TestTokenFileThroughASymlink(t *testing.T) {
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(tokenFile(t, testToken, 0o600), link); err != nil {
		t.Fatal(err)
	}
	if s, err := readTokenFile(link); err != nil || s.text() != testToken {
		t.Errorf("got %q, %v, want the token", s.text(), err)
	}
}

func TestTokenFileThatIsNone(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{t.TempDir(), pipe, os.DevNull} {
		_, err := readTokenFile(path)
		wantWords(t, err, "api.token_file", path+" is not a regular file")
	}
	_, err := readTokenFile(tokenFile(t, "", 0o600))
	wantWords(t, err, "first line is empty")
	_, err = readTokenFile(tokenFile(t, "old\r\n\n"+testToken+"\n", 0o600))
	wantWords(t, err, "more than one line: leave only the token in it")
	if s, err := readTokenFile(tokenFile(t, "\ufeff"+testToken+"\r\n \n\n", 0o600)); err != nil || s.text() != testToken {
		t.Errorf("with the mark of an editor and empty lines: got %q, %v, want the token", s.text(), err)
	}
	_, err = readTokenFile("not-there")
	wantWords(t, err, "not-there is not there", "write the path from / or ~/ on")
	_, err = readTokenFile(tokenFile(t, testToken+" "+testToken, 0o600))
	wantWords(t, err, "blank")
	_, err = readTokenFile(tokenFile(t, strings.Repeat(testToken, 1000), 0o600))
	wantWords(t, err, "over 4096 bytes")
}

// owned is the FileInfo of a file of some user's.
type owned struct{ uid uint32 }

func (o owned) Name() string       { return "token" }
func (o owned) Size() int64        { return 1 }
func (o owned) Mode() fs.FileMode  { return 0o600 }
func (o owned) ModTime() time.Time { return time.Time{} }
func (o owned) IsDir() bool        { return false }
func (o owned) Sys() any           { return &syscall.Stat_t{Uid: o.uid} }

func TestTokenFileOwner(t *testing.T) {
	me := uint32(os.Geteuid())
	for _, uid := range []uint32{0, me} {
		if err := CheckSecretFile("token", owned{uid}); err != nil {
			t.Errorf("owner %d, we are %d: %v, want no error", uid, me, err)
		}
	}
	if err := checkSecretFile("token", owned{me + 1}, true); err != nil {
		t.Errorf("root, and the file is user %d's: %v, want no error", me+1, err)
	}
	err := checkSecretFile("token", owned{me + 1}, false)
	wantWords(t, err, fmt.Sprintf("belongs to user %d", me+1), "to you or to root")
}

func TestShellQuote(t *testing.T) {
	for path, want := range map[string]string{
		"/home/ana/.config/token": "/home/ana/.config/token",
		"/home/ana b/to'ken":      `'/home/ana b/to'\''ken'`,
		"$(reboot)":               `'$(reboot)'`,
		"~/token":                 `'~/token'`,
		"-rf":                     "./-rf",
		"/tmp/gr\u00fcn":          "'/tmp/gr\u00fcn'",
	} {
		if got := ShellQuote(path); got != want {
			t.Errorf("ShellQuote(%q) = %s, want %s", path, got, want)
		}
	}
}
