package poller

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// Which chats are gone after whole thread lists, two seconds apart but for those
// after "+"; "x5" is a row of another visitor's.
func TestMissingChats(t *testing.T) {
	for _, tt := range []struct {
		what  string
		lists [][]string
		want  string // after the last
	}{
		{"both are there", [][]string{{"1", "2"}, {"1", "2"}}, "[]"},
		{"once is not enough", [][]string{{"1", "2"}, {"1"}}, "[]"},
		{"twice is", [][]string{{"1", "2"}, {"1"}, {"1"}}, "[2]"},
		{"twice within a moment is not", [][]string{{"1", "2"}, {"1"}, {"+", "1"}}, "[]"},
		{"it comes back in between", [][]string{{"1", "2"}, {"1"}, {"1", "2"}, {"1"}}, "[]"},
		{"an empty list twice", [][]string{{"1"}, {}, {}}, "[]"},
		{"an empty list three times", [][]string{{"1"}, {}, {}, {}}, "[1]"},
		{"of another visitor", [][]string{{"1", "x5"}, {"1"}, {"1"}}, "[]"},
	} {
		v, now := &visitor{id: 7}, time.Now()
		var gone []model.ChatID
		for _, list := range tt.lists {
			var found []model.ThreadInfo
			now = now.Add(goneFor)
			for _, word := range list {
				ti := model.ThreadInfo{Visitor: 7}
				if word == "+" {
					now = now.Add(time.Millisecond - goneFor)
					continue
				}
				if word[0] == 'x' {
					ti.Visitor, word = 8, word[1:]
				}
				ti.Last = model.ChatID(word[0] - '0')
				found = append(found, ti)
			}
			gone = v.missing(found, now)
			slices.Sort(gone)
		}
		if got := fmt.Sprint(gone); got != tt.want {
			t.Errorf("%s: %s gone, want %s", tt.what, got, tt.want)
		}
	}
}

// An undated floor's messages have no readable time.
type undated struct{ *floor }

func (s undated) Messages(ctx context.Context, req acquire.MessagesRequest) (acquire.Messages, error) {
	ans, err := s.floor.Messages(ctx, req)
	for i := range ans.Messages {
		ans.Messages[i].SentAt = time.Time{}
	}
	ans.Undated = len(ans.Messages)
	return ans, err
}

// Where no time can be read, every wait seems to begin with its first read: that is not all clear.
func TestMessagesWithoutATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := crowded(3, 3)
		r := run(t, f, DefaultConfig(), Options{})
		pass(time.Minute)
		if n := r.screen.coverage.Debts.CountNewerThan(true, time.Hour); n != 0 {
			t.Errorf("a floor whose times can be read has %d debts", n)
		}
		r.stop()
		r = runOver(t, f, undated{f}, newScreen(), DefaultConfig(), Options{})
		pass(time.Minute)
		if n := r.screen.coverage.Debts.CountNewerThan(true, time.Hour); n != 3 {
			t.Errorf("a floor without times has %d debts, want 3", n)
		}
	})
}

// A server that returns only the first 20 messages of a chat: nothing tells what was said after them, and that is no all clear.
type firstTwenty struct{ *floor }

func (s firstTwenty) Messages(ctx context.Context, req acquire.MessagesRequest) (acquire.Messages, error) {
	ans, err := s.floor.Messages(ctx, req)
	ans.Messages = ans.Messages[:min(20, len(ans.Messages))]
	ans.Rows = len(ans.Messages)
	return ans, err
}

func TestAnswersWithoutTheNewestMessages(t *testing.T) {
	for _, tt := range []struct{ length, debts int }{{19, 0}, {30, 3}} {
		synctest.Test(t, func(t *testing.T) {
			f := crowded(12, 12)
			for v := range model.VisitorID(3) {
				for i := range tt.length {
					f.say(1000+v, model.ThreadID(10+v), model.ChatID(100+v), model.SideAgent, time.Now().Add(time.Duration(i-50)*time.Minute))
				}
			}
			screen := newScreen()
			runOver(t, f, firstTwenty{f}, screen, DefaultConfig(), Options{})
			pass(2 * time.Minute)
			if n := screen.coverage.Debts.CountNewerThan(true, 2*time.Hour); n != tt.debts {
				t.Errorf("chats of %d messages: %d debts, want %d", tt.length+1, n, tt.debts)
			}
		})
	}
}
