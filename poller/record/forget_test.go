package record

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/feed"
	"floorwatch/poller/regular"
)

// lines are the lines of some Events.
func lines(events ...model.Event) []byte {
	var enc feed.Encoder
	var out []byte
	for _, e := range events {
		out = enc.Append(out, e)
	}
	return out
}

// said is a message of a visitor's chat.
func said(v model.VisitorID, c model.ChatID, text string) model.Event {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	return model.Event{At: at, Messages: []model.Message{{
		ID: model.MessageID(c) * 10, Chat: c, Visitor: v, Thread: model.NoThread, SentAt: at, Text: safetext.Line(text), FirstAt: at, LastAt: at,
	}}}
}

func TestForget(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	ack := model.Event{At: at, Acks: []model.Ack{{Chat: 7_770_002, At: at}, {Chat: 5, At: at}}}
	others := lines(said(1, 5, "of another"))
	files := map[string][]byte{
		"floorwatch-2026-11-18.jsonl": others,
		"floorwatch-2026-11-19.jsonl": lines(ack), // names the chat alone, on the day before
		"floorwatch-2026-11-20.jsonl": append(append(lines(said(7_770_001, 7_770_002, "MARKER")), []byte("{\"messages\":[{\"text\":\"MARKER\n")...), others...),
		"floorwatch-2026-11-21.jsonl": lines(said(7_770_001, 7_770_003, "MARKER")),
		"notes.txt":                   []byte("7770001"),
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before, err := os.Stat(filepath.Join(dir, "floorwatch-2026-11-18.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	busy, err := os.OpenFile(filepath.Join(dir, "floorwatch-2026-11-21.jsonl"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := regular.Lock(busy); err != nil {
		t.Fatal(err)
	}
	f := model.NewForgotten(7_770_001)
	wrote, err := Forget(context.Background(), dir, f)
	if wrote != 2 || err == nil || !strings.Contains(err.Error(), "floorwatch-2026-11-21.jsonl stays as it is") || len(f.Chats) != 2 {
		t.Errorf("%d written, chats %v, %v", wrote, f.Chats, err)
	}
	busy.Close()
	if wrote, err := Forget(context.Background(), dir, f); wrote != 1 || err != nil {
		t.Errorf("once nobody writes it: %d written, %v", wrote, err)
	}
	for name, want := range map[string][]byte{
		"floorwatch-2026-11-18.jsonl": others, "floorwatch-2026-11-20.jsonl": others, "floorwatch-2026-11-21.jsonl": nil,
		"floorwatch-2026-11-19.jsonl": lines(model.Event{At: at, Acks: ack.Acks[1:]}), "notes.txt": []byte("7770001"),
	} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s holds %q, want %q (%v)", name, got, want, err)
		}
	}
	after, err := os.Stat(filepath.Join(dir, "floorwatch-2026-11-18.jsonl"))
	if err != nil || !os.SameFile(before, after) {
		t.Errorf("a recording without the visitor was written again: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*"+forgetSuffix)); len(left) != 0 {
		t.Errorf("%v stay", left)
	}
	if info, err := os.Stat(filepath.Join(dir, "floorwatch-2026-11-20.jsonl")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// A recording that cannot be opened is named once, with its folder.
func TestForgetNamesWhatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "floorwatch-2026-11-20.jsonl")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Forget(t.Context(), dir, model.NewForgotten(7))
	if err == nil || strings.Count(err.Error(), path) != 1 {
		t.Errorf("%v, want %s once", err, path)
	}
}
