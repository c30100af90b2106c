package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/cli/config"
)

// reportedFloor is a floor by hand: one chat answered, one waiting that was seen, one that nobody owns.
func reportedFloor(names bool) *report {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	at := func(s int) time.Time { return noon.Add(time.Duration(s) * time.Second) }
	say := func(id, chat, second int, side model.Side, sender model.AgentID, seen int) model.Message {
		m := model.Message{
			ID: model.MessageID(id), Chat: model.ChatID(chat), Visitor: model.VisitorID(60_000 + chat), Thread: model.NoThread, SentAt: at(second),
			Side: side, Kind: model.KindMessage, Sender: sender, Text: safetext.Clean("secret words"), Seen: model.SeenNo, FirstAt: at(second), LastAt: at(second),
		}
		if seen > 0 {
			m.Seen, m.SeenAt, m.LastAt = model.SeenYes, at(seen), at(seen)
		}
		return m
	}
	cfg := config.Default()
	cfg.Screen.Name, cfg.Screen.Timezone = "Acme Support", "UTC"
	b := newBoard(cfg)
	b.Apply(model.Event{
		At: at(200),
		Messages: []model.Message{
			say(1, 1, 0, model.SideVisitor, 0, 5), say(2, 1, 20, model.SideAgent, 15416, 30),
			say(3, 2, 60, model.SideVisitor, 0, 0), say(4, 2, 80, model.SideAgent, 15416, 90), say(5, 2, 100, model.SideVisitor, 0, 130),
			say(6, 3, 190, model.SideVisitor, 0, 0),
		},
		Visitors: []model.VisitorInfo{{ID: 60_002, Name: safetext.Line("=Ana \"A\" Lima")}},
		Agents:   []model.AgentInfo{{ID: 15416, Name: safetext.Line("Devid Klok"), Department: safetext.Line("Support")}},
		Polled:   []model.Polled{{Key: model.Key{Visitor: 60_002, Thread: model.NoThread}, At: at(198)}},
		Health:   &model.Health{At: at(200), State: model.StateLive, LastGood: at(199), Read: true},
	})
	r := newReport(cfg, b.At(at(200)), b.Health(), names)
	r.Explain = explain(b, at(200))
	return r
}

