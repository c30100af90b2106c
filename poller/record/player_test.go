package record

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
)

// tapeOf writes a recording of events and returns its path.
func tapeOf(t *testing.T, events []model.Event, damage string) string {
	t.Helper()
	var enc feed.Encoder
	var data []byte
	for i, e := range events {
		if i == len(events)/2 {
			data = append(data, damage...)
		}
		data = enc.Append(data, e)
	}
	path := filepath.Join(t.TempDir(), "tape.jsonl")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A show is a replay and who looks at it.
type show struct {
	*Player
	floor  *feedtest.Floor
	resets int
	due    []time.Time // the replay's time when each Event came
	onEmit func()      // nil: nothing
	stop   func() error
}

// play runs a recording until the test ends.
func play(t *testing.T, path string) *show {
	t.Helper()
	p, err := open(t.Context(), path, 64<<10)
	if err != nil {
		t.Fatal(err)
	}
	s := &show{Player: p, floor: feedtest.NewFloor()}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- p.Run(ctx, s.apply, s.reset) }()
	s.stop = func() error {
		cancel()
		return errors.Join(<-done, p.Close())
	}
	return s
}

func (s *show) apply(e model.Event) {
	s.floor.Apply(e)
	s.due = append(s.due, s.Now())
	if s.onEmit != nil {
		s.onEmit()
	}
}

func (s *show) reset() {
	s.floor = feedtest.NewFloor()
	s.due = nil
	s.resets++
}

// upTo is the floor of those events that were observed up to at.
func upTo(events []model.Event, at time.Time) *feedtest.Floor {
	f := feedtest.NewFloor()
	for _, e := range events {
		if !e.At.After(at) {
			f.Apply(e)
		}
	}
	return f
}

func TestReplayKeepsTime(t *testing.T) {
	events := feedtest.Script(3, 300, feedtest.Noon, time.Second)
	path := tapeOf(t, events, "")
	for _, speed := range []float64{0.1, 1, 7, 1000} {
		synctest.Test(t, func(t *testing.T) {
			s := play(t, path)
			s.SetSpeed(speed)
			for _, part := range []int{0, 10, 99, 299} {
				at := feedtest.Noon.Add(time.Duration(part) * time.Second)
				time.Sleep(time.Duration(float64(at.Sub(s.Now()))/speed) + 2*minStep)
				synctest.Wait()
				now := s.Now()
				if late := now.Sub(at); late < 0 || late > time.Duration(speed*float64(3*minStep)) {
					t.Errorf("at %v×: replay's time %v, want about %v", speed, now, at)
				}
				if behind := s.due[len(s.due)-1]; now.Sub(behind) > max(time.Second, time.Duration(speed*float64(2*minStep)))+time.Second {
					t.Errorf("at %v×: the last Event came at %v, and it is %v", speed, behind, now)
				}
			}
			if err := s.stop(); err != nil {
				t.Error(err)
			}
			feedtest.SameFloor(t, "replayed", s.floor, upTo(events, s.To))
			if n := s.floor.Events; speed == 1000 && n > 20 {
				t.Errorf("300 s at 1000×: %d Events, want a few", n)
			}
		})
	}
}

func TestReplayPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(t, tapeOf(t, feedtest.Script(3, 100, feedtest.Noon, time.Second), ""))
		time.Sleep(10*time.Second + minStep)
		s.Pause(true)
		synctest.Wait()
		now, n := s.Now(), s.floor.Events
		time.Sleep(time.Hour)
		if got := s.Now(); !got.Equal(now) || s.floor.Events != n {
			t.Errorf("after an hour's pause: %v and %d Events, want %v and %d", got, s.floor.Events, now, n)
		}
		if speed, paused := s.Speed(); speed != 1 || !paused {
			t.Errorf("speed %v, paused %v; want 1 and true", speed, paused)
		}
		s.Pause(false)
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if got := s.Now(); !got.Equal(now.Add(5*time.Second)) || s.floor.Events != n+5 {
			t.Errorf("5 s later: %v and %d Events, want %v and %d", got, s.floor.Events, now.Add(5*time.Second), n+5)
		}
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestReplaySeeks(t *testing.T) {
	events := feedtest.Script(4, 500, feedtest.Noon, time.Second)
	path := tapeOf(t, events, "damage\n{\"at\":\n")
	synctest.Test(t, func(t *testing.T) {
		s := play(t, path)
		if n := len(s.index.blocks); n < 10 {
			t.Fatalf("the recording has %d blocks, want some", n)
		}
		s.Pause(true)
		resets := 0
		for _, c := range []struct {
			second int
			back   bool
		}{
			{10, false}, {300, false}, {301, false}, {499, false}, {499, false}, {498, true}, {5, true}, {1 << 20, false}, {-7, true},
		} {
			events0 := s.floor.Events
			if c.back {
				resets++
				events0 = 0
			}
			to := feedtest.Noon.Add(time.Duration(c.second) * time.Second)
			s.Seek(to)
			synctest.Wait()
			if to.After(s.To) {
				to = s.To
			}
			if to.Before(s.From) {
				to = s.From
			}
			if got := s.Now(); !got.Equal(to) {
				t.Errorf("to second %d: replay's time %v, want %v", c.second, got, to)
			}
			feedtest.SameFloor(t, "second "+to.String(), s.floor, upTo(events, to))
			if n := s.floor.Events - events0; s.resets != resets || n > 60 {
				t.Errorf("to second %d: %d resets and %d Events, want %d and few", c.second, s.resets, n, resets)
			}
		}
		if n := s.Damaged(); n != 2 {
			t.Errorf("%d damaged lines, want 2 however often they were read", n)
		}
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestReplayTurnsAroundOnTheWay(t *testing.T) {
	events := feedtest.Script(4, 500, feedtest.Noon, time.Second)
	path := tapeOf(t, events, "")
	to := feedtest.Noon.Add(100 * time.Second)
	for _, c := range []struct{ after, resets int }{
		{1, 0}, // with the end of the first block, before that time
		{4, 1}, // while the blocks up to the end are being read
	} {
		synctest.Test(t, func(t *testing.T) {
			s := play(t, path)
			s.Pause(true)
			synctest.Wait()
			left := c.after
			s.onEmit = func() {
				if left--; left == 0 {
					s.Seek(to)
				}
			}
			s.Seek(s.To)
			synctest.Wait()
			if s.resets != c.resets {
				t.Errorf("turned after %d Events: %d resets, want %d", c.after, s.resets, c.resets)
			}
			feedtest.SameFloor(t, "after turning around", s.floor, upTo(events, to))
			if err := s.stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestReplayIsStoppedOnTheWay(t *testing.T) {
	path := tapeOf(t, feedtest.Script(4, 500, feedtest.Noon, time.Second), "")
	synctest.Test(t, func(t *testing.T) {
		p, err := open(t.Context(), path, 64<<10)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		ctx, cancel := context.WithCancel(context.Background())
		p.Seek(p.To)
		n := 0
		err = p.Run(ctx, func(model.Event) { n++; cancel() }, func() {})
		if err != nil || n != 1 {
			t.Errorf("%d Events and %v, want 1 and no error", n, err)
		}
	})
}

func TestReplayOfAFileThatBreaks(t *testing.T) {
	p, err := open(t.Context(), tapeOf(t, feedtest.Script(4, 500, feedtest.Noon, time.Second), ""), 64<<10)
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
	for _, to := range []time.Time{p.From, p.To} { // line by line, and whole blocks
		p.Seek(to)
		if err := p.Run(t.Context(), func(model.Event) {}, func() {}); !errors.Is(err, os.ErrClosed) {
			t.Errorf("to %v: %v, want %v", to, err, os.ErrClosed)
		}
	}
}

func TestReplayKeepsTheOrderOfTheFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(t, tapeOf(t, []model.Event{feedtest.Said(1, 10), feedtest.Said(2, 4), feedtest.Said(3, 20)}, ""))
		if want := feedtest.Noon.Add(10 * time.Second); !s.From.Equal(want) {
			t.Errorf("it begins at %v, want %v", s.From, want)
		}
		time.Sleep(minStep)
		synctest.Wait()
		if !s.floor.Has(1, 2) || s.floor.Has(3, 1) {
			t.Errorf("at its start %d Events, want those of messages 1 and 2", s.floor.Events)
		}
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatIsNoRecordingIsNotOpened(t *testing.T) {
	empty := put(t, filepath.Join(t.TempDir(), "empty"), "")
	text := put(t, filepath.Join(t.TempDir(), "text"), "hello\nworld\n")
	for path, want := range map[string]string{empty: "no events", text: "no events", t.TempDir(): "not a regular file", empty + "x": "no such file"} {
		if p, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v and %v, want an error with %q", path, p, err, want)
		}
	}
}
