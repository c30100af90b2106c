package transcript

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// The card says who has the chat, why the agent is what the list calls them, the goal, and the visitor's chats before.
func TestCard(t *testing.T) {
	waits := func(r model.Row) model.Row {
		r.Key, r.Chat = model.Key{Visitor: 61857}, 3
		r.Wait, r.TimeLeft, r.First, r.Unanswered = model.Clock{Running: true, Since: uitest.Now().Add(-176 * time.Second), For: 176 * time.Second}, -146*time.Second, true, 3
		return r
	}
	now := uitest.Now()
	joy := safetext.Line("Joy Bright")
	card := Card{
		Earlier: []model.EarlierChat{
			{Chat: 1, Began: now.Add(-30 * time.Hour), LastAt: now.Add(-29 * time.Hour), How: "missed"},
			{Chat: 2, Began: now.Add(-time.Hour), LastAt: now.Add(-50 * time.Minute), Agent: 4, Name: joy, How: "ended", Answered: true, First: 12 * time.Second},
		},
		Floor: &model.Snapshot{Agents: []model.AgentRow{{ID: 4, Name: joy, State: model.AgentActive, Active: 3}}},
	}
	part := card
	part.Floor = &model.Snapshot{Now: now, Agents: card.Floor.Agents, Coverage: model.Coverage{Debts: model.Debts{At: now, Groups: []model.DebtGroup{{Kind: model.DebtUnread, Live: true, Ages: []int{3, 12}}}}}}
	for _, c := range []struct {
		name string
		h    int
		row  model.Row
		card Card
		want string
	}{
		{"agents of whom not all is read", 40, waits(model.Row{}), part, "Assigned   UNASSIGNED · nobody has joined this chat|Waiting    for the first response, goal 30s · 3 messages|" +
			"Visitor    #61857 · 2nd chat today · no name given|Before     Joy Bright 11:51, ended · 19 Nov, missed|They are   Joy Bright ACTIVE, ≥3 chats, – waiting|├──"},
		{"one line", 8, waits(model.Row{}), card, "UNASSIGNED · waiting for the first response, goal 30s"},
		{"two lines", 16, waits(model.Row{}), card, "UNASSIGNED · waiting for the first response, goal 30s|2nd chat today · last: Joy Bright 11:51, answered in 12s|├──"},
		{"two, the first chat", 16, waits(model.Row{Bot: true}), Card{}, "UNASSIGNED · waiting for the first response, goal 30s|1st chat · bot before|├──"},
		{"co-browsed", 16, waits(model.Row{Sharing: model.Sharing{CoBrowsed: 3, CoBrowseRecorded: true}}), Card{},
			"UNASSIGNED · waiting for the first response, goal 30s|1st chat · co-browsed 3 times, recorded|├──"},
		{"recordings", 40, waits(model.Row{Sharing: model.Sharing{CoBrowseRecorded: true, Recorded: true}}), Card{},
			"Assigned   UNASSIGNED · nobody has joined this chat|Waiting    for the first response, goal 30s · 3 messages|Visitor    #61857 · 1st chat · co-browsing recorded · recording · no name given"},
		{"co-browsed once", 40, waits(model.Row{Sharing: model.Sharing{CoBrowsed: 1, Recorded: true}}), card,
			"Assigned   UNASSIGNED · nobody has joined this chat|Waiting    for the first response, goal 30s · 3 messages|Visitor    #61857 · 2nd chat today · co-browsed 1 time · recording · no name given"},
		{"all", 40, waits(model.Row{}), card, "Assigned   UNASSIGNED · nobody has joined this chat|Waiting    for the first response, goal 30s · 3 messages|" +
			"Visitor    #61857 · 2nd chat today · no name given|Before     Joy Bright 11:51, ended · 19 Nov, missed|They are   Joy Bright ACTIVE, 3 chats, 0 waiting|├──"},
		{"skipping", 8, waits(model.Row{Owner: 4, OwnerName: joy, OwnerState: model.AgentOvertaking, Sight: model.SightPart}), card,
			"Joy Bright · SKIPPING: answered a newer wait first · goal 30s · part: rest unseen"},
		{"busy", 8, waits(model.Row{Owner: 4, OwnerName: joy, OwnerState: model.AgentBusy, OwnerBusy: 1}), card, "Joy Bright · BUSY 1: answered 1 message elsewhere · goal 30s"},
		{"state not known", 8, waits(model.Row{Owner: 4, OwnerName: joy, OwnerState: model.AgentUnknown}), card, "Joy Bright · what they do is not known · goal 30s"},
		{"stale", 8, waits(model.Row{AsOf: now}), card, "as of 12:41:07 · UNASSIGNED then · what was written since is not known"},
		{"stale, two lines", 16, waits(model.Row{AsOf: now}), card, "as of 12:41:07 · UNASSIGNED then|what was written since is not known · 2nd chat today|├──"},
		{"past", 8, waits(model.Row{Unsure: true, Owner: 4, OwnerName: joy}), card, "Joy Bright · may have ended"},
		{"past, was open later", 8, waits(model.Row{Unsure: true, WaitSure: true, Owner: 4, OwnerName: joy}), card, "Joy Bright · waited; the rest is not known"},
		{"ended", 8, model.Row{Owner: 4, OwnerName: joy, Over: true}, card, "Joy Bright · ended"},
	} {
		p := Pane{Zone: time.UTC, Card: c.card}
		p.SetThread(c.row.Key, &c.row, nil)
		p.FitTo(transcriptStyle(), 110, c.h)
		for i, want := range strings.Split(c.want, "|") {
			if got := strings.TrimSpace(strings.Trim(ansi.Strip(p.Draw(p.style, 110, c.h, false, now)[1+i]), "│")); !strings.HasPrefix(got, want) || want != "├──" && got != want {
				t.Errorf("%s: row %d of the card is %q, want %q", c.name, i, got, want)
			}
		}
	}
}

