package replay_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui"
	"floorwatch/ui/replay"
	"floorwatch/ui/uitest"
)

// A player does at once what it is told, and its clock stands.
type player struct {
	now     time.Time
	speed   float64
	paused  bool
	damaged int
}

func (p *player) Now() time.Time                      { return p.now }
func (p *player) Speed() (times float64, paused bool) { return p.speed, p.paused }
func (p *player) SetSpeed(times float64)              { p.speed = times }
func (p *player) Pause(paused bool)                   { p.paused = paused }
func (p *player) Seek(t time.Time)                    { p.now = t }
func (p *player) Damaged() int                        { return p.damaged }

// newView is the replay of a recording that ends ten minutes after p's time.
func newView(p *player) *replay.View {
	cfg := ui.DefaultConfig()
	cfg.ReadOnly, cfg.Clock, cfg.Alerts.Bell = true, p.Now, true
	return replay.New(ui.New(board.New(board.Config{}), cfg, &uitest.Source{}, p.Now()), p, replay.Recording{Name: safetext.Line("floorwatch-2026-11-20.jsonl"), From: p.now.Add(-10 * time.Minute), To: p.now.Add(10 * time.Minute)}, time.UTC)
}

// bar returns the row of the replay's line and its number.
func bar(t *testing.T, v *replay.View) (string, int) {
	t.Helper()
	rows := strings.Split(v.View().Content, "\n")
	for i, row := range rows {
		if strings.HasPrefix(row, "\x1b[7m REP") {
			return ansi.Strip(row), i
		}
	}
	t.Fatalf("no line of the replay on\n%s", strings.Join(rows, "\n"))
	return "", 0
}

// The line stands in the row of the notice. Where there is none it takes a row of its own above the dashboard, for the
// mouse too, and no screen is too small for it.
func TestReplayView(t *testing.T) {
	v := newView(&player{now: uitest.Now(), speed: 1})
	for _, c := range []struct{ w, h, row int }{{120, 40, 5}, {80, 24, 3}, {80, 20, 3}, {80, 19, 0}, {20, 5, 0}, {10, 2, 0}, {5, 1, 0}} {
		v.Update(tea.WindowSizeMsg{Width: c.w, Height: c.h})
		rows := strings.Split(v.View().Content, "\n")
		if _, row := bar(t, v); len(rows) != c.h || row != c.row {
			t.Errorf("%d by %d: the line is row %d of %d, want %d of %d", c.w, c.h, row, len(rows), c.row, c.h)
		}
		v.Update(tea.MouseClickMsg{Y: 0}) // the line itself: nothing to click
		v.Update(tea.MouseWheelMsg{Y: 0})
	}
	v.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	for _, c := range []struct {
		key tea.KeyPressMsg
		row int
	}{{tea.KeyPressMsg{Code: 'w', Text: "w"}, 0}, {tea.KeyPressMsg{Code: tea.KeyEscape}, 0}, {tea.KeyPressMsg{Code: tea.KeyEscape}, 5}} { // the wall has no row for it; it asks once
		v.Update(c.key)
		line, row := bar(t, v)
		if rows := strings.Count(v.View().Content, "\n") + 1; row != c.row || rows != 40 {
			t.Errorf("after %s the line is row %d of %d, want %d of 40", c.key, row, rows, c.row)
		}
		if clock := strings.Contains(line, "12:41:07"); clock != (c.row == 0) { // the header has one
			t.Errorf("row %d: %q", row, line)
		}
	}
}

// Only the words that say that it is a replay are filled.
func TestTheReplaysLineIsAChip(t *testing.T) {
	v := newView(&player{now: uitest.Now(), speed: 1})
	for _, w := range []int{120, 60, 20, 5} {
		v.Update(tea.WindowSizeMsg{Width: w, Height: 24})
		_, row := bar(t, v)
		line := strings.Split(v.View().Content, "\n")[row]
		chip, rest, _ := strings.Cut(line, "\x1b[m")
		if got := ansi.Strip(chip); got != " REPLAY  1x "[:min(w, 12)] || strings.Contains(rest, "\x1b") || ansi.StringWidth(line) != w {
			t.Errorf("%d cells: %q", w, line)
		}
	}
}

// A notice that must be seen stands beside a short line: neither is lost, and no row moves.
func TestReplayBesideANotice(t *testing.T) {
	p := &player{now: uitest.Now(), speed: 2, damaged: 1}
	v := newView(p)
	for _, w := range []int{80, 120, 200} {
		v.Update(tea.WindowSizeMsg{Width: w, Height: 40})
		_, calm := bar(t, v)
		v.Update(tea.KeyPressMsg{Code: 't', Text: "t"})
		line, row := bar(t, v)
		if !strings.HasPrefix(line, " REPLAY  2x  1 damaged line left out  PAST") || row != calm || ansi.StringWidth(line) != w {
			t.Errorf("%d cells: in the past the line is %q in row %d, want it in row %d", w, line, row, calm)
		}
		v.Update(tea.KeyPressMsg{Code: 't', Text: "t"})
		if line, _ = bar(t, v); !strings.Contains(line, "nobody is alerted") {
			t.Errorf("%d cells: back from the past the line is %q", w, line)
		}
	}
}

