package cli

import (
	"io/fs"
	"os"
	"strings"
	"testing"
)

// filesOf are the files of the whole program that want says yes to, by their paths from its top.
func filesOf(t *testing.T, want func(path string) bool) []string {
	t.Helper()
	top := os.DirFS(".") // where TestMain has gone
	var list []string
	err := fs.WalkDir(top, ".", func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != "." {
			return fs.SkipDir
		}
		if err == nil && !d.IsDir() && want(path) {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A change of the screen can be reviewed while its golden files are few: one for
// each surface, at one size and in one theme. Geometry and themes have tests of their own.
func TestGoldenFilesAreFew(t *testing.T) {
	const most = 100
	golden := filesOf(t, func(path string) bool {
		return strings.Contains(path, "testdata/") && !strings.Contains(path, "testdata/fuzz/") && !strings.Contains(path, "testdata/rapid/")
	})
	if n := len(golden); n < 20 || n > most {
		t.Errorf("%d files under testdata, want at most %d: show one surface once", n, most)
	}
}

// A test that is skipped proves nothing and looks as if it did. Only what needs
// tmux may be; what takes long asks for FLOORWATCH_LONG and says so.
func TestNothingIsSkipped(t *testing.T) {
	tests := filesOf(t, func(path string) bool { return strings.HasSuffix(path, "_test.go") && path != "ui/cli/tmux_test.go" })
	if len(tests) < 100 {
		t.Fatalf("%d files of tests, so this test looks in the wrong place", len(tests))
	}
	call := ".Sk" + "ip"
	for _, path := range tests {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []string{"t" + call + "(", "t" + call + "f(", "t" + call + "Now(", "b" + call + "("} {
			if strings.Contains(string(text), c) {
				t.Errorf("%s calls %s…)", path, c)
			}
		}
	}
}
