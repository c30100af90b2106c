package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/history"
	"floorwatch/ui/cli/config"
)

// report runs the command and returns what it writes and its status.
func periodReport(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	home := t.TempDir()
	w := Env{In: strings.NewReader(""), Out: &stdout, Err: &stderr, Getenv: func(name string) string {
		return map[string]string{"HOME": home, "LANG": "en_US.UTF-8"}[name]
	}}
	code = Execute(t.Context(), append([]string{"report"}, args...), w)
	return stdout.String(), stderr.String(), code
}

func TestReportOfTheDemo(t *testing.T) {
	formats := map[string]string{
		"text": "INVENTED FIGURES · ", "markdown": "# INVENTED FIGURES", "csv": "label,from", "json": `"invented": true`, "html": "<!doctype html>",
	}
	if !long() { // two of them, by chance
		for format := range formats {
			if len(formats) > 2 {
				delete(formats, format)
			}
		}
	}
	compared := false
	for format, want := range formats {
		out, errs, code := periodReport(t, "yesterday", "--demo", "--format", format)
		if code != exitOK || !strings.Contains(out, want) || strings.HasPrefix(out, "\ufeff") {
			t.Errorf("%s: status %d, %s, %.200s", format, code, errs, out)
		}
		if compared && testing.Short() {
			continue
		}
		compared = true
		again, _, _ := periodReport(t, "yesterday", "--demo", "--format", format)
		if again != out {
			t.Errorf("%s: another run writes something else", format)
		}
	}
}

func TestReportForASpreadsheet(t *testing.T) {
	out, errs, code := periodReport(t, "yesterday", "--demo", "--format", "csv", "--table", "total", "--bom")
	if code != exitOK || !strings.HasPrefix(out, "\ufefffrom,to,") {
		t.Errorf("status %d, %s, %.40q", code, errs, out)
	}
}

func TestReportWritesAFileWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.html")
	if _, errs, code := periodReport(t, "yesterday", "--demo", "--format", "html", "-o", path); code != exitOK {
		t.Fatalf("status %d, %s", code, errs)
	}
	if text, err := os.ReadFile(path); err != nil || !strings.HasSuffix(strings.TrimSpace(string(text)), "</html>") {
		t.Errorf("%v, %.80s", err, text)
	}
	if _, _, code := periodReport(t, "yesterday", "--demo", "-o", filepath.Join(path, "none")); code != exitFault {
		t.Errorf("where it cannot be written the status is %d", code)
	}
}

func TestReportStatuses(t *testing.T) {
	empty := t.TempDir()
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"--dir " + empty, exitNothing, "nothing was kept of"},
		{"2020-01-01 --demo", exitNothing, "begins on"},
		{"2999-01-01 --demo", exitNothing, "has not begun"},
		{"someday --demo", exitUsage, "not a period"},
		{"--demo --format pdf", exitUsage, "--format is"},
		{"--demo --table agents", exitUsage, "--table works with --format csv only"},
		{"--demo --bom", exitUsage, "--bom works with csv, not with text"},
		{"--demo --by minute", exitUsage, "--by is"},
		{"--demo --shift early", exitUsage, "no [[shift]]"},
		{"--demo --team suport", exitUsage, `no team is called "suport" (did you mean "Support"?); there are `},
		{"--demo --team Nonsense", exitUsage, `no team is called "Nonsense"; there are "`},
		{"--demo --agent 999999", exitUsage, "no agent has the number 999999; there are "},
		{"--demo --to 14:05 --from 2026-11-27", exitUsage, "--to"},
		{"", exitUsage, "no configuration"},
	} {
		out, errs, code := periodReport(t, strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(errs, c.want) || out != "" {
			t.Errorf("%q: status %d, want %d; %s%.100s", c.args, code, c.code, errs, out)
		}
	}
}

// A command that reads many files ends when it is told to, and says so.
func TestReadersOfThePastEndOnASignal(t *testing.T) {
	dir, _ := recorded(t)
	ended, end := context.WithCancel(t.Context())
	end()
	for _, args := range [][]string{{"report", "--demo"}, {"search", "refund", "--dir", dir}} {
		var out, errs strings.Builder
		code := Execute(ended, args, Env{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }})
		if code == exitOK || out.Len() > 0 || errs.String() != "floorwatch: ended by a signal before it was done\n" {
			t.Errorf("%v: status %d, %q, %.100q", args, code, &errs, &out)
		}
	}
}

// A team's report is judged by the team's own limits, and names its goal.
func TestReportOfATeamHasItsLimits(t *testing.T) {
	own := model.DefaultLimits()
	own.FirstReply.Within, own.FirstReply.Warn = 25*time.Second, 99
	cfg := config.Default()
	cfg.Teams = []model.Team{{Name: "Support", Agents: []model.AgentID{1}, Limits: &own}}
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for team, want := range map[string]model.ServiceThresholds{"": cfg.Limits.FirstReply, "Support": own.FirstReply} {
		r := periodOptions{demo: true, team: team, ask: history.Ask{Word: "yesterday"}}
		src, err := reportSource(cfg, r, Env{}, now)
		if err != nil {
			t.Fatal(err)
		}
		p, err := r.period(cfg, now)
		if err != nil {
			t.Fatal(err)
		}
		report, err := makeReport(cfg, r, p, src, now)
		if err != nil || report.FirstReply != want || report.First != want.Within {
			t.Errorf("team %q: %v, judged by %+v with a goal of %v, want %+v", team, err, report.FirstReply, report.First, want)
		}
	}
}
