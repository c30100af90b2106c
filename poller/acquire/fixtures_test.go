package acquire

import (
	"context"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
)

func TestMessageFixture(t *testing.T) {
	got := messagesOf(t, fixture(t, "message.json"))
	hello := safetext.CleanHTML("Hello")
	common := model.Message{Chat: 106241, Visitor: 61793, Thread: model.NoThread, Kind: model.KindMessage, VisitorName: line("John Deo"),
		Text: hello, Seen: model.SeenYes, FirstAt: testDate, LastAt: testDate, SeenAt: testDate}
	agent, visitor := common, common
	agent.ID, agent.SentAt, agent.Side, agent.Sender, agent.Name = 944199, at("2018-07-23 13:45:50"), model.SideAgent, 15416, line("Devid Klok")
	visitor.ID, visitor.SentAt, visitor.Side = 944201, at("2018-07-23 13:45:56"), model.SideVisitor
	same(t, "message.json", got, Messages{
		Meta:     Meta{At: testDate, Skew: 90 * time.Second},
		Messages: []model.Message{agent, visitor},
		Rows:     2,
	})
}

// TestDocumentedAnswerOnTheBoard: the documented answer is one thread with two
// messages; the visitor spoke last and was seen, so he waits without a reply.
func TestDocumentedAnswerOnTheBoard(t *testing.T) {
	read := at("2018-07-23 13:46:00")
	got := messagesOf(t, fixture(t, "message.json")).Messages
	for i := range got {
		got[i].FirstAt, got[i].LastAt, got[i].SeenAt = read, read, read
	}
	b := board.New(board.Config{Limits: model.DefaultLimits(), Keep: model.DefaultRetention()})
	b.Apply(model.Event{At: read, Messages: got})
	s := b.At(at("2018-07-23 13:46:26"))
	if len(s.Threads) != 1 {
		t.Fatalf("%d threads, want 1", len(s.Threads))
	}
	r := s.Threads[0]
	if r.Messages != 2 || !r.Wait.Running || !r.Wait.Since.Equal(at("2018-07-23 13:45:56")) || r.Wait.For != 30*time.Second {
		t.Errorf("%d messages, wait %+v, want 2 and a wait of 30s since 13:45:56", r.Messages, r.Wait)
	}
	if r.Sight != model.SightSeen || !r.SeenFor.Running || r.SeenFor.For != 26*time.Second || !r.SeenFor.AtLeast {
		t.Errorf("sight %d, seen for %+v, want seen and unanswered for at least 26s", r.Sight, r.SeenFor)
	}
	if r.Owner != 15416 || r.OwnerName != line("Devid Klok") || r.Name != line("John Deo") {
		t.Errorf("owner %d %q, visitor %q, want 15416 Devid Klok and John Deo", r.Owner, r.OwnerName, r.Name)
	}
}

func TestThreadFixture(t *testing.T) {
	c, mux := setup(t)
	mux.HandleFunc(threadPath, answer(fixture(t, "threads.json")))
	got, err := c.Threads(context.Background(), 565, 1)
	if err != nil {
		t.Fatal(err)
	}
	thread := func(id model.ThreadID, stirred string, last model.ChatID, chats ...model.ChatID) model.ThreadInfo {
		at, err := time.Parse(time.DateTime, stirred) // the latest of its chats' rating_time
		if err != nil {
			t.Fatal(err)
		}
		return model.ThreadInfo{ID: id, Visitor: 565, Chats: chats, Last: last, Status: model.StatusOpen,
			Agents: []model.AgentID{3518}, AgentNames: []safetext.Text{line("John")}, ActiveAt: at, At: testDate}
	}
	rated := thread(445, "2018-09-20 05:33:30", 1876, 1876)
	rated.Stars = 4
	same(t, "threads.json", got, Threads{
		Meta: Meta{At: testDate, Skew: 90 * time.Second},
		List: []model.ThreadInfo{
			rated,
			thread(446, "2019-01-17 09:09:23", 2142, 1877, 2139, 2140, 2141, 2142),
			thread(616, "2019-01-18 09:05:26", 2146, 2143, 2145, 2146),
		},
		Rows: 3, Total: 3,
	})
}

