package feed

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata" // the days of a zone, on a machine without it

	"floorwatch/model"
)

// start runs r and returns how to end it, what is left being written.
func start(r *Recorder) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Run(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

// recorded is what the recordings in dir hold, by file name.
func recorded(t *testing.T, dir string) (names []string, all *floor, damaged int) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	all = newFloor()
	for _, path := range paths {
		names = append(names, filepath.Base(path))
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		events, skipped := decodeAll(t, bytes.NewReader(data))
		damaged += skipped
		for _, e := range events {
			all.Apply(e)
		}
	}
	return names, all, damaged
}

func TestRecordingGivesTheSameFloor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "new", "folder")
		r := NewRecorder(RecordConfig{Dir: dir}, nil, nil)
		stop := start(r)
		live := newFloor()
		raw := 0
		var enc Encoder
		for _, e := range script(2, 1500, time.Now(), time.Second) {
			live.Apply(e)
			r.Put(e)
			raw += len(enc.Append(nil, e))
			time.Sleep(time.Second)
		}
		stop()
		names, got, damaged := recorded(t, dir)
		if !slices.Equal(names, []string{"floorwatch-2000-01-01.jsonl"}) || damaged != 0 {
			t.Errorf("files %v with %d damaged lines, want one of 2000-01-01 with none", names, damaged)
		}
		sameFloor(t, "recorded", got, live)
		info, err := os.Stat(filepath.Join(dir, names[0]))
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > int64(raw/10) {
			t.Errorf("%d bytes for %d bytes of Events that are mostly repeats, want a tenth at most", info.Size(), raw)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("mode of the file %v, want 0600", info.Mode().Perm())
		}
		if info, err = os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("mode of the folder %v (%v), want 0700", info.Mode().Perm(), err)
		}
		if s := r.Status(); s.String() != "" || s != (RecordStatus{}) {
			t.Errorf("status %+v, want nothing to say", s)
		}
	})
}

func TestRecordingIsOnDiskWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		r := NewRecorder(RecordConfig{Dir: dir}, nil, nil)
		defer start(r)()
		r.Put(said(1, 0))
		time.Sleep(time.Second + 1)
		synctest.Wait()
		if _, got, _ := recorded(t, dir); !got.has(1, 1) {
			t.Error("a second after Put the message is not in the file")
		}
	})
}

func TestQuietFloorRecordsHealthEveryTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		r := NewRecorder(RecordConfig{Dir: dir}, nil, nil)
		stop := start(r)
		for range 100 {
			r.Put(model.Event{At: time.Now(), Health: &model.Health{At: time.Now(), State: model.StateLive}})
			time.Sleep(time.Second)
		}
		stop()
		if _, got, _ := recorded(t, dir); got.events != 10 {
			t.Errorf("100 s of nothing but health gave %d lines, want 10", got.events)
		}
	})
}

// TestRestartWritesNothingTwice records a morning, starts again from what was written and brings the same once more.
func TestRestartWritesNothingTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		var told []model.Event
		for _, e := range script(3, 300, time.Now(), time.Second) {
			e.Health, e.Polled, e.Acks, e.Gaps, e.Chats = nil, nil, nil, nil, nil // what a thinner has no part in
			told = append(told, e)
		}
		size := func() (n int64) {
			info, err := os.Stat(filepath.Join(dir, "floorwatch-2000-01-01.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			return info.Size()
		}
		first := NewRecorder(RecordConfig{Dir: dir}, nil, nil)
		stop := start(first)
		for _, e := range told {
			first.Put(e)
		}
		stop()
		before := size()
		again := NewRecorder(RecordConfig{Dir: dir}, nil, nil)
		for e, err := range Restore(dir, time.Now(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			again.Recall(time.Now(), e)
		}
		stop = start(again)
		messages, threads, visitors := map[model.MessageID]model.Message{}, map[model.ThreadID]model.ThreadInfo{}, map[model.VisitorID]model.VisitorInfo{}
		for _, e := range told { // as they are by now
			for _, m := range e.Messages {
				m.FirstAt, m.LastAt = time.Now().Add(time.Hour), time.Now().Add(time.Hour) // read again after the restart
				messages[m.ID] = m
			}
			for _, ti := range e.Threads {
				threads[ti.ID] = ti
			}
			for _, v := range e.Visitors {
				visitors[v.ID] = v
			}
		}
		again.Put(model.Event{
			At: time.Now().Add(time.Hour), Messages: slices.Collect(maps.Values(messages)),
			Threads: slices.Collect(maps.Values(threads)), Visitors: slices.Collect(maps.Values(visitors)),
		})
		stop()
		if after := size(); after != before || len(messages) < 50 || len(threads) < 5 {
			t.Errorf("the file of %d bytes has grown by %d with what it held", before, after-before)
		}
		again.Put(said(999_999, 0))
		if again.size == 0 {
			t.Error("what is new after a restart is not recorded")
		}
	})
}