// Where not everything fits a card leaves whole parts out: why before the goal is lost, the goal before the agent.
func TestCardDropsWholeParts(t *testing.T) {
	joy := safetext.Line("Joy Bright")
	row := model.Row{
		Key: model.Key{Visitor: 61857}, Chat: 3, Wait: model.Clock{Running: true, For: 176 * time.Second}, TimeLeft: -116 * time.Second, Unanswered: 3,
		Owner: 4, OwnerName: joy, OwnerState: model.AgentSilent, Silent: model.Clock{Running: true, For: 4 * time.Minute}, Sight: model.SightPart,
	}
	card := Card{Earlier: []model.EarlierChat{{Chat: 2, LastAt: uitest.Now().Add(-50 * time.Minute), Agent: 4, Name: joy, Answered: true, First: 12 * time.Second}}}
	for w, want := range map[int]string{
		90: "Joy Bright · SILENT 4m: no message anywhere · goal 1m · part: rest unseen|2nd chat · last: Joy Bright 11:51, answered in 12s",
		62: "Joy Bright · SILENT 4m: no message anywhere · goal 1m|2nd chat · last: Joy Bright 11:51, answered in 12s",
		50: "Joy Bright · SILENT 4m: no message anywhere|2nd chat · last: Joy Bright 11:51",
		44: "Joy Bright · SILENT 4m · goal 1m|2nd chat · last: Joy Bright 11:51",
		30: "Joy Bright · SILENT 4m|2nd chat",
	} {
		p := Pane{Zone: time.UTC, Card: card}
		p.SetThread(row.Key, &row, nil)
		p.FitTo(transcriptStyle(), w, 16)
		for i, want := range strings.Split(want, "|") {
			if got := strings.TrimSpace(strings.Trim(ansi.Strip(p.Draw(p.style, w, 16, false, uitest.Now())[1+i]), "│")); got != want {
				t.Errorf("%d wide: %q, want %q", w, got, want)
			}
		}
	}
}

// A word for what an agent does never stands without its reason where a shorter reason has room, on the card of 160
// columns too; neither does the word of an agent of an earlier chat.
func TestCardSaysWhyAnAgentSkips(t *testing.T) {
	pedro := safetext.Line("Pedro Costa")
	row := model.Row{
		Key: model.Key{Visitor: 61857}, Chat: 3, Wait: model.Clock{Running: true, For: 76 * time.Second}, TimeLeft: -16 * time.Second, Unanswered: 3,
		Owner: 4, OwnerName: pedro, OwnerState: model.AgentOvertaking, OwnerBusy: 2,
	}
	card := Card{
		Earlier: []model.EarlierChat{{Chat: 2, LastAt: uitest.Now().Add(-50 * time.Minute), Agent: 4, Name: pedro, How: "ended"}},
		Floor:   &model.Snapshot{Agents: []model.AgentRow{{ID: 4, Name: pedro, State: model.AgentOvertaking, Busy: 2, Active: 3, Waiting: 1}}},
	}
	for w, want := range map[int]string{
		70: "Assigned   Pedro Costa · SKIPPING: answered a newer wait first",
		60: "Assigned   Pedro Costa · SKIPPING: newer wait first",
		38: "Assigned   Pedro Costa · SKIPPING",
	} {
		p := Pane{Zone: time.UTC, Card: card}
		p.SetThread(row.Key, &row, nil)
		p.FitTo(transcriptStyle(), w, 40)
		got := ansi.Strip(strings.Join(p.Draw(p.style, w, 40, false, uitest.Now()), "\n"))
		if !strings.Contains(got, "│ "+want+" ") || strings.Contains(got, want+":") || w >= 60 && !strings.Contains(got, "They are   Pedro Costa SKIPPING: newer wait first") {
			t.Errorf("%d wide: no %q in\n%s", w, want, got)
		}
	}
}

// An answer that came late is said with the time it took.
func TestCardOfAnAnsweredChat(t *testing.T) {
	limits := model.DefaultLimits()
	joy := safetext.Line("Joy Bright")
	row := model.Row{Key: model.Key{Visitor: 1}, Chat: 1, Owner: 4, OwnerName: joy, LastSide: model.SideAgent}
	p := Pane{Zone: time.UTC, Limits: &limits}
	p.SetThread(row.Key, &row, []model.Message{
		{ID: 1, Chat: 1, SentAt: uitest.Now(), Side: model.SideVisitor, Kind: model.KindMessage, Text: safetext.Clean("hello?")},
		{ID: 2, Chat: 1, SentAt: uitest.Now().Add(80 * time.Second), Side: model.SideAgent, Kind: model.KindMessage, Name: joy, Text: safetext.Clean("Good morning!")},
	})
	p.FitTo(transcriptStyle(), 60, 16)
	got := ansi.Strip(strings.Join(p.Draw(p.style, 60, 16, false, uitest.Now()), "\n"))
	for _, want := range []string{"Joy Bright · answered after 1m20s, 50s past its goal", "── SLA breached 12:41:37 · answered after 1m20s ──"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
