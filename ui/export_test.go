package ui

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

// answer runs what a key asked for outside the screen, and tells the screen what came of it.
func answer(t *testing.T, a *App, cmd tea.Cmd) tea.Cmd {
	t.Helper()
	if cmd == nil {
		t.Fatal("the key asks for nothing")
	}
	_, next := a.Update(cmd())
	return next
}

// o opens the address of the configuration with numbers alone in it, and copies it where no browser is the user's own.
func TestOpenChat(t *testing.T) {
	cfg := testConfig()
	cfg.Address = "https://acme.acquire.io/x/{chat}"
	var opened []string
	cfg.Browse = func(address string) error { opened = append(opened, address); return nil }
	a, _ := newAppWith(uitest.NewFloor(), cfg, 160, 45)
	answer(t, a, press(a, "o"))
	rowWith(t, a, "Opened chat 106241 in the browser")
	if len(opened) != 1 || opened[0] != "https://acme.acquire.io/x/106241" {
		t.Errorf("opened %q", opened)
	}
	a.cfg.Browse = func(string) error { return errors.New("xdg-open cannot be started") }
	if got := clipboard(t, answer(t, a, press(a, "o"))); !strings.Contains(got, "/x/106241") {
		t.Errorf("copied %q", got)
	}
	rowWith(t, a, "xdg-open cannot be started; the address is copied: https://acme.acquire.io/x/106241")
	a.cfg.Browse = nil
	if got := clipboard(t, press(a, "o")); !strings.Contains(got, "/x/106241") {
		t.Errorf("without a desktop %q is copied", got)
	}
	rowWith(t, a, "clipboard (if it allows that): https://acme.acquire.io/x/106241")
	cfg.ReadOnly = true
	b, _ := newAppWith(uitest.NewFloor(), cfg, 160, 45)
	if cmd := press(b, "o"); cmd != nil || len(opened) != 1 {
		t.Error("a screen that is read only opens something")
	}
}

// What is not known is no 0 in an export, and a chat that may have ended has no level.
func TestExportOfWhatIsNotKnown(t *testing.T) {
	cfg, f := testConfig(), uitest.NewFloor()
	var rows [][]string
	cfg.Write = func(n string, r [][]string) (string, error) { rows = r; return n, nil }
	for i := range f.Threads {
		f.Threads[i].Unsure = f.Threads[i].Wait.Running
	}
	f.Watched.Since = uitest.Now().Add(time.Hour)
	a, _ := newAppWith(f, cfg, 160, 45)
	answer(t, a, press(a, "E"))
	for _, r := range rows[1:] {
		if r[5] == "waiting" && (r[6] != "" || r[7] != "") {
			t.Errorf("a chat that may have ended: %q", r)
		}
	}
	answer(t, a, press(a, "tab tab E"))
	for _, r := range rows[1:] {
		if r[3] != "" || r[4] != "" || r[5] != "" {
			t.Errorf("nothing is known of this agent, but the export has %q", r)
		}
	}
}

// E writes what the pane with the focus lists, with all that is hidden hidden, and texts only where the configuration allows them.
func TestExport(t *testing.T) {
	for _, texts := range []bool{false, true} {
		cfg := testConfig()
		cfg.Privacy.Mask, cfg.ExportTexts = "all", texts
		var name string
		var rows [][]string
		cfg.Write = func(n string, r [][]string) (string, error) { name, rows = n, r; return "/exports/" + n, nil }
		a, _ := newAppWith(uitest.NewFloor(), cfg, 160, 45)
		press(a, "m") // shown for a moment: an export hides it all the same
		for keys, want := range map[string]string{"E": "chats", "tab E": "transcript", "tab tab E": "agents", "tab tab tab E": "minutes"} {
			press(a, "esc")
			answer(t, a, press(a, keys))
			if name != "floorwatch-"+want+"-20261120-124107.csv" || len(rows) < 2 {
				t.Errorf("%s writes %d rows to %q", keys, len(rows), name)
			}
			rowWith(t, a, "Written to /exports/floorwatch-"+want)
			if d := a.source.(*uitest.Source).Actions; d[len(d)-1] != (model.AuditAction{What: model.AuditExport, Rows: len(rows) - 1}) {
				t.Errorf("%s: told for the log: %v", want, d)
			}
			all := ""
			for _, r := range rows {
				if len(r) != len(rows[0]) {
					t.Fatalf("%s: a row has %d cells, want %d: %q", want, len(r), len(rows[0]), r)
				}
				all += strings.Join(r, ",") + "\n"
			}
			if strings.Contains(all, "Petrović") {
				t.Errorf("%s: a hidden name is written", want)
			}
			if has := strings.Contains(all, "boots"); has != (texts && want == "transcript") {
				t.Errorf("%s, with texts %v: the visitor's words are written: %v", want, texts, has)
			}
			press(a, "esc esc")
			a.focusOn(0)
		}
		press(a, "/ d e o enter")
		answer(t, a, press(a, "E"))
		if !texts && len(rows) > 3 {
			t.Errorf("filtered, %d rows are written", len(rows)-1)
		}
	}
	a, _ := newAppWith(uitest.NewFloor(), testConfig(), 120, 40)
	if cmd := press(a, "E"); cmd != nil || a.toast.text != "E: set screen.export to a folder" {
		t.Errorf("without a folder it says %q", a.toast.text)
	}
	cfg := testConfig()
	cfg.ReadOnly, cfg.Write = true, func(string, [][]string) (string, error) { t.Error("written"); return "", nil }
	a, _ = newAppWith(uitest.NewFloor(), cfg, 120, 40)
	if cmd := press(a, "E"); cmd != nil || a.toast.text != "E: read-only" {
		t.Errorf("read only it says %q", a.toast.text)
	}
}

