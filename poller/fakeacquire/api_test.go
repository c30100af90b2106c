package fakeacquire

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire/account"
)

// told is a small account for a story.
type told struct {
	*Server
	now     time.Time
	ada     model.AgentID
	ben     model.AgentID
	visitor model.VisitorID
	thread  model.ThreadID
	chat    model.ChatID
}

func tell() *told {
	s := &told{now: noon}
	s.Server = NewServer(Options{Now: func() time.Time { return s.now }})
	s.ada, s.ben = s.AddAgent("Ada Stone", "Sales"), s.AddAgent("Ben Moore", "")
	s.visitor, s.thread, s.chat = s.Visit("Zoe")
	return s
}

func (s *told) messages(t *testing.T) []rawRow {
	return messagesOf(t, s.Server, fmt.Sprintf("thread_id=%d&visitor_id=%d&last_chat_id=0&key=", s.thread, s.visitor))
}

func (s *told) threads(t *testing.T) []rawRow {
	return rowsOf(t, s.Server, EndpointThread, fmt.Sprintf("visitor_id=%d&limit=9&page=1", s.visitor))
}

// want compares fields of a row, given as name, value, name, value …
func want(t *testing.T, row rawRow, fields ...string) {
	t.Helper()
	for i := 0; i < len(fields); i += 2 {
		if got := string(row[fields[i]]); got != fields[i+1] {
			t.Errorf("%s is %s, want %s", fields[i], got, fields[i+1])
		}
	}
}

// TestLines tells one line of each kind and looks at its row.
func TestLines(t *testing.T) {
	s := tell()
	visitor, ada := fmt.Sprint(s.visitor), fmt.Sprint(s.ada)
	tests := []struct {
		line   func() model.MessageID
		fields []string
	}{
		{func() model.MessageID { return s.Say(s.chat, "hi") },
			[]string{"sender_type", `"visitor"`, "sender_id", visitor, "type", `"message"`, "message", `"hi"`, "first_name", "null", "vd_name", `"Zoe"`}},
		{func() model.MessageID { return s.Reply(s.chat, s.ada, "yes?") },
			[]string{"sender_type", `"agent"`, "sender_id", ada, "first_name", `"Ada Stone"`, "bot_name", "null", "vd_id", visitor}},
		{func() model.MessageID { return s.Bot(s.chat, "beep") },
			[]string{"sender_type", `"bot"`, "sender_id", "null", "bot_name", `"` + account.BotName + `"`}},
		{func() model.MessageID { return s.Note(s.chat, s.ada, "careful") }, []string{"type", `"note"`, "sender_id", ada}},
		{func() model.MessageID { return s.Event(s.chat, 0, "started") }, []string{"type", `"event"`, "sender_type", `"visitor"`}},
		{func() model.MessageID { return s.Join(s.chat, s.ada) },
			[]string{"type", `"event"`, "sender_type", `"agent"`, "message", `"Ada Stone just joined this chat."`}},
		{func() model.MessageID { return s.Transfer(s.chat, s.ben) },
			[]string{"type", `"event"`, "sender_id", ada, "message", `"Ada Stone transferred this chat to Ben Moore."`}},
		{func() model.MessageID { return s.Mail(s.chat, "Hi", "text") },
			[]string{"type", `"email"`, "subject", `"Hi"`, "body", `"text"`, "to", `"support@example.com"`}},
		{func() model.MessageID { return s.Rate(s.chat, 4, "fine") }, []string{"type", `"feedback"`, "message", `"fine"`}},
		{func() model.MessageID {
			return s.Records.Post(s.Records.Chats[s.chat], s.Clock().Unix(), account.Message{Sender: "robot", Typ: "card", Text: "?"}).ID
		}, []string{"type", `"card"`, "sender_type", `"robot"`, "sender_id", "null"}},
	}
	last := model.MessageID(0)
	for i, tt := range tests {
		s.now = noon.Add(time.Duration(i) * time.Second)
		id := tt.line()
		rows := s.messages(t)
		if len(rows) != i+1 {
			t.Fatalf("%d rows after %d lines", len(rows), i+1)
		}
		want(t, rows[i], append(tt.fields, "id", fmt.Sprint(id), "chat_id", fmt.Sprint(s.chat), "account_id", "10719",
			"date_created", fmt.Sprintf(`"2026-03-02 12:00:%02d"`, i))...)
		if id <= last {
			t.Errorf("line %d has the id %d after %d", i, id, last)
		}
		last = id
	}
	if last == 944199+model.MessageID(len(tests))-1 {
		t.Error("the ids are dense")
	}
}

