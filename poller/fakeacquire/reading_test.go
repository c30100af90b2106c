package fakeacquire

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"floorwatch/model"
)

// id reads an id in whatever notation it comes; 0 for none.
func id(raw []byte) int64 {
	n, _ := strconv.ParseInt(strings.Trim(string(raw), `"`), 10, 64)
	return n
}

// TestEveryDialectCanBeRead reads a floor as a patient client would, under
// every dialect: the lists first, then each thread's newest chat, and where
// that comes back empty, from the id before it. What a dialect hides from such
// a reader no client could find.
func TestEveryDialectCanBeRead(t *testing.T) {
	for _, d := range Dialects() {
		s := NewServer(Options{Dialect: d})
		want := map[int64]string{}
		say := func(c model.ChatID, text string) { want[int64(s.Say(c, text))] = text }
		_, thread, one := s.Visit("two chats")
		s.Say(one, "an old chat, which nobody must show")
		say(s.NextChat(thread), "a new chat")
		say(s.StartThreadlessChat(s.AddVisitor("no thread")), "lone")
		visitor, _, first := s.Visit("two threads")
		say(first, "first thread")
		say(s.StartChat(visitor), "second thread")

		got := map[int64]bool{}
		for _, p := range rowsOf(t, s, EndpointProfiles, "limit=50&page=1&filter[master]=chathistory") {
			visitor := id(p["visitor_id"])
			readChat(t, s, got, visitor, -1, id(p["chat_id"]))
			for _, r := range rowsOf(t, s, EndpointThread, fmt.Sprintf("visitor_id=%d&limit=50&page=1", visitor)) {
				readChat(t, s, got, visitor, id(r["thread_id"]), id(r["chat_id"]))
			}
		}
		for m, text := range want {
			if !got[m] {
				t.Errorf("%+v: nobody can read %q", d, text)
			}
		}
		if c := s.Complaints(); len(c) > 0 {
			t.Errorf("%+v: complaints %q", d, c)
		}
	}
}

func readChat(t *testing.T, s *Server, got map[int64]bool, visitor, thread, chat int64) {
	t.Helper()
	if chat == 0 {
		return
	}
	for _, last := range []int64{chat, chat - 1} {
		form := fmt.Sprintf("thread_id=%d&visitor_id=%d&last_chat_id=%d&key=", thread, visitor, last)
		rows := messagesOf(t, s, form)
		for _, m := range rows {
			got[id(m["id"])] = true
		}
		if len(rows) > 0 {
			return
		}
	}
}
