package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// recordStory records a short story with the dashboard and returns the file.
func recordStory(t *testing.T) string {
	t.Helper()
	server, cfg := servedFloor(t)
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
	s.press("\x1b[1;5D")
	s.waitUntil("the floor before the answer", func(screen string) bool {
		return strings.Contains(screen, "PAUSED") && !strings.Contains(screen, "It left today.")
	})
	s.press("++-")
	s.waitFor("2x")
	s.press("\x1b[1;5C")
	s.waitFor("It left today.")

	// Keys are text while a filter is typed.
	s.press("/- ")
	s.waitFor("2x", "/ -")
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
	outside := "03:00"
	if h := time.Now().Hour(); h >= 2 && h <= 4 {
		outside = "13:00"
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"replay"}, "floorwatch replay FILE"},
		{[]string{"replay", filepath.Dir(empty)}, "is a folder without recordings: name a file"},
		{[]string{"replay", filepath.Dir(file)}, "is a folder: name one day of it, such as its newest, " + file},
		{[]string{"replay", file, "--at", outside}, "the recording holds "},
		{[]string{"replay", empty}, "no events"},
		{[]string{"replay", filepath.Join(t.TempDir(), "none")}, "there is no recording at "},
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
		"24:00":    time.Date(2026, 11, 21, 0, 0, 0, 0, from.Location()),
		"07:05:09": time.Date(2026, 11, 20, 7, 5, 9, 0, from.Location()),
	} {
		if got, err := timeOfDay(text, from); err != nil || !got.Equal(want) {
			t.Errorf("timeOfDay(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
}
