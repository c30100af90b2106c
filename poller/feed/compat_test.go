package feed

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/poller/feed/feedtest"
)

// An old recording is read whole, and says of itself how much of the floor it knew.
func TestOldRecording(t *testing.T) {
	text, err := os.ReadFile("testdata/compat/recording.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	events, skipped := decodeAll(t, bytes.NewReader(text))
	if skipped > 0 {
		t.Errorf("%d lines are left out", skipped)
	}
	var got feedtest.Counted
	board := board.New(board.Config{})
	reading := 0
	for _, e := range events {
		got.Add(e)
		board.Apply(e)
		c := board.Coverage()
		if !c.Derived {
			t.Fatalf("the coverage is not derived: %+v", c)
		}
		if !c.Exact() {
			reading++
		}
	}
	want := feedtest.Counted{Messages: 79, Threads: 8, Visitors: 8, Agents: 2, Acks: 1, Polled: 45, States: " STARTING LIVE RETRYING LIVE LIMITED LIVE"}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	last := board.Coverage()
	if reading == 0 || !last.Exact() {
		t.Errorf("the floor was not known whole after %d of %d events, and at the end it was: %v; want some, and true", reading, len(events), last.Exact())
	}
}

// A reader of an older version decodes what is sent today into what it knows.
func TestOldReader(t *testing.T) {
	type oldEvent struct { // the parts that the first streams had
		At       time.Time           `json:"at"`
		Messages []model.Message     `json:"messages,omitempty"`
		Threads  []model.ThreadInfo  `json:"threads,omitempty"`
		Visitors []model.VisitorInfo `json:"visitors,omitempty"`
		Agents   []model.AgentInfo   `json:"agents,omitempty"`
		Polled   []model.Polled      `json:"polled,omitempty"`
		Acks     []oldAck            `json:"acks,omitempty"`
		Gaps     []model.Gap         `json:"gaps,omitempty"`
		LetGo    *model.Evicted      `json:"let_go,omitempty"`
		Totals   *model.DayTotals    `json:"totals,omitempty"`
		Health   *model.Health       `json:"health,omitempty"`
	}
	e := feedtest.Polled(3, 0)
	e.Acks = []model.Ack{{Chat: 1, Upto: 2, By: feedtest.Message(1, 0).Text, At: feedtest.Noon}}
	e.Claims = []model.Claim{{Chat: 1, At: feedtest.Noon}}
	e.Coverage = &model.Coverage{Debts: model.SumDebts(feedtest.Noon, []model.Debt{{Kind: model.DebtFailing, Live: true}})}
	e.Gone = []model.Gone{{Chat: 1, All: true, At: feedtest.Noon}}
	e.Floor = &model.Floor{Invented: true, At: feedtest.Noon}
	e.Usual = []model.Usual{{Start: feedtest.Noon, At: feedtest.Noon}}
	e.Health = &model.Health{At: feedtest.Noon, State: model.StatePartial}
	var enc Encoder
	for _, line := range enc.Lines(e) {
		if len(line) > MaxLine || !bytes.HasPrefix(line, []byte(`{"at":"`)) {
			t.Errorf("an older reader does not take the line %.60q of %d bytes", line, len(line))
		}
		var old oldEvent
		if err := json.Unmarshal(line, &old); err != nil {
			t.Fatalf("an older reader fails: %v", err)
		}
		if len(old.Messages) != len(e.Messages) || len(old.Acks) != 1 || old.Acks[0] != (oldAck{Chat: 1, Upto: 2, At: feedtest.Noon}) || old.Health == nil {
			t.Errorf("an older reader gets %+v", old)
		}
	}
}

type oldAck struct {
	Chat model.ChatID    `json:"chat"`
	Upto model.MessageID `json:"upto"`
	Undo bool            `json:"undo,omitempty"`
	At   time.Time       `json:"at"`
}
