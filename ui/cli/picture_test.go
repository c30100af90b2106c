package cli

import (
	"context"
	"flag"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/floor"
	"floorwatch/ui"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/draw"
)

var update = flag.Bool("update", false, "rewrite the README's picture and the golden files")

// TestPicture takes the README's picture of the demo: the same floor, poller,
// Board and screen as `floorwatch --demo`, in virtual time. A second here and
// there depends on the order of the requests, so what is compared is what the
// picture has to show. `go test ./ui/cli -run Picture -update` makes it again.
func TestPicture(t *testing.T) {
	t.Parallel()
	const w, h = 120, 38
	seconds := 4
	if long() || *update {
		seconds = 40
	}
	var frame string
	synctest.Test(t, func(t *testing.T) { frame = takePicture(t, w, h, seconds) })
	picture, colour := plainRows(frame), svgOf(t, frame, w, h)
	checkPicture(t, "the picture", picture, h)
	checkColour(t, "the picture in colour", colour)
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const from, to = "<!-- picture -->\n```\n", "\n```\n<!-- /picture -->\n"
	before, rest, ok := strings.Cut(string(data), from)
	old, after, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		t.Fatalf("README.md has no part between %q and %q", from, to)
	}
	if !*update {
		checkPicture(t, "the README (go test ./ui/cli -run Picture -update writes it)", old, h)
		onFile, err := os.ReadFile(colourFile)
		if err != nil {
			t.Fatal(err)
		}
		checkColour(t, colourFile, string(onFile))
		return
	}
	if err := os.WriteFile(colourFile, []byte(colour), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("README.md", []byte(before+from+picture+to+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// colourFile is the picture in colour, which the README shows first.
const colourFile = ".github/demo.svg"

func checkColour(t *testing.T, what, svg string) {
	t.Helper()
	text := svgText(t, svg)
	for _, want := range []string{"LIVE", "Waiting", "UNASSIGNED", "Activity", "quit"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s does not show %q", what, want)
		}
	}
	if !strings.Contains(svg, `font-weight="bold"`) || strings.Count(svg, "fill=") < 300 {
		t.Errorf("%s has no colours", what)
	}
}

func checkPicture(t *testing.T, what, picture string, h int) {
	t.Helper()
	if got := strings.Count(picture, "\n") + 1; got != h {
		t.Errorf("%s has %d rows, want %d:\n%s", what, got, h, picture)
	}
	for _, want := range []string{
		"Demo floor (invented)", "● LIVE", "14:05:00", "╭ Waiting", "╭ Service level ", "╭ Chats · by SLA", "agent              agent is ", "UNASSIGNED",
		"╭ Agents · by need", "agent         state     chats", "╭ Activity · last ", "✗ missed", "? help  q quit",
	} {
		if !strings.Contains(picture, want) {
			t.Errorf("%s does not show %q:\n%s", what, want, picture)
		}
	}
}

// plainRows is a frame without styles.
func plainRows(frame string) string {
	var rows []string
	for row := range strings.SplitSeq(ansi.Strip(frame), "\n") {
		rows = append(rows, strings.TrimRight(row, " "))
	}
	return strings.Join(rows, "\n")
}

// takePicture runs the demo for a while and returns its last frame.
func takePicture(t *testing.T, w, h, seconds int) string {
	t.Helper()
	time.Sleep(time.Until(time.Date(2026, 11, 20, 14, 5, -seconds, 0, time.UTC)))
	server := fakeacquire.NewServer(fakeacquire.Options{Token: "picture"})
	life := floor.New(server, 1, 14, 110, time.Now())
	cfg := config.Default()
	cfg.Screen.Name, cfg.Screen.Timezone = "Demo floor (invented)", "UTC"
	token, err := acquire.NewToken("picture")
	if err != nil {
		t.Fatal(err)
	}
	client, err := acquire.New(cfg.Account(), token, acquire.WithTransport(server.Transport()))
	if err != nil {
		t.Fatal(err)
	}
	p := poller.New(client, cfg.Polling(), poller.Options{RequestsPerSecond: 500, InFlight: 1, Seed: "picture"})
	app := ui.New(board.New(board.Config{Limits: cfg.Limits, Keep: cfg.Keep, Location: time.UTC}), cfg.Dashboard(), localSource{Poller: p}, time.Now())
	app.Update(tea.WindowSizeMsg{Width: w, Height: h})

	var mu sync.Mutex
	var events []model.Event
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- p.Run(ctx, func(e model.Event) {
			mu.Lock()
			defer mu.Unlock()
			events = append(events, e)
		})
	}()
	for range seconds {
		time.Sleep(time.Second)
		life.Advance(time.Now())
		synctest.Wait()
		mu.Lock()
		for _, e := range events {
			app.Update(e)
		}
		events = nil
		mu.Unlock()
		app.Update(draw.Tick(time.Now()))
	}
	cancel()
	if err := <-ended; err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
	server.Close()
	return app.View().Content
}
