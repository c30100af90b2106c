package poller_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/poller"
	"floorwatch/poller/record"
)

// A held is what a process holds.
type held struct {
	heap                    int64
	goroutines, descriptors int
}

func heldNow() held {
	fds, _ := os.ReadDir("/proc/self/fd") // none where there is no /proc
	return held{heapNow(), runtime.NumGoroutine(), len(fds)}
}

// busyMinute is what polls bring in a minute of a floor of so many chats a day: the chats that began in it, with ten
// messages of a visitor and an agent each.
func busyMinute(minute, chats int, now time.Time) model.Event {
	e := model.Event{At: now}
	for c := minute * chats / 1440; c < (minute+1)*chats/1440; c++ {
		key := model.Key{Visitor: model.VisitorID(c + 1), Thread: model.ThreadID(c + 1)}
		chat := model.ChatID(c + 1)
		for n := range 10 {
			m := model.Message{
				ID: model.MessageID(10*c + n + 1), Chat: chat, Visitor: key.Visitor, Thread: key.Thread, SentAt: now.Add(time.Duration(n-10) * 5 * time.Second),
				Kind: model.KindMessage, Side: model.SideVisitor, Text: safetext.Clean(strings.Repeat("Where is my order? ", 1+(c+n)%4)), FirstAt: now, LastAt: now,
			}
			if n%2 == 1 {
				m.Side, m.Sender = model.SideAgent, model.AgentID(1+c%300)
			}
			e.Messages = append(e.Messages, m)
		}
		e.Polled = append(e.Polled, model.Polled{Key: key, At: now})
		e.Threads = append(e.Threads, model.ThreadInfo{ID: key.Thread, Visitor: key.Visitor, Chats: []model.ChatID{chat}, Last: chat, Status: model.StatusClosed, At: now})
	}
	return e
}

// TestMonth applies and records four days of 200 chats, a month of 20,000 a day where FLOORWATCH_LONG is set. From the
// third day to the last nothing grows: neither memory nor goroutines nor open files; recordings go when their time is over.
func TestMonth(t *testing.T) {
	days, chats, mostADay := 4, 200, int64(4<<20)
	if long() {
		days, chats, mostADay = 30, 20_000, 400<<20
	}
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		r := record.NewRecorder(record.Config{Dir: dir, KeepDays: 2}, nil, nil)
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() { defer close(done); r.Run(ctx) }()
		inbox, floor := poller.NewInbox(), board.New(board.Config{})
		var third, last held
		for day := range days {
			for minute := day * 1440; minute < (day+1)*1440; minute++ {
				time.Sleep(time.Minute)
				e := busyMinute(minute, chats, time.Now())
				r.Put(e)
				inbox.Put(e)
				e, err := inbox.Take(ctx)
				if err != nil {
					t.Fatal(err)
				}
				floor.Apply(e)
				if minute%30 == 0 { // the screen looks every second; that is too much for a month
					floor.At(e.At)
				}
			}
			synctest.Wait() // the recorder packs a day at midnight, with files of its own open
			if last = heldNow(); day == 2 {
				third = last
			}
		}
		cancel()
		<-done
		files, err := filepath.Glob(filepath.Join(dir, "*.jsonl*"))
		if err != nil {
			t.Fatal(err)
		}
		var most int64
		for _, f := range files {
			info, err := os.Stat(f)
			if err != nil {
				t.Fatal(err)
			}
			most = max(most, info.Size())
		}
		t.Logf("%d days of %d chats: %d MiB on the third day, %d on the last; %d goroutines, %d descriptors; %d recordings, the largest of %.1f MB",
			days, chats, third.heap>>20, last.heap>>20, last.goroutines, last.descriptors, len(files), float64(most)/1e6)
		if last.heap > third.heap+third.heap/10+2<<20 || last.goroutines > third.goroutines || last.descriptors > third.descriptors {
			t.Errorf("more is held at the end: %+v, on the third day %+v", last, third)
		}
		if len(files) > 4 || most > mostADay {
			t.Errorf("%d recordings, the largest of %d bytes; want today's, two before, and bytes within the budget of %d", len(files), most, mostADay)
		}
		runtime.KeepAlive(floor)
	})
}
