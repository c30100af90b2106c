package fakeacquire

import (
	"slices"
	"testing"
	"time"

	"floorwatch/model"
)

func TestLinesAreWhatWasSaid(t *testing.T) {
	now := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	s := NewServer(Options{Now: func() time.Time { return now }})
	v, thread, c := s.Visit("Ana")
	hello := s.Say(c, "Hello <b>you</b>")
	later := s.Say(c, "not yet")
	s.VisibleFrom(later, now.Add(time.Minute))
	s.Raw(c, `{"odd":1}`)
	lone := s.LoneChat(v)
	mail := s.Mail(lone, "Subject", "Body")
	s.MarkSeen(mail)
	want := []Line{
		{hello, c, v, thread, now, "Hello <b>you</b>", false},
		{mail, lone, v, model.NoThread, now, "Subject\nBody", true},
	}
	if got := s.Lines(); !slices.Equal(got, want) {
		t.Errorf("Lines() = %+v\nwant %+v", got, want)
	}
	now = now.Add(time.Minute)
	if got := s.Lines(); len(got) != 3 || got[1].ID != later {
		t.Errorf("a minute later Lines() = %+v, want message %d among them", got, later)
	}
}
