package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model/board"
	"floorwatch/poller/record"
	"floorwatch/ui"
	"floorwatch/ui/cli/config"
)

// recordStory records a short story with the dashboard and returns the file.
func recordStory(t *testing.T) string {
	t.Helper()
	server, cfg := floor(t)
	maya := server.AddAgent("Maya Okafor", "Support")
	_, _, chat := server.Visit("Ana Lima")
	server.Join(chat, maya)
	server.Say(chat, "Where is my parcel?")
	dir := filepath.Join(t.TempDir(), "rec")
	s := startSession(t, 120, 40, nil, "--config", cfg, "--record", dir)
	s.waitFor("LIVE", "Where is my parcel?")
	waitForRecord(t, dir, "parcel")
	asked := time.Now()
	s.waitUntil("a later second, for Acquire's times are whole", func(string) bool { return time.Since(asked) > time.Second })
	server.Reply(chat, maya, "It left today.")
	s.waitFor("It left today.")
	file := waitForRecord(t, dir, "It left today.")
	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Fatalf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the recording %v (%v), want 0600", info.Mode().Perm(), err)
	}
	return file
}

func TestRecordAndReplay(t *testing.T) {
	t.Parallel()
	file := recordStory(t)
	s := startSession(t, 120, 40, nil, "replay", file)
	s.waitFor("REPLAY", "1x", "Where is my parcel?", "It left today.", "Ana Lima", "Maya Okafor", "nobody waits")
	s.waitFor("END")

	// Back to the start, where the answer is not there yet.
	s.press(" ")
	s.waitFor("PAUSED")
	s.press("[")
	s.waitUntil("the floor before the answer", func(screen string) bool {
		return strings.Contains(screen, "PAUSED") && !strings.Contains(screen, "It left today.")
	})
	s.press("++-")
	s.waitFor("2x")
	s.press("]")
	s.waitFor("It left today.")

	// Keys are text while a filter is typed.
	s.press("/- ")
	s.waitFor("2x", "/- ")
	s.press("\r")
	s.waitFor("help")
	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.checkRestored()
}

// Damage is skipped and said.
func TestReplayOfADamagedRecording(t *testing.T) {
	t.Parallel()
	file := recordStory(t)
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("{\"at\":\"20\n"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	s := startSession(t, 120, 40, nil, "replay", file, "--speed", "100x")
	s.waitFor("1 damaged line left out", "It left today.")
	s.press("q")
	s.wait()
}

func TestReplayCannotStart(t *testing.T) {
	t.Parallel()
	file := recordStory(t)
	empty := filepath.Join(t.TempDir(), "empty.jsonl")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"replay"}, "arg"},
		{[]string{"replay", empty}, "no events"},
		{[]string{"replay", filepath.Join(t.TempDir(), "none")}, "none"},
		{[]string{"replay", file, "--speed", "0"}, "0.1x to 1000x"},
		{[]string{"replay", file, "--speed", "NaN"}, "0.1x to 1000x"},
		{[]string{"replay", file, "--at", "noon"}, "12:30"},
	} {
		s := startSession(t, 80, 24, nil, c.args...)
		if status := s.wait(); status != exitUsage || !strings.Contains(s.stderr.String(), c.want) {
			t.Errorf("%v: status %d, %q; want %d and %q", c.args, status, s.stderr, exitUsage, c.want)
		}
	}
}

func TestTimeOfDay(t *testing.T) {
	from := time.Date(2026, 11, 20, 8, 0, 0, 0, time.FixedZone("", 3600))
	for text, want := range map[string]time.Time{
		"12:30":    time.Date(2026, 11, 20, 12, 30, 0, 0, from.Location()),
		"07:05:09": time.Date(2026, 11, 20, 7, 5, 9, 0, from.Location()),
	} {
		if got, err := timeOfDay(text, from); err != nil || !got.Equal(want) {
			t.Errorf("timeOfDay(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
}

// The line above the dashboard takes a row of its own, for the mouse too, and no screen is too small for it.
func TestReplayView(t *testing.T) {
	t.Parallel()
	file := recordStory(t)
	player, err := record.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer player.Close()
	cfg := config.Default()
	v := newReplayView(ui.New(board.New(cfg.Board()), cfg.Screen, deaf{}, player.Now()), player, time.UTC)
	for _, size := range [][2]int{{120, 40}, {80, 24}, {20, 5}, {10, 2}, {5, 1}} {
		v.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		rows := strings.Split(v.View().Content, "\n")
		if len(rows) != size[1] || !strings.Contains(rows[0], "REPLAY"[:min(4, size[0]-1)]) {
			t.Errorf("%v: %d rows, the first is %q", size, len(rows), rows[0])
		}
	}
	v.Update(tea.MouseClickMsg{Y: 0}) // the line itself: nothing to click
	v.Update(tea.MouseWheelMsg{Y: 0})
	t.Run("keys", func(t *testing.T) { testReplayKeys(t, player) })
}

// A key does what the help and the line say of it: in the past [ and ] are the
// dashboard's, and while the help is open every key closes it.
func testReplayKeys(t *testing.T, player *record.Player) {
	player.Pause(true)
	cfg := config.Default()
	cfg.Screen.ReadOnly, cfg.Screen.Clock, cfg.Screen.Alerts.Bell = true, player.Now, true
	v := newReplayView(ui.New(board.New(cfg.Board()), cfg.Screen, deaf{}, player.Now()), player, time.UTC)
	v.Update(tea.WindowSizeMsg{Width: 160, Height: 80})
	press := func(keys ...tea.KeyPressMsg) string {
		for _, k := range keys {
			v.Update(k)
		}
		return ansi.Strip(v.View().Content)
	}
	letter := func(r rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: r, Text: string(r)} }
	check := func(where, screen string, want, not []string) {
		t.Helper()
		for _, s := range want {
			if !strings.Contains(screen, s) {
				t.Errorf("%s: no %q on\n%s", where, s, screen)
			}
		}
		for _, s := range not {
			if strings.Contains(screen, s) {
				t.Errorf("%s: %q on\n%s", where, s, screen)
			}
		}
	}
	check("live", press(), []string{"PAUSED", "space pause", "[ ] 10 min"}, nil)
	check("help", press(letter('?')), []string{"pause or go on", "10 minutes back", "pgdn        a page down"}, []string{"read again now", "acknowledge: needs", "space pause"})
	check("help closed", press(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}), []string{"PAUSED"}, []string{"pause or go on"})
	check("alerts", press(letter('!')), []string{"on the screen only"}, nil)
	before := player.Now()
	check("past", press(letter('!'), letter('t'), letter('['), letter(']')), []string{"TIME TRAVEL", "No alert after", "space pause"}, []string{"[ ] 10 min", "left/right 1 min"})
	check("help of the past", press(letter('?')), []string{"pause or go on", "to the alert before"}, []string{"10 minutes back"})
	if now := player.Now(); !now.Equal(before) {
		t.Errorf("the keys of the past move the replay from %v to %v", before, now)
	}
	press(letter('x'), letter('t'), letter('+'))
	if speed, _ := player.Speed(); speed != 2 {
		t.Errorf("speed %v after +, want 2", speed)
	}
	check("wall", press(letter('w')), []string{"REPLAY", "Longest wait"}, []string{"space pause"})
	if press(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}); !strings.Contains(press(), "PAUSED") {
		t.Errorf("a key on the wall goes on with the replay")
	}
}
