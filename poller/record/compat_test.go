package record

import (
	"bytes"
	"context"
	"os"
	"testing"

	"floorwatch/model"
	"floorwatch/poller/feed/feedtest"
)

// The files in ../feed/testdata/compat were written by the program before its streams knew coverage. They are never written again.

// A replay of an old recording hands on all that is in it.
func TestReplayOfAnOldRecording(t *testing.T) {
	p, err := Open(t.Context(), "../feed/testdata/compat/recording.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	var got []model.Event
	ctx, cancel := context.WithCancel(t.Context())
	p.Seek(p.To)
	err = p.Run(ctx, func(e model.Event) {
		got = append(got, e)
		if e.At.Equal(p.To) {
			cancel()
		}
	}, func() { got = nil })
	if err != nil || p.Damaged() > 0 {
		t.Fatalf("%v, %d damaged lines", err, p.Damaged())
	}
	text, err := os.ReadFile("../feed/testdata/compat/recording.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	events, _ := readAll(t, bytes.NewReader(text))
	want, replayed := feedtest.NewFloor(), feedtest.NewFloor()
	for _, e := range events {
		want.Apply(e)
	}
	for _, e := range got {
		replayed.Apply(e)
	}
	feedtest.SameFloor(t, "replayed", replayed, want)
}
