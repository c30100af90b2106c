package poller

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/acquire"
)

// owed counts the debts of a kind that were told last.
func (s *screen) owed(kind model.DebtKind) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, g := range s.coverage.Debts.Groups {
		if g.Kind != kind {
			continue
		}
		n += g.Unknown
		for i := 1; i < len(g.Ages); i += 2 {
			n += g.Ages[i]
		}
	}
	return n
}

// told returns the coverage that was told last.
func (s *screen) told() model.Coverage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.coverage
}

// answers stands before a floor and changes its answers.
type answers struct {
	*floor
	messages func(acquire.MessagesRequest, *acquire.Messages)
}

func (a *answers) Messages(ctx context.Context, req acquire.MessagesRequest) (acquire.Messages, error) {
	ans, err := a.floor.Messages(ctx, req)
	if err == nil && a.messages != nil {
		a.messages(req, &ans)
	}
	return ans, err
}

// Each debt is set by its fault, and only the answer that brings what is owed pays it.
func TestDebtsAreSetAndPaid(t *testing.T) {
	server := &acquire.Error{Fault: acquire.FaultServer}
	for _, tt := range []struct {
		name  string
		kind  model.DebtKind
		fail  func(op string, req acquire.MessagesRequest) error
		early bool // from the start, else once all has been read
		after time.Duration
	}{
		{"a thread list that was never read", model.DebtUnlisted, func(op string, req acquire.MessagesRequest) error {
			if op == "thread" && req.Visitor == 1001 {
				return server
			}
			return nil
		}, true, 6 * time.Second},
		{"a thread that was never read", model.DebtUnread, func(op string, req acquire.MessagesRequest) error {
			if op == "message" && req.Visitor == 1001 {
				return server
			}
			return nil
		}, true, 6 * time.Second},
		{"a thread that fails", model.DebtFailing, func(op string, req acquire.MessagesRequest) error {
			if op == "message" && req.Visitor == 1001 {
				return server
			}
			return nil
		}, false, 65 * time.Second},
		{"an earlier chat", model.DebtEarlierChat, func(op string, req acquire.MessagesRequest) error {
			if op == "message" && req.LastChat == 50 {
				return server
			}
			return nil
		}, true, 6 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := busy(3)
				f.open(1002, 12, 50, time.Now().Add(-3*time.Hour)) // an earlier chat
				f.say(1002, 12, 50, model.SideVisitor, time.Now().Add(-3*time.Hour))
				f.touch(1002, time.Now().Add(-time.Minute))
				if tt.early {
					f.fail = tt.fail
				}
				r := run(t, f, DefaultConfig(), Options{})
				if !tt.early {
					pass(20 * time.Second)
					f.setFail(tt.fail)
					pass(tt.after / 2)
					if n := r.screen.owed(tt.kind); n != 0 {
						t.Errorf("%d are owed after %v: one retry must not flicker", n, tt.after/2)
					}
				}
				pass(tt.after)
				if n := r.screen.owed(tt.kind); n != 1 {
					t.Errorf("%d are owed while it fails, want 1: %+v", n, r.screen.told().Debts)
				}
				pass(5 * time.Minute)
				if n := r.screen.owed(tt.kind); n != 1 {
					t.Errorf("%d are owed after minutes, want 1", n)
				}
				if denied := len(r.screen.told().Debts.Denied); tt.kind != model.DebtEarlierChat && denied != 1 {
					t.Errorf("%d are named as denied, want 1", denied)
				}
				f.setFail(nil)
				pass(6 * time.Minute)
				if d := r.screen.told().Debts; d.Count() != 0 {
					t.Errorf("still owed after it was read: %+v", d)
				}
				r.stop()
			})
		})
	}
}

// A chat that the thread list names and no way brings is lost, and that stays said.
func TestLostChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(1)
		f.open(1000, 10, 50, time.Now().Add(-time.Minute)) // no message of it ever comes
		r := run(t, f, DefaultConfig(), Options{})
		pass(time.Minute)
		d := r.screen.told().Debts
		if lost := r.screen.owed(model.DebtLost); lost != 1 || d.Count() != 1 {
			t.Errorf("%d are lost, want 1: %+v", lost, d)
		}
		if d.CountNewerThan(false, 30*time.Second) != 0 {
			t.Error("it ended where the next chat began, a minute ago")
		}
		f.say(1000, 10, 50, model.SideVisitor, time.Now().Add(-time.Hour))
		f.mu.Lock()
		f.reading = uptoChat // now answers about the newest chat hold it
		f.mu.Unlock()
		pass(time.Minute)
		r.stop()
		if d := r.screen.told().Debts; d.Count() != 0 {
			t.Errorf("still owed though it came: %+v", d)
		}
	})
}

