package cli

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"floorwatch/ui/cli/config"
)

// demoNotTaken are the sections that the demo has for itself.
var demoNotTaken = []string{"api", "poll", "watch", "record", "history", "serve", "alert", "hours"}

// TestDemoTakesTheConfiguration compares every section, so a new one is taken as well.
func TestDemoTakesTheConfiguration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "my.toml")
	if err := os.WriteFile(path, []byte(`
[api]
url = "https://acquire.example"
token_file = "/none"
[poll]
waiting = "3s"
[[watch]]
visitor_id = 1
[record]
dir = "/none"
[history]
dir = "/none"
agents = true
[[shift]]
name = "early"
from = "06:00"
to = "14:00"
[serve]
socket = "/none/socket"
[[team]]
name = "Support"
agents = [1]
[hours]
open = ["mon 08:00-08:01"]
[people]
mail = "show"
[limits]
first = { warn = "1s", critical = "2s" }
[keep]
hours = 3
[screen]
theme = "light"
[theme]
warn = "#ffaf00"
[alerts]
bell = true
[[alert]]
command = ["true"]
[wall]
rotate = "5s"
[privacy]
mask = "names"
[keys]
quit = ["ctrl+x"]
`), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := demoConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := config.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	file.Alerts.Routes = nil // they are the [[alert]] blocks, as below
	own := config.Default()
	for f := range reflect.TypeFor[config.Config]().Fields() {
		name := f.Tag.Get("toml")
		if name == "-" {
			continue // a flag's
		}
		section := func(c config.Config) any { return reflect.ValueOf(c).FieldByIndex(f.Index).Interface() }
		if reflect.DeepEqual(section(file), section(own)) {
			t.Errorf("[%s] of the test's file is the default, so this test says nothing of it", name)
		}
		want := section(file)
		for _, not := range demoNotTaken {
			if name == not {
				want = section(own)
			}
		}
		if !reflect.DeepEqual(section(got), want) {
			t.Errorf("[%s] is %+v, want %+v", name, section(got), want)
		}
	}
}

// TestDemoAloneReadsNoFile puts a configuration that cannot be read where one is looked for.
func TestDemoAloneReadsNoFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "floorwatch", "config.toml")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"snapshot", "--demo", "--demo-threads", "3", "--demo-agents", "2"}
	env := map[string]string{"XDG_CONFIG_HOME": dir}
	if status, stdout, stderr := runPlain(t, env, args...); status == exitUnknown || stdout == "" {
		t.Errorf("status %d, %q, %q", status, stdout, stderr)
	}
	if status, _, stderr := runPlain(t, env, append(args, "--config", path)...); status != exitUnknown || !strings.Contains(stderr, "cannot be read as TOML") {
		t.Errorf("with the file named: status %d, %q", status, stderr)
	}
}

// TestPlainDemoCalls tries [alerts] where there is nothing to try it on but the
// demo: bell and command, on a terminal.
func TestPlainDemoCalls(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, called := filepath.Join(dir, "my.toml"), filepath.Join(dir, "called")
	text := "[limits]\nfirst = { warn = \"1s\", critical = \"2s\" }\nnext = { warn = \"1s\", critical = \"2s\" }\n" +
		"[alerts]\nbell = true\ncommand = [\"/bin/sh\", \"-c\", 'cat > \"$0.part\" && mv \"$0.part\" \"$0\"', '" + called + "']\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := openSession(t, 200, 50, nil)
	s.start(func(ctx context.Context, w Env) int {
		return Execute(ctx, []string{"--demo", "--demo-threads", "20", "--plain", "--config", path}, w)
	})
	s.waitFor(" alert: ")
	if notice := awaitFile(t, called); !strings.Contains(notice, `"alerts":[`) {
		t.Errorf("the command read %q", notice)
	}
	s.cancel()
	s.wait()
	if raw := s.all(); strings.Count(raw, "\a") != strings.Count(raw, " alert: ") || strings.Contains(raw, "\x1b") {
		t.Errorf("want a bell with each alert and nothing else but text: %q", raw)
	}
}