// TestThreadRow follows the thread list through a story.
func TestThreadRow(t *testing.T) {
	s := tell()
	first := s.Say(s.chat, "one")
	s.Say(s.chat, "two")
	want(t, s.threads(t)[0], "users", "null", "agents", "null", "unseen_count", "2", "count_chat", "1", "thread_status", `"open"`,
		"chat_wait_time", "0", "feedback_rating", "null", "rating", "null", "rating_time", `["2026-03-02 12:00:00"]`)
	s.MarkSeen(first)
	want(t, s.threads(t)[0], "unseen_count", "1")
	s.now = noon.Add(20 * time.Second)
	s.Assign(s.chat, s.ada)
	want(t, s.threads(t)[0], "users", fmt.Sprintf(`"agent-%d"`, s.ada), "user_id", fmt.Sprintf(`"%d"`, s.ada), "agents", `"Ada Stone"`,
		"chat_wait_time", "20", "chat_duration", "0")
	c := s.Records.Chats[s.chat]
	want(t, s.threads(t)[0], "cobrowse_recording", `"no"`, "cobrowse_recording_ids", "null", "recording_available", "null", "recording_available_ids", "null")
	c.Shared, c.Recorded = 2, true
	want(t, s.threads(t)[0], "co_browse", "2", "cobrowse_recording", `"yes"`, "cobrowse_recording_ids", fmt.Sprint(s.chat), "recording_available", "1",
		"recording_available_ids", fmt.Sprint(s.chat))
	s.Transfer(s.chat, s.ben)
	s.SeenByAgent(s.chat)
	s.Rate(s.chat, 4, "")
	s.now = noon.Add(50 * time.Second)
	want(t, s.threads(t)[0], "user_id", fmt.Sprintf(`"%d,%d"`, s.ada, s.ben), "agents", `"Ada Stone,Ben Moore"`, "unseen_count", "0",
		"feedback_rating", "4", "rating", `["4"]`, "chat_duration", "30")
	s.CloseThread(s.thread)
	want(t, s.threads(t)[0], "thread_status", `"close"`)
	next := s.NextChat(s.thread)
	s.Records.Chats[next].Offline = true
	want(t, s.threads(t)[0], "thread_status", `"open"`, "chat_id", fmt.Sprint(next), "chat_ids", fmt.Sprintf(`"%d,%d"`, s.chat, next),
		"count_chat", "2", "offline_chat", "1", "users", "null", "feedback_rating", "null", "rating", `["4"]`)
	s.StartChat(s.visitor)
	if rows := s.threads(t); len(rows) != 2 {
		t.Errorf("%d threads, want 2", len(rows))
	}
}

// TestChanges shows what a later poll may find changed.
func TestChanges(t *testing.T) {
	s := tell()
	one := s.Say(s.chat, "one")
	late := s.Say(s.chat, "late")
	s.Say(s.chat, "three")
	s.VisibleFrom(late, noon.Add(time.Minute))
	s.Edit(one, "ONE")
	s.MarkMissed(s.chat)
	rows := s.messages(t)
	if len(rows) != 2 {
		t.Fatalf("%d rows, want 2 while one is hidden", len(rows))
	}
	want(t, rows[0], "message", `"ONE"`, "id", fmt.Sprint(one), "missed_chat", "1", "seen", `""`)
	s.now = noon.Add(time.Minute)
	s.SeenByAgent(s.chat)
	rows = s.messages(t)
	want(t, rows[1], "message", `"late"`, "date_created", `"2026-03-02 12:00:00"`, "seen", `"seen"`)
	reply := s.Reply(s.chat, s.ada, "yes")
	want(t, s.messages(t)[3], "seen", `""`, "id", fmt.Sprint(reply))
	s.SeenByVisitor(s.chat)
	want(t, s.messages(t)[3], "seen", `"seen"`)
}

func TestRawRow(t *testing.T) {
	s := tell()
	s.Say(s.chat, "one")
	s.Raw(s.chat, `{"id":"x"}`)
	s.Say(s.chat, "two")
	rows := s.messages(t)
	if len(rows) != 3 || string(rows[1]["id"]) != `"x"` {
		t.Errorf("rows %s", rows)
	}
}

// TestAgentsList looks at the agents, and at the secret that must never leave.
func TestAgentsList(t *testing.T) {
	s := tell()
	s.Records.Agents[1].Disabled = true // Ben
	rows := rowsOf(t, s.Server, EndpointAgents, `{"page":1,"limit":25}`)
	want(t, rows[0], "user_id", fmt.Sprint(s.ada), "user_name", `"Ada Stone"`, "department_name", `"Sales"`, "user_status", `"active"`)
	want(t, rows[1], "department_name", "null", "department_id", "null", "user_status", `"disable"`)
	if string(rows[0]["id"]) == string(rows[0]["user_id"]) {
		t.Error("an agent's id in the list equals the user id")
	}
	if got := string(rows[0]["secret_key"]); !strings.Contains(got, Secret) {
		t.Errorf("secret_key is %s", got)
	}
}

// TestProfileChanges shows the stamps by which a client finds out what changed.
func TestProfileChanges(t *testing.T) {
	s := tell()
	profile := func() rawRow {
		return rowsOf(t, s.Server, EndpointProfiles, "limit=9&page=1&filter[master]=chathistory")[0]
	}
	want(t, profile(), "chat_updated", `"2026-03-02 12:00:00"`, "name", `"Zoe"`, "chat_id", "null", "agent_name", `""`)
	s.now = noon.Add(time.Minute)
	s.Reply(s.chat, s.ada, "hello")
	want(t, profile(), "chat_updated", `"2026-03-02 12:01:00"`, "chat_created", `"2026-03-02 12:00:00"`, "agent_name", `"Ada Stone"`)
	s.now = noon.Add(2 * time.Minute)
	s.NextChat(s.thread)
	want(t, profile(), "chat_updated", `"2026-03-02 12:02:00"`, "chat_created", `"2026-03-02 12:02:00"`)
}

// TestWrongStory shows that a story about nobody panics instead of passing.
func TestWrongStory(t *testing.T) {
	s := tell()
	for name, line := range map[string]func(){
		"chat":    func() { s.Say(1, "hi") },
		"agent":   func() { s.Reply(s.chat, 1, "hi") },
		"thread":  func() { s.NextChat(1) },
		"visitor": func() { s.StartChat(1) },
		"message": func() { s.MarkSeen(1) },
	} {
		func() {
			defer func() {
				if p := fmt.Sprint(recover()); !strings.Contains(p, "does not exist") && !strings.Contains(p, "who does not exist") {
					t.Errorf("%s: panicked with %s", name, p)
				}
			}()
			line()
		}()
	}
	s.Say(s.chat, "the lock is free") // it would hang where a panic had kept it
}
