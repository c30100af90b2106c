package fakeacquire

import (
	"slices"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire/account"
)

func TestLinesAreWhatWasSaid(t *testing.T) {
	now := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	s := NewServer(Options{Now: func() time.Time { return now }})
	v, thread, c := s.Visit("Ana")
	hello := s.Say(c, "Hello <b>you</b>")
	later := s.Say(c, "not yet")
	s.VisibleFrom(later, now.Add(time.Minute))
	s.Raw(c, `{"odd":1}`)
	lone := s.StartThreadlessChat(v)
	mail := s.Mail(lone, "Subject", "Body")
	s.MarkSeen(mail)
	want := []account.Line{
		{ID: hello, Chat: c, Visitor: v, Thread: thread, At: now, Text: "Hello <b>you</b>", Seen: false},
		{ID: mail, Chat: lone, Visitor: v, Thread: model.NoThread, At: now, Text: "Subject\nBody", Seen: true},
	}
	if got := s.Lines(); !slices.Equal(got, want) {
		t.Errorf("Lines() = %+v\nwant %+v", got, want)
	}
	now = now.Add(time.Minute)
	if got := s.Lines(); len(got) != 3 || got[1].ID != later {
		t.Errorf("a minute later Lines() = %+v, want message %d among them", got, later)
	}
}
