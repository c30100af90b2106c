package fakeacquire

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire/account"
)

// asked returns the chats of the rows of a Message answer and the rows' ids.
func asked(t *testing.T, s *Server, thread model.ThreadID, visitor model.VisitorID, last int64) (chats []string, ids []string) {
	t.Helper()
	form := fmt.Sprintf("thread_id=%d&visitor_id=%d&last_chat_id=%d&key=", thread, visitor, last)
	for _, r := range messagesOf(t, s, form) {
		chats = append(chats, strings.Trim(string(r["chat_id"]), `"`))
		ids = append(ids, strings.Trim(string(r["id"]), `"`))
	}
	return chats, ids
}

type rawRow = map[string]json.RawMessage

func messagesOf(t *testing.T, s *Server, form string) []rawRow {
	return rowsOf(t, s, EndpointMessage, form)
}

func rowsOf(t *testing.T, s *Server, e Endpoint, form string) []rawRow {
	t.Helper()
	_, body := ask(t, inMemory(s), memory, e, form)
	var answer struct {
		Data struct{ Messages, Data, Rows []rawRow }
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return slices.Concat(answer.Data.Messages, answer.Data.Data, answer.Data.Rows)
}

// TestCursor asks a visitor's thread of three chats, and a chat without a
// thread, under every reading of last_chat_id and thread_id.
func TestCursor(t *testing.T) {
	s := NewServer(Options{})
	visitor, thread, one := s.Visit("John Deo")
	two, three := s.NextChat(thread), s.NextChat(thread)
	lone := s.StartThreadlessChat(visitor)
	var first model.MessageID
	for i, c := range []model.ChatID{one, two, three, lone} {
		id := s.Say(c, "hello")
		if i == 0 {
			first = id
		}
	}
	name := map[string]string{fmt.Sprint(one): "1", fmt.Sprint(two): "2", fmt.Sprint(three): "3", fmt.Sprint(lone): "L"}
	const any, value, none = false, true, model.NoThread
	tests := []struct {
		cursor   Cursor
		noThread bool
		thread   model.ThreadID
		last     int64
		want     string
	}{
		{CursorChatOnly, any, thread, int64(two), "2"},
		{CursorChatOnly, any, none, int64(lone), "L"},
		{CursorChatOnly, value, none, int64(two), ""},
		{CursorChatOnly, value, none, int64(lone), "L"},
		{CursorChatAndLater, any, thread, int64(two), "23"},
		{CursorChatAndLater, any, none, int64(two), "23L"},
		{CursorChatAndLater, value, none, int64(two), "L"},
		{CursorLaterOnly, any, thread, int64(two), "3"},
		{CursorLaterOnly, any, thread, int64(two) - 1, "23"},
		{CursorLaterOnly, any, thread, int64(three), ""},
		{CursorLaterOnly, value, none, int64(lone) - 1, "L"},
		{CursorUpToChat, any, thread, int64(two), "12"},
		{CursorUpToChat, any, none, int64(lone), "123L"},
		{CursorMessage, any, thread, int64(three), "123"},
		{CursorMessage, any, thread, int64(first), "23"},
		{CursorChatOnly, any, thread, 0, "123"},
		{CursorUpToChat, any, none, 0, "123L"},
		{CursorChatOnly, any, thread + 99, int64(two), ""},
	}
	for _, tt := range tests {
		s.SetDialect(Dialect{Cursor: tt.cursor, NoThreadValue: tt.noThread})
		chats, _ := asked(t, s, tt.thread, visitor, tt.last)
		got := ""
		for _, c := range chats {
			got += name[c]
		}
		if got != tt.want {
			t.Errorf("cursor %d, thread %d (no-thread is a value: %v), last %d: chats %q, want %q", tt.cursor, tt.thread, tt.noThread, tt.last, got, tt.want)
		}
	}
	s.SetDialect(Dialect{NoCursorZero: true})
	if chats, _ := asked(t, s, thread, visitor, 0); len(chats) > 0 {
		t.Errorf("cursor 0 as a number: chats %q, want none", chats)
	}
	if chats, _ := asked(t, s, thread, visitor+1, int64(two)); len(chats) > 0 {
		t.Errorf("the thread of another visitor: chats %q, want none", chats)
	}
}

// TestNewChatIsDiscovered shows a chat that Message keeps back until a list has named it.
func TestNewChatIsDiscovered(t *testing.T) {
	for _, unlisted := range []bool{false, true} {
		s := NewServer(Options{Dialect: Dialect{Cursor: CursorChatAndLater, NewChatsListed: true, ThreadlessUnlisted: unlisted}})
		visitor, thread, one := s.Visit("John Deo")
		s.Say(one, "hello")
		s.Say(s.NextChat(thread), "me again")
		if chats, _ := asked(t, s, thread, visitor, int64(one)); len(chats) != 1 {
			t.Errorf("before: chats %q, want one", chats)
		}
		if !unlisted {
			rowsOf(t, s, EndpointThread, fmt.Sprintf("visitor_id=%d&limit=20&page=1", visitor))
		} else {
			rowsOf(t, s, EndpointProfiles, "limit=20&page=1")
		}
		if chats, _ := asked(t, s, thread, visitor, int64(one)); len(chats) != 2 {
			t.Errorf("once a list has named it (unlisted %v): chats %q, want two", unlisted, chats)
		}
	}
}

func TestThreadlessChats(t *testing.T) {
	s := NewServer(Options{})
	visitor := s.AddVisitor("John Deo")
	chat := s.StartThreadlessChat(visitor)
	form := fmt.Sprintf("visitor_id=%d&limit=20&page=1", visitor)
	rows := rowsOf(t, s, EndpointThread, form)
	if len(rows) != 1 || string(rows[0]["thread_id"]) != "-1" || string(rows[0]["chat_id"]) != fmt.Sprint(chat) {
		t.Errorf("listed: rows %s, want one of thread -1", rows)
	}
	s.SetDialect(Dialect{ThreadlessUnlisted: true})
	if rows := rowsOf(t, s, EndpointThread, form); len(rows) != 0 {
		t.Errorf("unlisted: rows %s, want none", rows)
	}
	if rows := rowsOf(t, s, EndpointProfiles, "limit=20&page=1"); string(rows[0]["chat_id"]) != fmt.Sprint(chat) {
		t.Errorf("unlisted: the profile's chat_id is %s, want %d", rows[0]["chat_id"], chat)
	}
}

// TestNotations asks the same row in different notations.
func TestNotations(t *testing.T) {
	s := NewServer(Options{Now: sampleNow})
	agent := s.AddAgent("Devid Klok", "")
	_, thread, chat := s.Visit("J\u00fcrgen \U0001f600/")
	s.Say(chat, "one")           // row 0, seen
	s.SeenByAgent(chat)          //
	s.Say(chat, "two")           // row 1, not seen
	s.Bot(chat, "three")         // row 2
	s.Event(chat, agent, "four") // row 3
	s.Reply(chat, agent, "five") // row 4
	s.Reply(chat, agent, "six")  // row 5
	tests := []struct {
		dialect Dialect
		row     int
		field   string
		want    string
	}{
		{Dialect{}, 0, "id", `944199`},
		{Dialect{IDs: IDsStrings}, 0, "id", `"944199"`},
		{Dialect{IDs: IDsMixed}, 0, "chat_id", `106241`},
		{Dialect{IDs: IDsMixed}, 1, "chat_id", `"106241"`},
		{Dialect{}, 4, "sender_id", `15416`},
		{Dialect{IDs: IDsMixed}, 5, "sender_id", `"agent-15416"`},
		{Dialect{}, 0, "missed_chat", `0`},
		{Dialect{IDs: IDsStrings}, 0, "missed_chat", `"0"`},
		{Dialect{IDs: IDsMixed}, 0, "missed_chat", `false`},
		{Dialect{}, 0, "seen", `"seen"`},
		{Dialect{}, 1, "seen", `""`},
		{Dialect{Seen: SeenYesNo}, 0, "seen", `"yes"`},
		{Dialect{Seen: SeenYesNo}, 1, "seen", `"no"`},
		{Dialect{Seen: SeenOneZero}, 0, "seen", `1`},
		{Dialect{Seen: SeenOneZero}, 1, "seen", `0`},
		{Dialect{Seen: SeenBool}, 0, "seen", `true`},
		{Dialect{Seen: SeenBool}, 1, "seen", `null`},
		{Dialect{Seen: SeenBool}, 2, "seen", `false`},
		{Dialect{Seen: SeenOrUnseen}, 1, "seen", `"unseen"`},
		{Dialect{}, 0, "date_created", `"2018-07-23 13:45:50"`},
		{Dialect{TimesShifted: true}, 0, "date_created", `"2018-07-23 08:45:50"`},
		{Dialect{}, 3, "sender_type", `"agent"`},
		{Dialect{EventsOfSystem: true}, 3, "sender_type", `"system"`},
		{Dialect{}, 2, "sender_type", `"bot"`},
		{Dialect{BotsAsAgents: true}, 2, "sender_type", `"agent"`},
		{Dialect{BotsAsAgents: true}, 2, "bot_name", `"` + account.BotName + `"`},
		{Dialect{}, 0, "vd_name", "\"J\u00fcrgen \U0001f600/\""},
		{Dialect{EscapesAll: true}, 0, "vd_name", `"J\u00fcrgen \ud83d\ude00\/"`},
		{Dialect{Rows: RowsNewestFirst}, 0, "message", `"six"`},
		{Dialect{Rows: RowsTwice}, 1, "message", `"one"`},
	}
	for _, tt := range tests {
		s.SetDialect(tt.dialect)
		rows := messagesOf(t, s, johnDeo)
		if got := string(rows[tt.row][tt.field]); got != tt.want {
			t.Errorf("%+v: %s of row %d is %s, want %s", tt.dialect, tt.field, tt.row, got, tt.want)
		}
	}
	s.CloseThread(thread)
	for closed, want := range map[bool]string{false: `"close"`, true: `"closed"`} {
		s.SetDialect(Dialect{ClosedWord: closed})
		if rows := rowsOf(t, s, EndpointThread, "visitor_id=61793&limit=9&page=1"); string(rows[0]["thread_status"]) != want {
			t.Errorf("a closed thread is %s, want %s", rows[0]["thread_status"], want)
		}
	}
}

func TestPacking(t *testing.T) {
	s := sampleFloor()
	_, plain := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
	s.SetDialect(Dialect{Gzip: true})
	res, got := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
	if string(got) != string(plain) || !res.Uncompressed {
		t.Errorf("undone on the way: header %v, body %s", res.Header, got)
	}
	req := request(t, memory, EndpointMessage, johnDeo)
	req.Header.Set("Accept-Encoding", "gzip")
	res, got, err := do(inMemory(s), req)
	if err != nil || res.Header.Get("Content-Encoding") != "gzip" || len(got) >= len(plain) {
		t.Errorf("as it comes: error %v, header %v, %d bytes of %d", err, res.Header, len(got), len(plain))
	}
	req = request(t, memory, EndpointMessage, johnDeo)
	req.Header.Set("Accept-Encoding", "identity")
	if _, got, err := do(inMemory(s), req); err != nil || string(got) != string(plain) {
		t.Errorf("not wanted: error %v, body %s", err, got)
	}
}

func TestRowsInDisorder(t *testing.T) {
	s := NewServer(Options{})
	visitor, thread, chat := s.Visit("")
	for range 20 {
		s.Say(chat, "hello")
	}
	_, inOrder := asked(t, s, thread, visitor, int64(chat))
	for _, rows := range []Rows{RowsNewestFirst, RowsShuffled, RowsTwice} {
		s.SetDialect(Dialect{Rows: rows})
		_, got := asked(t, s, thread, visitor, int64(chat))
		if slices.Equal(got, inOrder) {
			t.Errorf("rows %d are in order", rows)
		}
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, inOrder) {
			t.Errorf("rows %d sorted: ids %q, want %q", rows, got, inOrder)
		}
	}
}

