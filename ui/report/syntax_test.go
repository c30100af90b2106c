package report

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// oddNames are names with which a stranger may try to be more than a name.
var oddNames = []string{"|x=1", "a | waiting=0;1;2", "=1+1", "＝1+1", ";y", "x;=1+1", "\t=1", "a\nOK - nothing | z=1", "\x1b[2J\r", "a\u2028b"}

// namedReport is a floor on which everybody who waits, and every agent, has an odd name, and the reason of the state too.
func namedReport(name string) *Report {
	s := fullSnapshot()
	s.Threads[0].Name, s.Threads[0].OwnerName, s.Agents[0].Name = safetext.Line(name), safetext.Line(name), safetext.Line(name)
	r := Build(s, model.Health{State: model.StateRetrying, Why: safetext.Line(name), LastGood: s.Now}, Options{Names: true})
	r.Explain = []Explanation{{Title: safetext.Line(name).String()}}
	return r
}

// Nagios takes what stands behind a bar for figures, in the first line and in those below.
func TestNamesAreNoSyntaxInText(t *testing.T) {
	for _, name := range oddNames {
		for _, level := range []string{"critical", levelUnknown} {
			r := namedReport(name)
			r.Level = level
			text := written(t, "text", r)
			first, rest, _ := strings.Cut(text, "\n")
			said, figures, _ := strings.Cut(first, " | ")
			if strings.Count(first, "|") != 1 || strings.Contains(rest, "|") {
				t.Errorf("%q as a name: bars in\n%s", name, text)
			}
			if !regexp.MustCompile(`^(\w+=(U|\d+s?)(;\d*;\d*)? ?)+$`).MatchString(figures) || !strings.Contains(said, " - ") {
				t.Errorf("%q as a name: the first line is %q", name, first)
			}
			if strings.Contains(text, "\nOK - nothing") || strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && (r < ' ' || r == '\u2028') }) {
				t.Errorf("%q as a name makes a line or a control of its own in\n%q", name, text)
			}
		}
	}
}

// Performance data has the limits of what has one, by the reply that the longest wait is for, and U where nothing is known.
func TestPerformanceHasLimits(t *testing.T) {
	own := model.DefaultLimits()
	own.First, own.Next = model.Thresholds{Warn: 7 * time.Second, Critical: 8 * time.Second}, model.Thresholds{Warn: 45 * time.Second, Critical: 90 * time.Second}
	own.Missed = model.CountThresholds{Warn: 2, Critical: 4}
	for _, c := range []struct {
		name, team      string
		limits          *model.Limits
		longest, missed string
	}{
		{"a later reply is waited for", "", nil, "100s;60;120", "0;1;3"},
		{"only a first reply is", `"S\ales"`, nil, "10s;30;60", "0;1;3"},
		{"the chat's team has its own limits, on the whole floor", "", &own, "100s;45;90", "0;1;3"},
		{"the view's team has its own", "Support", &own, "100s;45;90", "0;2;4"},
	} {
		if text := written(t, "text", reportedBy(c.team, c.limits, false)); !strings.Contains(text, " longest="+c.longest+" ") || !strings.Contains(text, " missed="+c.missed+"\n") {
			t.Errorf("%s: no longest=%s and missed=%s in\n%s", c.name, c.longest, c.missed, text)
		}
	}
	none := Unknown(time.Now(), model.Health{State: model.StateRetrying, Why: safetext.Line("no | answer")}, Options{Limits: model.DefaultLimits()})
	want := "UNKNOWN - RETRYING: no / answer | waiting=U over=U longest=U;30;60 unseen=U seen=U missed=U;1;3\n"
	if text := written(t, "text", none); text != want {
		t.Errorf("nothing is known: %q, want %q", text, want)
	}
}

// What is missing is said under every verdict, not only where nothing is known.
func TestTextSaysWhatIsMissing(t *testing.T) {
	s := fullSnapshot()
	s.Coverage = model.Coverage{List: model.ListHealth{At: s.Now, FailingSince: s.Now.Add(-5 * time.Second)}}
	h := model.Health{State: model.StateLive, At: s.Now, LastGood: s.Now}
	text := written(t, "text", Build(s, h, Options{}))
	if want := "\nLIVE: the profile list failed and is asked again\n"; !strings.Contains(text, want) {
		t.Errorf("no %q in\n%s", want, text)
	}
}

func TestGaugesOfWhatIsUnread(t *testing.T) {
	r := namedReport("Ana")
	at := r.At
	r.coverage = &model.Coverage{
		List: model.ListHealth{Unfinished: true, Read: 3, Pages: 9},
		Debts: model.SumDebts(at, []model.Debt{
			{Kind: model.DebtUnread, Live: true, Until: at.Add(-5 * time.Minute)},
			{Kind: model.DebtUnread, Until: at.Add(-5 * time.Hour)},
			{Kind: model.DebtFailing, Key: model.Key{Visitor: 1, Thread: 2}, Until: at.Add(-time.Hour)},
		}),
	}
	text := written(t, "prometheus", r)
	for _, line := range []string{
		"floorwatch_timestamp_seconds 1795176000", `floorwatch_unread{kind="threads"} 2`, `floorwatch_unread{kind="failing_threads"} 1`,
		`floorwatch_unread{kind="visitors"} 0`, `floorwatch_unread{kind="list_pages"} 6`, `floorwatch_owed{window="30m"} 2`,
	} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("%s is missing in\n%s", line, text)
		}
	}
	none := Unknown(at, model.Health{}, Options{})
	if text := written(t, "prometheus", none); strings.Contains(text, "unread") || !strings.Contains(text, "floorwatch_timestamp_seconds") {
		t.Errorf("nothing is known, and 0 unread would say that all is:\n%s", text)
	}
}