// A key does what the help and the line say of it: in the past [ and ] are the
// dashboard's, and while the help is open every key closes it.
func TestReplayKeys(t *testing.T) {
	p := &player{now: uitest.Now(), speed: 1, paused: true}
	v := newView(p)
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
	check("live", press(), []string{"PAUSED", "nobody is alerted", " space go on  - + speed  left right 10 s  "}, nil)
	space := tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	check("going on", press(space), []string{" space pause  - + speed "}, []string{"PAUSED", "space go on"})
	check("paused again", press(space), []string{"PAUSED", " space go on  - + speed "}, []string{"space pause"})
	check("help", press(letter('?')), []string{"pause or go on", "10 minutes back", "pgup pgdn     up, down a page"}, []string{"read all again", "acknowledge, undo", "space pause", "space go on"})
	check("help closed", press(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}), []string{"PAUSED"}, []string{"pause or go on"})
	check("alerts", press(letter('!')), []string{"on the screen only"}, nil)
	before := p.Now()
	check("past", press(letter('!'), letter('t'), letter('['), letter(']')), []string{"PAST", "No alert after"}, []string{"left right 10 s"})
	check("earlier in the past", press(tea.KeyPressMsg{Code: tea.KeyLeft}), []string{"PAST"}, nil)
	check("help of the past", press(letter('?')), []string{"pause or go on", "previous alert", "10 minutes back"}, nil)
	if now := p.Now(); !now.Equal(before) {
		t.Errorf("the keys of the past move the replay from %v to %v", before, now)
	}
	press(letter('x'), letter('t'), letter('+'))
	if speed, _ := p.Speed(); speed != 2 {
		t.Errorf("speed %v after +, want 2", speed)
	}
	check("wall", press(letter('w')), []string{"REPLAY", "next page in"}, []string{"space pause", "space go on", "LIVE"})
	if press(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}); !strings.Contains(press(), "PAUSED") {
		t.Errorf("a key on the wall goes on with the replay")
	}
}

// The line says of when the replay is, how fast it is, and what was left out.
func TestReplayLine(t *testing.T) {
	p := &player{now: uitest.Now(), speed: 1}
	v := newView(p)
	v.Update(tea.WindowSizeMsg{Width: 160, Height: 24})
	line := func() string {
		row, _ := bar(t, v)
		return p.now.UTC().Format("15:04:05 ") + row
	}
	if got := line(); !strings.Contains(got, "REPLAY  1x  Fri 20 Nov 2026  nobody is alerted") {
		t.Errorf("the line is %q", got)
	}
	for _, c := range []struct {
		key  tea.KeyPressMsg
		want string
	}{
		{tea.KeyPressMsg{Code: '+', Text: "+"}, "12:41:07  REPLAY  2x"}, {tea.KeyPressMsg{Code: '-', Text: "-"}, "12:41:07  REPLAY  1x"},
		{tea.KeyPressMsg{Code: tea.KeyLeft}, "12:40:57"}, {tea.KeyPressMsg{Code: tea.KeyRight}, "12:41:07"},
		{tea.KeyPressMsg{Code: tea.KeyLeft, Mod: tea.ModShift}, "12:40:07"}, {tea.KeyPressMsg{Code: tea.KeyRight, Mod: tea.ModShift}, "12:41:07"},
		{tea.KeyPressMsg{Code: '>', Text: ">"}, "12:41:07  REPLAY  2x"}, {tea.KeyPressMsg{Code: '<', Text: "<"}, "12:41:07  REPLAY  1x"},
		{tea.KeyPressMsg{Code: tea.KeyLeft, Mod: tea.ModCtrl}, "12:31:07"}, {tea.KeyPressMsg{Code: tea.KeyRight, Mod: tea.ModCtrl}, "12:41:07  REPLAY  1x  Fri"},
		{tea.KeyPressMsg{Code: ']', Text: "]"}, "12:41:07  REPLAY  1x  Fri"}, // the next alert of the list, as on a live floor
		{tea.KeyPressMsg{Code: tea.KeyRight, Mod: tea.ModCtrl}, "12:51:07  REPLAY  1x  END"}, {tea.KeyPressMsg{Code: 'p', Text: "p"}, "1x  PAUSED"},
	} {
		if v.Update(c.key); !strings.Contains(line(), c.want) {
			t.Errorf("after %s the line is %q, want %q in it", c.key, line(), c.want)
		}
	}
	for n, want := range map[int]string{1: "1 damaged line left out", 3: "3 damaged lines left out"} {
		if p.damaged = n; !strings.Contains(line(), want) {
			t.Errorf("the line is %q, want %q in it", line(), want)
		}
	}
}

// The line says of which file the replay is and how far it has come, as far as there is room: the bar first.
func TestReplayShowsWhereItIs(t *testing.T) {
	p := &player{now: uitest.Now(), speed: 4}
	v := newView(p)
	line := func(w int) string {
		v.Update(tea.WindowSizeMsg{Width: w, Height: 40})
		row, _ := bar(t, v)
		if ansi.StringWidth(row) != w {
			t.Errorf("%d cells: %q", w, row)
		}
		return row
	}
	from, to := p.now.Add(-10*time.Minute).UTC().Format("15:04"), p.now.Add(10*time.Minute).UTC().Format("15:04")
	const file = "floorwatch-2026-11-20.jsonl"
	half := from + " " + strings.Repeat("=", 11) + "o" + strings.Repeat("-", 12) + " " + to
	if row := line(140); !strings.Contains(row, "nobody is alerted  "+half+"  "+file) {
		t.Errorf("%q, want %q and %q", row, half, file)
	}
	if row := line(80); !strings.Contains(row, from+" =") || !strings.Contains(row, "- "+to) || strings.Contains(row, "floor") {
		t.Errorf("%q, want the bar and no part of the name", row)
	}
	if row := line(56); strings.Contains(row, "=") {
		t.Errorf("%q has no room for the bar", row)
	}
	for at, want := range map[time.Duration]string{-time.Hour: " o---", time.Hour: "===o "} {
		p.now = uitest.Now().Add(at)
		if row := line(140); !strings.Contains(row, want) {
			t.Errorf("%q, want %q", row, want)
		}
	}
}
