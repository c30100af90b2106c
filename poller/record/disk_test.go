package record

import (
	"bytes"
	"io"
	"log/slog"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
)

// A disk is a file that refuses: it takes room bytes more and then fails.
type disk struct {
	mu   sync.Mutex
	data bytes.Buffer
	room int
	hang chan struct{} // closed: it hangs no longer; nil: it does not hang
}

func (d *disk) setRoom(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.room = n
}

func (d *disk) open(string) (io.WriteCloser, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.room <= 0 {
		return nil, syscall.ENOSPC
	}
	if n := d.data.Len(); n > 0 && d.data.Bytes()[n-1] != '\n' {
		d.data.WriteByte('\n')
	}
	return d, nil
}

func (d *disk) Write(p []byte) (int, error) {
	if d.hang != nil {
		<-d.hang
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	n := min(d.room, len(p))
	d.room -= n
	d.data.Write(p[:n])
	if n < len(p) {
		return n, syscall.ENOSPC
	}
	return n, nil
}

func (d *disk) Close() error { return nil }

func TestFullDiskIsSaidAndHeals(t *testing.T) {
	var enc feed.Encoder
	line := len(enc.Append(nil, feedtest.Said(1, 0)))
	for _, room := range []int{0, 1, line - 1, line, line + 1, 2*line + 10} {
		synctest.Test(t, func(t *testing.T) {
			d := &disk{room: room}
			var log bytes.Buffer
			r := NewRecorder(Config{}, nil, slog.New(slog.NewTextHandler(&log, nil)))
			r.open = d.open
			stop := start(r)
			began := time.Now()
			for id := range model.MessageID(9) {
				r.Put(feedtest.Said(id+1, 0))
			}
			time.Sleep(time.Hour)
			s := r.Status()
			if s.Since.Sub(began) > 2*time.Second || !strings.HasPrefix(s.String(), "not recorded since 00:00: ") ||
				!strings.Contains(s.Why, "no space") || s.Lost != 0 {
				t.Errorf("room for %d bytes: status %q since %v, want that of %v and nothing lost", room, s, s.Since, began)
			}
			d.setRoom(1 << 20)
			time.Sleep(2 * time.Second)
			if s := r.Status().String(); s != "" {
				t.Errorf("room for %d bytes: once there is room: %q, want nothing", room, s)
			}
			stop()
			if fails, heals := strings.Count(log.String(), "recording failed"), strings.Count(log.String(), "recording again"); fails != 1 || heals != 1 {
				t.Errorf("room for %d bytes: logged %d times that it fails and %d times that it goes on, want once each:\n%s", room, fails, heals, &log)
			}
			got := feedtest.NewFloor()
			events, damaged := readAll(t, &d.data)
			for _, e := range events {
				got.Apply(e)
			}
			if !got.Has(1, 9) || len(events)+damaged > 10 {
				t.Errorf("room for %d bytes: %d events, %d damaged lines; want all 9, and one more line at most", room, len(events), damaged)
			}
		})
	}
}

func TestWhatABrokenDiskLosesIsCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{}
		r := NewRecorder(Config{}, nil, nil)
		r.open, r.limit = d.open, 1000
		stop := start(r)
		for id := range model.MessageID(100) {
			r.Put(feedtest.Said(id+1, 0))
			time.Sleep(time.Second)
		}
		s := r.Status()
		if s.Lost == 0 || !strings.Contains(s.String(), " events are lost") {
			t.Errorf("status %q with %d lost, want that some are", s, s.Lost)
		}
		d.setRoom(1 << 20)
		time.Sleep(2 * time.Second)
		r.Put(feedtest.Said(100, 1)) // the API repeats it, and this time it stays
		stop()
		if s := r.Status().String(); !strings.HasPrefix(s, "recording again; ") {
			t.Errorf("once there is room: %q, want that it records again", s)
		}
		events, _ := readAll(t, &d.data)
		if last := events[len(events)-1].Messages[0].ID; len(events) != 100-s.Lost+1 || last != 100 {
			t.Errorf("%d events up to message %d, want %d up to 100", len(events), last, 100-s.Lost+1)
		}
	})
}

func TestHangingDiskDoesNotHoldUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{room: 1 << 20, hang: make(chan struct{})}
		r := NewRecorder(Config{}, nil, nil)
		r.open = d.open
		stop := start(r)
		for id := range model.MessageID(30) {
			r.Put(feedtest.Said(id+1, 0))
			time.Sleep(time.Second)
		}
		if s := r.Status().String(); s != "not recorded since 00:00: the disk does not answer" {
			t.Errorf("status %q, want that the disk does not answer", s)
		}
		close(d.hang)
		stop()
		if s := r.Status().String(); s != "" {
			t.Errorf("once it answers: %q, want nothing", s)
		}
		if events, _ := readAll(t, &d.data); len(events) != 30 {
			t.Errorf("%d events, want 30", len(events))
		}
	})
}