// o and E in the list of alerts do what they do on a chat row: o opens the alert's chat, E writes the list, with all that is
// hidden hidden. Where they cannot, they say why.
func TestOpenAndExportAlerts(t *testing.T) {
	cfg := testConfig()
	cfg.Address, cfg.Privacy.Mask = "https://acme.acquire.io/x/{chat}", "all"
	var opened, name string
	var rows [][]string
	cfg.Browse = func(address string) error { opened = address; return nil }
	cfg.Write = func(n string, r [][]string) (string, error) { name, rows = n, r; return "/exports/" + n, nil }
	f := uitest.NewFloor()
	f.Head.HalfHour.Missed, f.Head.HalfHour.MissedUpTo, f.Head.HalfHour.MissedLevel = 4, 4, model.LevelCritical
	a, _ := newAppWith(f, cfg, 140, 45)
	press(a, "!")
	rowWith(t, a, " enter go to the chat  a acknowledge  e explain  o open in Acquire  t see that moment  E export  ? help  esc q close")
	answer(t, a, press(a, "down o"))
	list := a.tracker.List()
	chat := idText(list[1].ID.Chat)
	if rowWith(t, a, "Opened chat "+chat); opened != "https://acme.acquire.io/x/"+chat || a.overlays.top() == nil {
		t.Errorf("opened %q with the list open: %v; want the second alert's chat", opened, a.overlays.top() != nil)
	}
	answer(t, a, press(a, "E"))
	rowWith(t, a, "Written to /exports/floorwatch-alerts-20261120-124107.csv ("+strconv.Itoa(len(list))+" rows)")
	if name != "floorwatch-alerts-20261120-124107.csv" || len(rows) != len(list)+1 || rows[2][7] != chat || rows[2][10] != "open" {
		t.Errorf("%q: %q", name, rows)
	}
	for i, r := range rows {
		if len(r) != len(rows[0]) || strings.Contains(strings.Join(r, ","), "Petrović") {
			t.Errorf("row %d is %q", i, r)
		}
	}
	for i, l := range list {
		if l.ID.Chat == 0 {
			if cmd := press(a, "home"+strings.Repeat(" down", i)+" o"); cmd != nil || a.toast.text != ofNoChat {
				t.Errorf("o on an alert about a figure says %q", a.toast.text)
			}
		}
	}
	bare, _ := newTestApp(uitest.NewFloor(), 120, 40)
	for key, want := range map[string]string{"o": `o: set screen.address, e.g. "https://.../{chat}"`, "E": "E: set screen.export to a folder"} {
		if press(bare, "! "+key); bare.toast.text != want {
			t.Errorf("%s without a setting says %q, want %q", key, bare.toast.text, want)
		}
		press(bare, "!")
	}
}

// o in the list of missed chats opens one, also if it is not on the floor any more.
func TestOpenMissedChat(t *testing.T) {
	cfg, opened := testConfig(), ""
	cfg.Address = "https://acme.acquire.io/x/{chat}"
	cfg.Browse = func(address string) error { opened = address; return nil }
	f := uitest.NewFloor()
	f.Threads[1].Missed = true
	a, _ := newAppWith(f, cfg, 120, 40)
	press(a, "M")
	rowWith(t, a, " enter the chat  e explain  o open in Acquire  ? help  esc q close")
	answer(t, a, press(a, "o"))
	if want := "https://acme.acquire.io/x/" + idText(f.Threads[1].Chat); opened != want {
		t.Errorf("opened %q, want %q", opened, want)
	}
}