func TestReadingMarks(t *testing.T) {
	s := NewServer(Options{Dialect: Dialect{ReadingMarks: true}})
	visitor, _, chat := s.Visit("")
	s.Say(chat, "hello")
	unseenCount := func() string {
		return string(rowsOf(t, s, EndpointThread, fmt.Sprintf("visitor_id=%d&limit=9&page=1", visitor))[0]["unseen_count"])
	}
	if n := unseenCount(); n != "1" {
		t.Errorf("unseen_count is %s before reading, want 1", n)
	}
	_, body := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
	if !strings.Contains(string(body), `"query_seen":1`) || !strings.Contains(string(body), `"seen":""`) {
		t.Errorf("the reading that marks: %s", body)
	}
	if n := unseenCount(); n != "0" {
		t.Errorf("unseen_count is %s after reading, want 0", n)
	}
}

// TestProfileOrder shows both orders of the profile list.
func TestProfileOrder(t *testing.T) {
	now := noon
	s := NewServer(Options{Now: func() time.Time { return now }})
	_, _, first := s.Visit("first")
	now = now.Add(time.Minute)
	s.Visit("second")
	names := func() (names string) {
		for _, r := range rowsOf(t, s, EndpointProfiles, "limit=9&page=1") {
			names += string(r["name"])
		}
		return names
	}
	if got := names(); got != `"second""first"` {
		t.Errorf("newest first: %s", got)
	}
	now = now.Add(time.Minute)
	s.Say(first, "again")
	if got := names(); got != `"first""second"` {
		t.Errorf("newest first, after a word: %s", got)
	}
	s.SetDialect(Dialect{ListByID: true})
	s.Say(first, "and again")
	if got := names(); got != `"first""second"` {
		t.Errorf("by id: %s", got)
	}
}

// TestDialects checks that the list leaves no reading out: all combinations of
// what decides which rows come, and every notation with every cursor.
func TestDialects(t *testing.T) {
	all := Dialects()
	met := map[string]bool{}
	for _, d := range all {
		met[fmt.Sprint("rows", d.Cursor, d.NoCursorZero, d.NoThreadValue, d.NewChatsListed, d.ThreadlessUnlisted)] = true
		for dim, value := range map[string]any{"ids": d.IDs, "seen": d.Seen, "times": d.TimesShifted, "events": d.EventsOfSystem,
			"bots": d.BotsAsAgents, "closed": d.ClosedWord, "order": d.Rows, "list": d.ListByID, "escapes": d.EscapesAll, "gzip": d.Gzip} {
			met[fmt.Sprint(dim, value, "with", d.Cursor)] = true
		}
	}
	want := 5*2*2*2*2 + 5*(3+5+2+2+2+2+4+2+2+2)
	if len(met) != want || len(all) != 80 {
		t.Errorf("%d dialects meet %d combinations, want 80 and %d", len(all), len(met), want)
	}
	if all[0] != (Dialect{}) {
		t.Errorf("the first dialect is %+v, want the plain one", all[0])
	}
}
