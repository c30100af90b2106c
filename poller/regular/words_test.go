package regular

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The system's words about a path come out as a sentence that names what to do; all others stay.
func TestPlain(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, away := os.Open(filepath.Join(dir, "away"))
	_, through := os.Open(filepath.Join(file, "x"))
	for err, want := range map[error]string{
		fmt.Errorf("cannot read it: %w", away): "cannot read it: " + filepath.Join(dir, "away") + " is not there: check the path",
		notRegular(dir):                        dir + " is not a regular file: name a file",
		through:                                filepath.Join(file, "x") + " leads through something that is not a folder: check the path",
		errors.New("all is well"):              "all is well",
	} {
		if got := Plain(err); !strings.HasPrefix(got, want) {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

func notRegular(path string) error {
	_, _, err := Read(path, 1)
	return err
}
