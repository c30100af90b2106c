package call

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/ui/alert"
)

// patience is how long a test waits for a command; the bound of a hanging test, not an expectation.
const patience = time.Minute

const testToken = "t0ken+of/the=test~?"

// runHook runs a shell script as the alert command for one Notice and returns the trouble with it.
func runHook(t *testing.T, limit time.Duration, script string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	n := alert.Notice{Text: "chat 7 needs an answer", Alerts: []alert.Item{{Kind: "wait", Chat: 7}}}
	if err := (Command{"/bin/sh", "-c", script}).send(ctx, n); err != nil {
		return err.Error()
	}
	return ""
}

func TestHookGetsTheNoticeAndNoToken(t *testing.T) {
	t.Setenv("FLOORWATCH_TOKEN", testToken)
	file := filepath.Join(t.TempDir(), "got")
	t.Setenv("GOT", file)
	if trouble := runHook(t, patience, `cat > "$GOT"; env >> "$GOT.env"; echo "on the screen"; echo "and here" >&2`); trouble != "" {
		t.Fatal(trouble)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var n alert.Notice
	if err := json.Unmarshal(b, &n); err != nil || n.Text != "chat 7 needs an answer" || n.Alerts[0].Chat != 7 || strings.Count(string(b), "\n") != 1 {
		t.Errorf("the command read %q (%v), want the notice on one line", b, err)
	}
	env, err := os.ReadFile(file + ".env")
	if err != nil || !strings.Contains(string(env), "GOT=") || strings.Contains(string(env), testToken) {
		t.Errorf("the command's environment is %q (%v), want ours without the token", env, err)
	}
}

func TestHookTrouble(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		script  string
		timeout time.Duration
		want    string
	}{
		{"exit 3", patience, "exit status 3"},
		{"exec sleep 60", 50 * time.Millisecond, "no end after 10s"},
		{"exec true", patience, ""},             // it does not read
		{"sleep 60 >&2 & exit 0", patience, ""}, // what it leaves behind keeps its output open
		{"echo 'no route to host' >&2; echo more >&2; exit 3", patience, `exit status 3, it says "no route to host"`},
		{"echo \"bad door \033[2J\" >&2; exit 3", patience, `exit status 3, it says "bad door ␛[2J"`},
		{"echo 'token=abc refused' >&2; exit 3", patience, `exit status 3, it says "token=[removed] refused"`},
	} {
		if got := runHook(t, c.timeout, c.script); got != c.want {
			t.Errorf("%q: %q, want %q", c.script, got, c.want)
		}
	}
	if err := (Command{"/nowhere/secret-args", "x"}).send(t.Context(), alert.Notice{}); err == nil || err.Error() != "secret-args cannot be run" {
		t.Errorf("a missing program: %v", err)
	}
}

func TestWithoutToken(t *testing.T) {
	got := withoutToken([]string{"A=1", "FLOORWATCH_TOKEN=x", "FLOORWATCH_TOKENS=y"})
	if want := []string{"A=1", "FLOORWATCH_TOKENS=y"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
