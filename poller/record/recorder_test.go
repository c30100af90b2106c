package record

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata" // the days of a zone, on a machine without it

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
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
func recorded(t *testing.T, dir string) (names []string, all *feedtest.Floor, damaged int) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	all = feedtest.NewFloor()
	for _, path := range paths {
		names = append(names, filepath.Base(path))
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		events, skipped := readAll(t, bytes.NewReader(data))
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
		r := NewRecorder(Config{Dir: dir}, nil, nil)
		stop := start(r)
		live := feedtest.NewFloor()
		raw := 0
		var enc feed.Encoder
		for _, e := range feedtest.Script(2, 1500, time.Now(), time.Second) {
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
		feedtest.SameFloor(t, "recorded", got, live)
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
		if s := r.Status(); s.String() != "" || s != (Status{}) {
			t.Errorf("status %+v, want nothing to say", s)
		}
	})
}

func TestRecordingIsOnDiskWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		r := NewRecorder(Config{Dir: dir}, nil, nil)
		defer start(r)()
		r.Put(feedtest.Said(1, 0))
		time.Sleep(time.Second + 1)
		synctest.Wait()
		if _, got, _ := recorded(t, dir); !got.Has(1, 1) {
			t.Error("a second after Put the message is not in the file")
		}
	})
}

func TestQuietFloorRecordsHealthEveryTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		r := NewRecorder(Config{Dir: dir}, nil, nil)
		stop := start(r)
		for range 100 {
			r.Put(model.Event{At: time.Now(), Health: &model.Health{At: time.Now(), State: model.StateLive}})
			time.Sleep(time.Second)
		}
		stop()
		if _, got, _ := recorded(t, dir); got.Events != 10 {
			t.Errorf("100 s of nothing but health gave %d lines, want 10", got.Events)
		}
	})
}

// A recording ends with what was known then, though that had come too early to be recorded at once.
func TestRecordingEndsWithItsCoverage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		r := NewRecorder(Config{Dir: dir}, nil, nil)
		stop := start(r)
		for read := range 4 {
			r.Put(model.Event{At: time.Now(), Coverage: &model.Coverage{List: model.ListHealth{At: time.Now(), Unfinished: read < 3, Read: read, Pages: 3}}})
			time.Sleep(time.Second)
		}
		stop()
		paths, _ := filepath.Glob(filepath.Join(dir, "*"))
		if len(paths) != 1 {
			t.Fatalf("the recordings are %q", paths)
		}
		data, err := os.ReadFile(paths[0])
		if err != nil {
			t.Fatal(err)
		}
		events, _ := readAll(t, bytes.NewReader(data))
		if last := events[len(events)-1].Coverage; last == nil || last.List.Unfinished || last.List.Read != 3 {
			t.Errorf("the last of %d events has the coverage %+v, want the list read whole", len(events), last)
		}
	})
}

// TestRestartWritesNothingTwice records a morning, starts again from what was written and brings the same once more.
func TestRestartWritesNothingTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		var told []model.Event
		for _, e := range feedtest.Script(3, 300, time.Now(), time.Second) {
			e.Health, e.Polled, e.Acks, e.Gaps, e.Chats = nil, nil, nil, nil, nil // what a Deduper has no part in
			told = append(told, e)
		}
		size := func() (n int64) {
			info, err := os.Stat(filepath.Join(dir, "floorwatch-2000-01-01.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			return info.Size()
		}
		first := NewRecorder(Config{Dir: dir}, nil, nil)
		stop := start(first)
		for _, e := range told {
			first.Put(e)
		}
		stop()
		before := size()
		again := NewRecorder(Config{Dir: dir}, nil, nil)
		for e, err := range Restore(t.Context(), dir, time.Now(), nil) {
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
		again.Put(feedtest.Said(999_999, 0))
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
				r := NewRecorder(Config{Dir: dir}, berlin, nil)
				r.compress = func(context.Context, string) {} // which may be done or not by the end
				time.Sleep(time.Until(c.day))
				stop := start(r)
				for id, at := range []time.Duration{0, c.long - 1, c.long} {
					time.Sleep(time.Until(c.day.Add(at)))
					r.Put(feedtest.Said(model.MessageID(id+1), 0)) // the last one of the day is written after midnight
				}
				stop()
				names, _, _ := recorded(t, dir)
				if want := []string{recordName(c.name), recordName(c.next)}; !slices.Equal(names, want) {
					t.Fatalf("files %v, want %v", names, want)
				}
				for e := range Restore(t.Context(), dir, c.day, berlin) {
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
	for e, err := range Restore(t.Context(), dir, day, loc) {
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
		r := NewRecorder(Config{Dir: dir}, nil, nil)
		stop := start(r)
		r.Put(feedtest.Said(1, 0))
		time.Sleep(24 * time.Hour)
		r.Put(feedtest.Said(1, 0)) // a repeat, but not for today's file
		stop()
		if n := len(restored(t, dir, time.Now(), nil)); n != 1 {
			t.Errorf("the second day's file holds %d events, want 1", n)
		}
	})
}

func TestRestoreOfADay(t *testing.T) {
	dir := t.TempDir()
	if got := restored(t, dir, feedtest.Noon, nil); got != nil {
		t.Errorf("without a recording: %v, want nothing", got)
	}
	var enc feed.Encoder
	e := feedtest.Said(1, 0)
	e.Health = &model.Health{At: feedtest.Noon}
	e.Coverage = &model.Coverage{
		Observed: model.Observed{At: feedtest.Noon, Since: feedtest.Noon},
		Debts:    model.SumDebts(feedtest.Noon, []model.Debt{{Kind: model.DebtUnread}}),
	}
	data := enc.Append(nil, e)
	data = enc.Append(data, model.Event{At: feedtest.Noon, Health: e.Health, Coverage: &model.Coverage{Anomalies: model.Anomalies{At: feedtest.Noon, Seen: true}}})
	data = append(data, data[:20]...) // cut
	if err := os.WriteFile(filepath.Join(dir, recordName("2026-11-22")), data, 0o600); err != nil {
		t.Fatal(err)
	}
	n, damaged := 0, 0
	for e, err := range Restore(t.Context(), dir, feedtest.Noon, nil) {
		var d *DamagedError
		if errors.As(err, &d) {
			damaged = d.Lines
			continue
		}
		n++
		if err != nil || e.Health != nil || len(e.Messages) != 1 {
			t.Errorf("got %+v and %v, want the message without health", e, err)
		}
		if c := e.Coverage; c == nil || c.Observed.Since.IsZero() || c.Debts.Count() != 0 {
			t.Errorf("the coverage is %+v, want since when the floor was observed, and nothing that was owed then", c)
		}
	}
	if n != 1 || damaged != 1 {
		t.Errorf("%d events and %d damaged lines, want 1 and 1", n, damaged)
	}
	for range Restore(t.Context(), dir, feedtest.Noon, nil) {
		break // leaving early closes the file and calls nothing more
	}
}

// readAll reads everything r holds.
func readAll(t *testing.T, r io.Reader) (events []model.Event, skipped int) {
	t.Helper()
	dec := feed.NewDecoder(r)
	for {
		e, err := dec.Next()
		if errors.Is(err, io.EOF) {
			return events, dec.Skipped()
		}
		if err != nil {
			t.Fatalf("Next: %v", err)
		}
		events = append(events, e)
	}
}

// A Recorder that ends before it was given anything leaves no file.
func TestARecorderThatWasGivenNothing(t *testing.T) {
	dir := t.TempDir()
	start(NewRecorder(Config{Dir: dir}, time.UTC, nil))()
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("it left %v (%v)", left, err)
	}
}