// Answers that are as long as the longest lack the first words of what they hold, where two threads have them.
func TestCappedChats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor()
		for i := range 3 {
			v, c := model.VisitorID(1000+i), model.ChatID(100+i)
			f.open(v, model.ThreadID(10+i), c, time.Now())
			for j := range 40 - 10*i { // 40, 30 and 20 words
				f.say(v, model.ThreadID(10+i), c, model.SideVisitor, time.Now().Add(time.Duration(j-60)*time.Second))
			}
		}
		src := &answers{floor: f, messages: func(_ acquire.MessagesRequest, ans *acquire.Messages) {
			ans.Messages = ans.Messages[max(0, len(ans.Messages)-25):]
			ans.Rows = len(ans.Messages)
		}}
		r := runOver(t, f, src, newScreen(), DefaultConfig(), Options{})
		pass(20 * time.Second)
		d := r.screen.told().Debts
		r.stop()
		if d.Count() != 2 || len(d.Capped) != 2 || d.CountNewerThan(true, time.Hour) != 0 {
			t.Errorf("of answers of at most 25 rows, two chats of 40 and 30: %+v", d)
		}
	})
}

// Two chats of equal length, as long as any, are whole where Acquire's own first row stands before their words.
func TestChatsWithTheirFirstRowAreWhole(t *testing.T) {
	for _, first := range []string{"The visitor started chat.", "The visitor left."} {
		synctest.Test(t, func(t *testing.T) {
			f := newFloor()
			began := map[model.MessageID]bool{}
			for i := range 2 {
				v, c := model.VisitorID(1000+i), model.ChatID(100+i)
				f.open(v, model.ThreadID(10+i), c, time.Now())
				for j := range limitLeast + 2 {
					id := f.say(v, model.ThreadID(10+i), c, model.SideVisitor, time.Now().Add(time.Duration(j-60)*time.Second))
					began[id] = j == 0
				}
			}
			src := &answers{floor: f, messages: func(_ acquire.MessagesRequest, ans *acquire.Messages) {
				for i := range ans.Messages {
					if m := &ans.Messages[i]; began[m.ID] {
						m.Kind, m.Text = model.KindEvent, safetext.Clean(first)
					}
				}
			}}
			r := runOver(t, f, src, newScreen(), DefaultConfig(), Options{})
			pass(20 * time.Second)
			d := r.screen.told().Debts
			r.stop()
			if want := map[bool]int{true: 0, false: 2}[strings.Contains(first, "started")]; len(d.Capped) != want {
				t.Errorf("%d chats are said to lack their beginning that have the row %q, want %d", len(d.Capped), first, want)
			}
		})
	}
}

// While the list fails that is told, with the time since when; a page that comes ends it.
func TestListHealth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(3)
		r := run(t, f, DefaultConfig(), Options{})
		pass(20 * time.Second)
		if l := r.screen.told().List; l.Unfinished || !l.FailingSince.IsZero() || l.LastGood.IsZero() {
			t.Fatalf("before: %+v", l)
		}
		f.setFail(func(op string, _ acquire.MessagesRequest) error {
			if op == "profile list" {
				return &acquire.Error{Fault: acquire.FaultServer}
			}
			return nil
		})
		pass(40 * time.Second)
		l := r.screen.told().List
		if since := time.Since(l.FailingSince); since < 20*time.Second || since > 40*time.Second {
			t.Errorf("fails since %v ago", since)
		}
		f.setFail(nil)
		pass(20 * time.Second)
		if l := r.screen.told().List; !l.FailingSince.IsZero() {
			t.Errorf("after: %+v", l)
		}
		r.stop()
	})
}

// A visitor who moves from a page that is still to come to one that has been read is found before the list counts as whole.
func TestListIsWholeOncePageOneCameAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := crowded(150, 150)
		late := model.VisitorID(1149)
		id := f.say(late, 10+149, 249, model.SideVisitor, time.Now())
		moved := false
		f.fail = func(op string, _ acquire.MessagesRequest) error {
			if op == "profile list" && len(f.since(time.Time{}, "profile list")) == 2 && !moved {
				moved = true
				f.mu.Lock()
				defer f.mu.Unlock()
				f.order = append([]model.VisitorID{late}, f.order[:149]...)
			}
			return nil
		}
		s := newScreen()
		s.check = func(s *screen) {
			if _, known := s.messages[id]; !known && s.coverages > 0 && exactWaiting(&s.coverage, time.Now()) {
				t.Error("all who wait are claimed to be known, and the one who moved is not")
				s.check = nil
			}
		}
		r := runOver(t, f, f, s, DefaultConfig(), Options{})
		pass(time.Minute)
		r.stop()
		if _, known := s.messages[id]; !known {
			t.Error("the visitor who moved was never found")
		}
	})
}