func TestEachDayHasItsFile(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		day  time.Time // local midnight of the day that is looked at
		next string
		long time.Duration
	}{
		{"2000-01-02", time.Date(2000, 1, 2, 0, 0, 0, 0, berlin), "2000-01-03", 24 * time.Hour},
		{"2000-03-26", time.Date(2000, 3, 26, 0, 0, 0, 0, berlin), "2000-03-27", 23 * time.Hour},
		{"2000-10-29", time.Date(2000, 10, 29, 0, 0, 0, 0, berlin), "2000-10-30", 25 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dir := t.TempDir()
				r := NewRecorder(RecordConfig{Dir: dir}, berlin, nil)
				time.Sleep(time.Until(c.day))
				stop := start(r)
				for id, at := range []time.Duration{0, c.long - 1, c.long} {
					time.Sleep(time.Until(c.day.Add(at)))
					r.Put(said(model.MessageID(id+1), 0)) // the last one of the day is written after midnight
				}
				stop()
				names, _, _ := recorded(t, dir)
				if want := []string{recordName(c.name), recordName(c.next)}; !slices.Equal(names, want) {
					t.Fatalf("files %v, want %v", names, want)
				}
				for e := range Restore(dir, c.day, berlin) {
					if id := e.Messages[0].ID; id > 2 {
						t.Errorf("message %d is in the file of %s", id, c.name)
					}
				}
				if n := len(restored(t, dir, c.day, berlin)); n != 2 {
					t.Errorf("the day holds %d events, want 2", n)
				}
			})
		})
	}
}

// restored is a day as Restore gives it; an error fails the test.
func restored(t *testing.T, dir string, day time.Time, loc *time.Location) (events []model.Event) {
	t.Helper()
	for e, err := range Restore(dir, day, loc) {
		if err != nil {
			t.Errorf("Restore: %v", err)
			continue
		}
		events = append(events, e)
	}
	return events
}

func TestEachDaysFileStandsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		r := NewRecorder(RecordConfig{Dir: dir}, nil, nil)
		stop := start(r)
		r.Put(said(1, 0))
		time.Sleep(24 * time.Hour)
		r.Put(said(1, 0)) // a repeat, but not for today's file
		stop()
		if n := len(restored(t, dir, time.Now(), nil)); n != 1 {
			t.Errorf("the second day's file holds %d events, want 1", n)
		}
	})
}

func TestRestoreOfADay(t *testing.T) {
	dir := t.TempDir()
	if got := restored(t, dir, noon, nil); got != nil {
		t.Errorf("without a recording: %v, want nothing", got)
	}
	var enc Encoder
	e := said(1, 0)
	e.Health = &model.Health{At: noon}
	data := enc.Append(nil, e)
	data = enc.Append(data, model.Event{At: noon, Health: e.Health})
	data = append(data, data[:20]...) // cut
	if err := os.WriteFile(filepath.Join(dir, recordName("2026-11-22")), data, 0o600); err != nil {
		t.Fatal(err)
	}
	n, damaged := 0, 0
	for e, err := range Restore(dir, noon, nil) {
		var d *DamagedError
		if errors.As(err, &d) {
			damaged = d.Lines
			continue
		}
		n++
		if err != nil || e.Health != nil || len(e.Messages) != 1 {
			t.Errorf("got %+v and %v, want the message without health", e, err)
		}
	}
	if n != 1 || damaged != 1 {
		t.Errorf("%d events and %d damaged lines, want 1 and 1", n, damaged)
	}
	for range Restore(dir, noon, nil) {
		break // leaving early closes the file and calls nothing more
	}
}

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
	var enc Encoder
	line := len(enc.Append(nil, said(1, 0)))
	for _, room := range []int{0, 1, line - 1, line, line + 1, 2*line + 10} {
		synctest.Test(t, func(t *testing.T) {
			d := &disk{room: room}
			var log bytes.Buffer
			r := NewRecorder(RecordConfig{}, nil, slog.New(slog.NewTextHandler(&log, nil)))
			r.open = d.open
			stop := start(r)
			began := time.Now()
			for id := range model.MessageID(9) {
				r.Put(said(id+1, 0))
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
			if fails, heals := strings.Count(log.String(), "not recorded"), strings.Count(log.String(), "recording again"); fails != 1 || heals != 1 {
				t.Errorf("room for %d bytes: logged %d times that it fails and %d times that it goes on, want once each:\n%s", room, fails, heals, &log)
			}
			got := newFloor()
			events, damaged := decodeAll(t, &d.data)
			for _, e := range events {
				got.Apply(e)
			}
			if !got.has(1, 9) || len(events)+damaged > 10 {
				t.Errorf("room for %d bytes: %d events, %d damaged lines; want all 9, and one more line at most", room, len(events), damaged)
			}
		})
	}
}

func TestWhatABrokenDiskLosesIsCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{}
		r := NewRecorder(RecordConfig{}, nil, nil)
		r.open, r.limit = d.open, 1000
		stop := start(r)
		for id := range model.MessageID(100) {
			r.Put(said(id+1, 0))
			time.Sleep(time.Second)
		}
		s := r.Status()
		if s.Lost == 0 || !strings.Contains(s.String(), " events are lost") {
			t.Errorf("status %q with %d lost, want that some are", s, s.Lost)
		}
		d.setRoom(1 << 20)
		time.Sleep(2 * time.Second)
		r.Put(said(100, 1)) // the API repeats it, and this time it stays
		stop()
		if s := r.Status().String(); !strings.HasPrefix(s, "recording again; ") {
			t.Errorf("once there is room: %q, want that it records again", s)
		}
		events, _ := decodeAll(t, &d.data)
		if last := events[len(events)-1].Messages[0].ID; len(events) != 100-s.Lost+1 || last != 100 {
			t.Errorf("%d events up to message %d, want %d up to 100", len(events), last, 100-s.Lost+1)
		}
	})
}

func TestHangingDiskDoesNotHoldUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{room: 1 << 20, hang: make(chan struct{})}
		r := NewRecorder(RecordConfig{}, nil, nil)
		r.open = d.open
		stop := start(r)
		for id := range model.MessageID(30) {
			r.Put(said(id+1, 0))
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
		if events, _ := decodeAll(t, &d.data); len(events) != 30 {
			t.Errorf("%d events, want 30", len(events))
		}
	})
}
