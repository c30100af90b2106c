package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What a flag, a path or a key holds is shown and not sent to the terminal.
func TestErrorsShowControlCharacters(t *testing.T) {
	dir := t.TempDir()
	odd := filepath.Join(dir, "a\x1b[2Jb\nfloorwatch: all is well\u202e")
	if err := os.WriteFile(odd, []byte("[api]\n\"x\\u001b]0;t\\u0007\" = 1\n\"y\\nz\" = 2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"--config", odd + "x"},
		{"check", "--config", odd},
		{"--no\x1b[2Jsuch\nflag"},
		{"no\x1b[2Jsuch\ncommand"},
		{"replay", odd},
		{"--log", odd + "/x", "--config", odd},
		{"--connect", odd},
		{"snapshot", "--format", "\x1b[2J\n", "--demo"},
		{"serve", "--demo", "--socket", odd},
	} {
		var out, errs strings.Builder
		status := Execute(t.Context(), args, Env{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }})
		if status != exitUsage && status != exitUnknown || errs.Len() == 0 {
			t.Errorf("%q: exit status %d with %q, want it refused with a sentence", args, status, &errs)
		}
		for line := range strings.Lines(errs.String()) {
			if text := strings.TrimSuffix(line, "\n"); strings.ContainsAny(text, "\x1b\a\r\u202e\n") || strings.HasPrefix(text, "floorwatch: all is well") {
				t.Errorf("%q: %q came to the terminal", args, line)
			}
		}
	}
}

// What a command could not print, as on a full disk, is an error of every command, whoever wrote it.
func TestLostOutputIsAnError(t *testing.T) {
	home := t.TempDir()
	file := filepath.Join(home, "c.toml")
	if err := os.WriteFile(file, []byte("[api]\nurl = \"http://127.0.0.1:1\"\ntoken_command = [\"echo\", \"x\"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for args, want := range map[string]int{
		"--help": exitFault, "version": exitFault, "man": exitFault, "report --help": exitFault, "report --demo": exitFault,
		"check --config " + file: exitFault, "completion bash": exitFault, "snapshot --help": exitUnknown, "init": exitFault,
	} {
		for failing, code := range map[error]int{syscall.ENOSPC: want, syscall.EPIPE: -1} {
			var errs strings.Builder
			out := failingWriter{&fs.PathError{Op: "write", Path: "/dev/stdout", Err: failing}}
			status := Execute(t.Context(), strings.Fields(args), Env{In: strings.NewReader(""), Out: out, Err: &errs, Getenv: func(name string) string {
				return map[string]string{"HOME": filepath.Join(home, args, failing.Error())}[name]
			}})
			said := strings.Count(errs.String(), "the standard output is on a disk that is full")
			if code >= 0 && (status != code || said != 1) || code < 0 && said > 0 {
				t.Errorf("%s where a write fails with %v: status %d, %q", args, failing, status, &errs)
			}
		}
	}
}

type failingWriter struct{ err error }

func (f failingWriter) Write([]byte) (int, error) { return 0, f.err }