// An outage of more than 15 s is a hole in what was observed; a recording's own time before it counts.
func TestHoles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(3)
		began := time.Now()
		r := &testRun{p: New(f, DefaultConfig(), Options{Seed: "test"}), floor: f, screen: newScreen()}
		old := model.Coverage{Observed: model.Observed{At: began.Add(-5 * time.Minute), Since: began.Add(-3 * time.Hour)}}
		r.p.Recall(model.Event{At: began.Add(-5 * time.Minute), Coverage: &old})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- r.p.Run(ctx, r.screen.put) }()
		pass(20 * time.Second)
		o := r.screen.told().Observed
		if len(o.Holes) != 1 || !o.Since.Equal(began.Add(-3*time.Hour)) || !o.Holes[0].From.Equal(began.Add(-5*time.Minute)) || o.Holes[0].To.Sub(began).Abs() > time.Second {
			t.Errorf("after a start with a recording: %+v", o)
		}
		f.setFail(broken(acquire.FaultUnreachable, 0))
		pass(40 * time.Second)
		if o := r.screen.told().Observed; len(o.Holes) != 2 || !o.Holes[1].To.IsZero() {
			t.Errorf("in an outage: %+v", o)
		}
		f.setFail(nil)
		pass(40 * time.Second)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		o = r.screen.told().Observed
		if len(o.Holes) != 2 {
			t.Fatalf("after an outage: %+v", o)
		}
		if d := o.Holes[1].To.Sub(o.Holes[1].From); d < 30*time.Second || d > 60*time.Second {
			t.Errorf("the hole is %v long, want about 40 s", d)
		}
	})
}

// What is in doubt, of the rows of the last hour, and how far the times are off.
func TestDoubts(t *testing.T) {
	for _, tt := range []struct {
		name   string
		ahead  time.Duration
		change func(acquire.MessagesRequest, *acquire.Messages)
		want   model.Anomalies
	}{
		{"nothing", 0, nil, model.Anomalies{}},
		{"an hour ahead", time.Hour, nil, model.Anomalies{Zone: true, Off: time.Hour}},
		{"two hours behind", -2 * time.Hour, nil, model.Anomalies{Zone: true, Off: -2 * time.Hour}},
		{"seen values", 0, func(_ acquire.MessagesRequest, ans *acquire.Messages) { ans.Drift.UnknownSeen = ans.Rows }, model.Anomalies{Seen: true}},
		{"senders", 0, func(_ acquire.MessagesRequest, ans *acquire.Messages) { ans.Drift.UnknownSide = ans.Rows }, model.Anomalies{Side: true}},
		{"mail fields", 0, func(_ acquire.MessagesRequest, ans *acquire.Messages) { ans.Drift.MailFields = ans.Rows }, model.Anomalies{Mail: true}},
		{"rows", 0, func(_ acquire.MessagesRequest, ans *acquire.Messages) { ans.Drift.Malformed = 1 }, model.Anomalies{Rows: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := busy(3)
				r := runOver(t, f, &answers{floor: f, messages: tt.change}, newScreen(), DefaultConfig(), Options{})
				pass(10 * time.Second)
				for i := range 12 {
					f.say(model.VisitorID(1000+i%3), model.ThreadID(10+i%3), model.ChatID(100+i%3), model.SideVisitor, time.Now().Add(tt.ahead))
					pass(10 * time.Second)
				}
				is := r.screen.told().Anomalies
				r.stop()
				if is.At = (time.Time{}); is != tt.want {
					t.Errorf("in doubt: %+v, want %+v", is, tt.want)
				}
			})
		})
	}
}

// A chat is not read while one of its rows tells neither who wrote it nor when: at once if it was never read without, else
// when a retry has not brought it either. After three tries it cannot be read. An hour later nobody can be waiting for it.
func TestUnknownRowsAreOwed(t *testing.T) {
	debts := func(p *Poller, now time.Time) (unread, denied, lost int) {
		p.stats.turn = now
		for _, d := range p.coverage.survey(now).debts {
			switch {
			case d.Kind == model.DebtLost:
				lost++
			case d.Kind == model.DebtUnread && d.Live && d.Denied:
				denied++
			case d.Kind == model.DebtUnread && d.Live:
				unread++
			}
		}
		return unread, denied, lost
	}
	for _, tt := range []struct {
		name                 string
		read                 bool  // without such rows before
		rows                 []int // of the answers that follow
		later                time.Duration
		unread, denied, lost int
	}{
		{"in the first answer", false, []int{1}, 0, 1, 0, 0},
		{"a retry must not flicker", true, []int{1}, 0, 0, 0, 0},
		{"again", true, []int{1, 1}, 0, 1, 0, 0},
		{"three times", true, []int{1, 1, 1}, 0, 0, 1, 0},
		{"read after all", true, []int{1, 1, 0}, 0, 0, 0, 0},
		{"an hour later", true, []int{1, 1, 1}, 61 * time.Minute, 0, 0, 1},
		{"after the lookback", true, []int{1, 1, 1}, 25 * time.Hour, 0, 0, 0},
	} {
		p, th, now := withThread()
		th.read = tt.read
		for _, n := range tt.rows {
			th.noteUnknown(100, n, false, now)
			th.read = true
		}
		if a, b, c := debts(p, now.Add(tt.later)); a != tt.unread || b != tt.denied || c != tt.lost {
			t.Errorf("%s: unread %d, denied %d, lost %d, want %d, %d, %d", tt.name, a, b, c, tt.unread, tt.denied, tt.lost)
		}
	}
}
