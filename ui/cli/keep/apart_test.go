package keep

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/history"
	"floorwatch/ui/cli/config"
)

// An invented floor and a real one, and two runs of an invented one, are never kept in one folder: not recorded, not as figures, and
// not on a later day, in whose file nobody told the floor again.
func TestInventedAndRealStayApart(t *testing.T) {
	none := func(string) string { return "" }
	named := func(name, dir string) config.Config {
		cfg := historyConfig(filepath.Join(dir, "figures"))
		cfg.Record.Dir, cfg.Screen.Timezone, cfg.Screen.Name = filepath.Join(dir, "recordings"), "UTC", name
		return cfg
	}
	for _, c := range []struct{ first, second, fault string }{
		{config.DemoName + " a", config.DemoName + " a", ""},
		{config.DemoName + " a", config.DemoName + " b", "of another invented floor: give the"},
		{"Support", "Sales", ""},
		{"Support", config.DemoName, "of a real floor: give the"},
		{"", config.DemoName, "of a real floor: give the"}, // it does not say what it is called
		{config.DemoName, "Support", "of an invented floor: give the"},
	} {
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			cfg := named(c.first, dir)
			start, stop := started(t.Context())
			r, err := OpenRecording(start, cfg, none, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			writer, err := OpenHistory(cfg, cfg.History.Dir, none)
			if err != nil {
				t.Fatal(err)
			}
			for day := range 2 {
				e := model.Event{At: time.Now(), Messages: []model.Message{{ID: model.MessageID(day + 1), Chat: 1, Visitor: 1, SentAt: time.Now(), FirstAt: time.Now(), LastAt: time.Now()}}}
				if floor := cfg.Floor(); day == 0 && !floor.Name.IsEmpty() {
					floor.At = e.At
					e.Floor = &floor
				}
				r.Put(e)
				d := history.DayOf(time.Now(), time.UTC)
				d.Written, d.Floor, d.Invented = time.Now(), cfg.Floor().Name, cfg.Floor().Invented
				if err := writer.Put(d, time.Time{}); err != nil {
					t.Fatal(err)
				}
				time.Sleep(24 * time.Hour)
			}
			stop()
			_ = writer.Close()
		})
		cfg := named(c.second, dir)
		for what, err := range map[string]error{"recording": SameRecordings(cfg, cfg.Record.Dir), "history": SameHistory(cfg, cfg.History.Dir)} {
			switch {
			case c.fault == "" && err == nil:
			case c.fault == "" || err == nil || !strings.Contains(err.Error(), c.fault) || !strings.Contains(err.Error(), "2000-01-0"):
				t.Errorf("%s of %q after that of %q: %v, want %q", what, c.second, c.first, err, c.fault)
			}
		}
		start, stop := started(t.Context())
		r, err := OpenRecording(start, cfg, none, slog.New(slog.DiscardHandler))
		if stop(); (err != nil) != (c.fault != "") {
			t.Errorf("recording %q after %q: %v, %v", c.second, c.first, r, err)
		}
		k, err := OpenFigures(cfg, none, nil, "1", nil, slog.New(slog.DiscardHandler))
		if (err != nil) != (c.fault != "") {
			t.Errorf("figures of %q after those of %q: %v", c.second, c.first, err)
		}
		if k.folder != nil {
			_ = k.folder.Close()
		}
	}
}

// A report of what a demo server's floor came to is named as invented, also by whoever has another configuration.
func TestReportOfInventedFigures(t *testing.T) {
	dir := t.TempDir()
	writer, err := history.Open(history.Options{Dir: dir, Agents: true, Group: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	for _, invented := range []bool{false, true} {
		d := history.DayOf(at, time.UTC)
		d.Written, d.Invented = at, invented
		if err := writer.Put(d, time.Time{}); err != nil {
			t.Fatal(err)
		}
		period, err := history.ParsePeriod(history.Ask{Word: "today"}, at, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		report, err := history.NewReport(history.Folder{Dir: dir}, history.Query{Period: period, By: history.ByHour, Now: at})
		if err != nil || report.Invented != invented {
			t.Errorf("%+v (%v), want invented %v", report, err, invented)
		}
	}
}