func TestThreadFixtureOf2018(t *testing.T) {
	c, mux := setup(t)
	mux.HandleFunc(threadPath, answer(fixture(t, "threads_2018.json")))
	got, err := c.Threads(context.Background(), 86602, 1)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "threads_2018.json", got.List, []model.ThreadInfo{
		{ID: 40544, Visitor: 86602, Chats: []model.ChatID{197849}, Last: 197849, Status: model.StatusOpen, Offline: true, At: testDate},
		{ID: 40545, Visitor: 86602, Chats: []model.ChatID{197858}, Last: 197858, Status: model.StatusOpen, Sharing: model.Sharing{CoBrowsed: 3},
			Agents: []model.AgentID{15416}, AgentNames: []safetext.Text{line("David Klok")}, At: testDate},
	})
	same(t, "drift", got.Drift, model.Drift{})
}

func TestProfileFixture(t *testing.T) {
	c, mux := setup(t)
	mux.HandleFunc(listPath, answer(fixture(t, "profiles.json")))
	got, err := c.Profiles(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if got.Rows != 1 || got.Total != 1 || len(got.List) != 1 {
		t.Fatalf("profiles.json: got %d rows, %d in all, %+v, want 1, 1 and one", got.Rows, got.Total, got.List)
	}
	same(t, "profiles.json", got.List[0].VisitorInfo, model.VisitorInfo{ID: 70574, At: testDate})
	same(t, "drift", got.Drift, model.Drift{})
}

func TestAgentsFixture(t *testing.T) {
	c, mux := setup(t)
	body := strings.Replace(fixture(t, "agents.json"), "[SECRET KEY]", "sk-hush", 1)
	mux.HandleFunc(agentsPath, answer(body))
	got, err := c.Agents(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "agents.json", got, Agents{
		Meta:  Meta{At: testDate, Skew: 90 * time.Second},
		List:  []model.AgentInfo{{ID: 15022, Name: line("David"), Role: line("Administrator"), Type: line("Zapier"), At: testDate}},
		Rows:  1,
		Total: 1,
	})
	buf := c.buffer()
	if kept := buf.AvailableBuffer()[:buf.Available()]; strings.Contains(string(kept), "sk-hush") {
		t.Error("an agent's secret key stays in the buffer that is used again")
	}
}

func TestTotalsFixtures(t *testing.T) {
	c, mux := setup(t)
	mux.HandleFunc(statsPath, answer(fixture(t, "chat_statistics.json")))
	mux.HandleFunc(teamPath, answer(fixture(t, "team_analytics.json")))
	got, err := dayTotals(c, context.Background(), testNow, testNow, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	known := func(d time.Duration) model.Duration { return model.Duration{D: d, Known: true} }
	same(t, "totals", got, model.DayTotals{
		At: testDate, Total: 368, Answered: 315, Missed: 42, Response: known(65 * time.Second),
		Agents: []model.AgentTotals{{ID: 15416, Assigned: 62, Handled: 61, ChatTime: known(532 * time.Second), Response: known(2 * time.Second),
			TimeOnChat: known(9*time.Hour + 35*time.Second), RatingPositive: 3}},
	})
}

// The only published error body came with status 200.
func TestV2ErrorFixture(t *testing.T) {
	c, mux := setup(t)
	mux.HandleFunc(messagePath, answer(fixture(t, "v2_error.json")))
	_, err := c.Messages(context.Background(), ask61793)
	e := wantFault(t, err, FaultAPI)
	if got, want := e.Detail, line("You have already joined this chat."); got != want {
		t.Errorf("detail is %q, want %q", got, want)
	}
}
