package board

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// wordsFloor is a Board of threads with some messages each; message m of thread i says "word i m".
func wordsFloor(threads, messages int) (*Board, time.Time) {
	start := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	b := New(Config{Keep: model.Retention{Messages: 2 * threads * messages, Rows: 2 * threads * messages, Hours: 48}})
	id := model.MessageID(0)
	for i := range threads {
		var list []model.Message
		for m := range messages {
			id++
			at := start.Add(time.Duration(m*threads+i) * time.Millisecond * 10)
			list = append(list, model.Message{
				ID: id, Chat: model.ChatID(i + 1), Visitor: model.VisitorID(i + 1), Thread: model.NoThread, SentAt: at, Kind: model.KindMessage,
				Side: model.SideVisitor, Text: safetext.Clean(fmt.Sprintf("word %d %d", i, m)), FirstAt: at, LastAt: at,
			})
		}
		b.Apply(model.Event{At: start.Add(time.Hour), Messages: list})
	}
	return b, start
}

func searchFor(words string) *model.TextSearch {
	return &model.TextSearch{Match: func(text, _ safetext.Text) bool { return strings.Contains(text.String(), words) }}
}

// begin lists and orders so many threads, in no more strides than that takes.
func begin(t *testing.T, b *Board, s *model.TextSearch, stride, threads int) {
	t.Helper()
	each := max(1, stride/2)
	runs := (threads + each - 1) / each
	for calls := 0; !s.Ordered; calls++ {
		if done := b.Search(s, stride); done || s.Searched != 0 || s.Percent() != 0 || calls > runs {
			t.Fatalf("stride %d, call %d of the beginning: done %v, %d texts, %d %%", stride, calls, done, s.Searched, s.Percent())
		}
	}
	if len(s.Pending) != runs {
		t.Fatalf("stride %d: %d threads are in order in %d runs", stride, threads, len(s.Pending))
	}
}

// However small the strides are, every text is looked at once, the newest thread first.
func TestSearchInStrides(t *testing.T) {
	b, start := wordsFloor(30, 20)
	for _, stride := range []int{1, 7, 20, 40, 599, 600, 5000} {
		s := searchFor(" 3") // message 3 of every thread, and all 20 of threads 3
		begin(t, b, s, stride, 30)
		calls := 1
		for ; !b.Search(s, stride); calls++ {
			if s.Searched != min(calls*stride, 600) || s.Percent() > 100*s.Searched/600 {
				t.Fatalf("stride %d: %d texts after %d calls, %d %%", stride, s.Searched, calls, s.Percent())
			}
		}
		if s.Searched != 600 || s.All != 600 || s.Percent() != 100 || len(s.Found) != 30 || calls > 600/stride+1 {
			t.Fatalf("stride %d: %d of %d texts in %d calls, %d threads", stride, s.Searched, s.All, calls, len(s.Found))
		}
		for i, f := range s.Found {
			want := 1
			if f.Key.Visitor == 4 {
				want = 20
			}
			if f.Count != want || f.Key.Visitor != model.VisitorID(30-i) || f.Chat != model.ChatID(30-i) {
				t.Errorf("stride %d: %d is %+v, want %d messages", stride, i, f, want)
			}
			if f.Key.Visitor == 4 && f.Text.String() != "word 3 19" {
				t.Errorf("the newest of the thread is %q", f.Text)
			}
		}
	}
	s := searchFor("word")
	s.Until = start.Add(50 * time.Millisecond)
	for !b.Search(s, 100) {
	}
	if len(s.Found) != 6 {
		t.Errorf("%d threads hold words until then, want 6", len(s.Found))
	}
}

// A search of an empty Board ends, and one during which all threads go.
func TestSearchOfNothing(t *testing.T) {
	for _, threads := range []int{0, 30} {
		b, _ := wordsFloor(threads, 2)
		s := searchFor("word")
		b.Search(s, 7)
		b.Search(s, 7)
		for _, held := range b.threads {
			b.removeThread(held)
		}
		for calls := 0; !b.Search(s, 7); calls++ {
			if calls > 30 {
				t.Fatal("it does not end")
			}
		}
		if len(s.Found) != 0 {
			t.Errorf("%d threads of those that are gone are found", len(s.Found))
		}
	}
}

// What is applied between strides neither ends nor repeats a search.
func TestSearchWhileMessagesCome(t *testing.T) {
	b, start := wordsFloor(20, 5)
	s := searchFor("word")
	begin(t, b, s, 12, 20)
	b.Search(s, 12)
	at := start.Add(2 * time.Hour)
	b.Apply(model.Event{At: at, Messages: []model.Message{{
		ID: 9999, Chat: 1, Visitor: 1, Thread: model.NoThread, SentAt: at, Kind: model.KindMessage, Side: model.SideVisitor, Text: safetext.Clean("word new"), FirstAt: at, LastAt: at,
	}}})
	for !b.Search(s, 12) {
	}
	if len(s.Found) != 20 || s.Found[19].Text.String() != "word new" || s.Percent() != 100 {
		t.Errorf("%d threads, the last is %q, %d %%", len(s.Found), s.Found[len(s.Found)-1].Text, s.Percent())
	}
}

// A stride of the dashboard is to cost 5 ms at most on a floor of 200,000 texts, that which orders threads too.
func BenchmarkSearchStride(b *testing.B) {
	floor, _ := wordsFloor(5000, 40)
	s := searchFor("nowhere")
	for b.Loop() {
		if floor.Search(s, 2000) {
			s = searchFor("nowhere")
		}
	}
}
