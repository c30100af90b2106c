package cli

import (
	"os"
	"path/filepath"
	"strings"
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