func TestFormats(t *testing.T) {
	for format, write := range formats() {
		for _, names := range []bool{false, true} {
			var b bytes.Buffer
			if err := write(&b, reportedFloor(names)); err != nil {
				t.Fatal(err)
			}
			name := format
			if names {
				name += "-names"
			}
			golden(t, "snapshot-"+name, b.Bytes())
			for _, private := range []string{"Ana", "Devid"} {
				if !names && bytes.Contains(b.Bytes(), []byte(private)) {
					t.Errorf("%s holds %q without --names:\n%s", format, private, &b)
				}
			}
			if bytes.Contains(b.Bytes(), []byte("secret words")) {
				t.Errorf("%s holds what people wrote:\n%s", name, &b)
			}
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("ui", "testdata", "snapshots", name) // beside the other golden screens: the top level has no folder of its own for them
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s (go test ./ui/cli -update writes it anew):\n got %s\nwant %s", path, got, want)
	}
}

func TestReportLevels(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	live := model.Health{State: model.StateLive, LastGood: now, Read: true}
	waits := func(level model.Level) *model.Snapshot {
		return &model.Snapshot{Threads: []model.Row{{Chat: 1, Level: level, Wait: model.Clock{Running: true, Since: now}}}}
	}
	half := func(w model.Window) *model.Snapshot { return &model.Snapshot{Headline: model.Headline{HalfHour: w}} }
	quiet := &model.Snapshot{}
	for _, c := range []struct {
		name   string
		health model.Health
		s      *model.Snapshot
		want   int
	}{
		{"quiet", live, quiet, 0},
		{"quiet as far as it was read", model.Health{At: now, State: model.StateLive, LastGood: now}, quiet, 3},
		{"bad as far as it was read", model.Health{At: now, State: model.StateLive, LastGood: now}, waits(model.LevelWarn), 1},
		{"late is no trouble of the floor", model.Health{State: model.StateLate, LastGood: now, Read: true}, quiet, 0},
		{"warn", live, waits(model.LevelWarn), 1},
		{"critical", live, waits(model.LevelCritical), 2},
		{"severe", live, waits(model.LevelSevere), 2},
		{"missed", live, half(model.Window{MissedLevel: model.LevelWarn}), 1},
		{"service", live, half(model.Window{NextService: model.ServiceLevel{Level: model.LevelCritical}}), 2},
		{"not reading", model.Health{State: model.StateRetrying, LastGood: now, Read: true}, quiet, 3},
		{"stale", model.Health{State: model.StateLive, LastGood: now.Add(-time.Minute), Read: true}, quiet, 3},
		{"never read", model.Health{State: model.StateLive}, quiet, 3},
	} {
		c.s.Now, c.s.Coverage = now, model.CoverageOf(c.health)
		r := newReport(config.Default(), c.s, c.health, false)
		if got := r.exitCode(); got != c.want {
			t.Errorf("%s: exit status %d (%s), want %d", c.name, got, r.Level, c.want)
		}
	}
}

// withLimits adds limits to a configuration that a wait reaches at once, or never.
func withLimits(t *testing.T, cfg, warn, critical string) string {
	t.Helper()
	text, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "limits.toml")
	limits := "[limits]\nfirst = { warn = \"" + warn + "\", critical = \"" + critical + "\", severe = \"9h\" }\nunseen = { warn = \"8h\", critical = \"9h\", severe = \"0s\" }\n"
	if err := os.WriteFile(path, append(text, limits...), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The exit status is the level of a floor that was read over HTTP, or from a socket.
func TestSnapshotExitStatus(t *testing.T) {
	t.Parallel()
	server, cfg := floor(t)
	if status, stdout, stderr := runPlain(t, nil, "snapshot", "--config", cfg); status != exitOK || !strings.HasPrefix(stdout, "OK - 0 waiting") {
		t.Errorf("an empty floor: status %d, %q, %q", status, stdout, stderr)
	}
	server.AddAgent("Maya Okafor", "Support")
	_, _, chat := server.Visit("Ana Lima")
	said := time.Now()
	server.Say(chat, "Where is my parcel?")
	for time.Since(said) < 2*time.Second {
		time.Sleep(20 * time.Millisecond) // a limit of a second has to be reached
	}
	warn, critical := withLimits(t, cfg, "1s", "8h"), withLimits(t, cfg, "1s", "1001ms")
	socket := socketPath(t)
	s := startServer(t, socket, nil, "--config", cfg)
	for _, c := range []struct {
		args []string
		want int
		say  string
	}{
		{[]string{"--config", warn}, 1, "WARNING - 1 waiting"},
		{[]string{"--config", critical}, 2, "CRITICAL - 1 waiting (1 over)"},
		{[]string{"--connect", socket, "--config", critical}, 2, "CRITICAL - 1 waiting (1 over)"},
		{[]string{"--connect", socket, "--config", warn, "--format", "prometheus"}, 1, "floorwatch_level 1\n"},
		{[]string{"--connect", socket, "--config", critical, "--format", "csv"}, 2, "critical,61793,"},
	} {
		status, stdout, stderr := runPlain(t, nil, append([]string{"snapshot"}, c.args...)...)
		if status != c.want || !strings.Contains(stdout, c.say) || stderr != "" {
			t.Errorf("%v: status %d, %q, %q; want %d and %q", c.args, status, stdout, stderr, c.want, c.say)
		}
		if strings.Contains(stdout, "Ana") || strings.Contains(stdout, "parcel") {
			t.Errorf("%v: a name or a text is in %q", c.args, stdout)
		}
	}
	s.stop()
	server.SetToken("another")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--config", cfg}, "TOKEN REJECTED"},
		{[]string{"--connect", socket}, "UNKNOWN"},
		{[]string{"--connect", socket, "--format", "prometheus"}, "floorwatch_up 0\n"},
		{[]string{"--connect", socket, "--format", "json"}, `"figures": null`},
	} {
		status, stdout, stderr := runPlain(t, nil, append([]string{"snapshot"}, c.args...)...)
		if status != exitUnknown || !strings.Contains(stdout, c.want) || stderr == "" {
			t.Errorf("%v: status %d, %q, %q; want %d and %q", c.args, status, stdout, stderr, exitUnknown, c.want)
		}
		if strings.Contains(stdout+stderr, "again") {
			t.Errorf("%v: %q, %q: it does not try again", c.args, stdout, stderr)
		}
	}
}

func TestSnapshotCannotStart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--format", "xml", "--demo"}, "text, json, csv or prometheus"},
		{[]string{"--demo", "--connect", "x"}, "connect"},
		{[]string{"--demo", "--explain", "--format", "csv"}, "text and json"},
		{[]string{"--nonsense"}, "nonsense"},
		{[]string{"--demo", "--timeout", "0s"}, "timeout"},
		{[]string{"--config", filepath.Join(t.TempDir(), "none.toml")}, "floorwatch init"},
		{[]string{"--demo", "--timeout", "1ns"}, "was not read within"},
	} {
		status, _, stderr := runPlain(t, nil, append([]string{"snapshot"}, c.args...)...)
		if status != exitUnknown || !strings.Contains(stderr, c.want) {
			t.Errorf("%v: status %d, %q; want %d and %q", c.args, status, stderr, exitUnknown, c.want)
		}
	}
}

// A file is replaced in one step, and a snapshot with names is for its owner alone.
func TestSnapshotOutput(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, c := range []struct {
		args []string
		mode os.FileMode
	}{{nil, 0o644}, {[]string{"--names"}, 0o600}} {
		path := filepath.Join(dir, fmt.Sprintf("floor-%v.json", c.mode))
		args := append([]string{"snapshot", "--demo", "--demo-threads", "5", "--demo-agents", "2", "--format", "json", "-o", path}, c.args...)
		if status, stdout, stderr := runPlain(t, nil, args...); status == exitUnknown || stdout != "" {
			t.Fatalf("%v: status %d, %q, %q", args, status, stdout, stderr)
		}
		text, err := os.ReadFile(path)
		var r report
		if err != nil || json.Unmarshal(text, &r) != nil || r.Version != reportVersion {
			t.Errorf("%v wrote %q (%v)", args, text, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != c.mode {
			t.Errorf("%v: mode %v (%v), want %v", args, info.Mode().Perm(), err, c.mode)
		}
	}
	if list, _ := os.ReadDir(dir); len(list) != 2 {
		t.Errorf("%d files are left, want two", len(list))
	}
}
