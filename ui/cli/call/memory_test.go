package call

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/ui/alert"
)

// TestSuppressedIsLogged: what is kept back is counted and logged as what is sent and what fails is.
func TestSuppressedIsLogged(t *testing.T) {
	var log strings.Builder
	h, err := New(alert.Config{Command: []string{"true"}}, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	h.Suppress(-1, 2, 1)
	if _, _, n := h.Counts(); n != 3 || !strings.Contains(log.String(), `msg="alert suppressed" to="the alert command" sent=0 failed=0 suppressed=3`) {
		t.Errorf("%d suppressed, logged %q", n, log.String())
	}
}

// A fakeStore is a file that a process leaves to the next one.
type fakeStore struct {
	away time.Duration
	err  error

	mu   sync.Mutex
	list []alert.Remembered
}

func (s *fakeStore) Read() ([]alert.Remembered, time.Duration, error) { return s.list, s.away, s.err }

func (s *fakeStore) Write(list []alert.Remembered) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = list
}

// text is what was written last.
func (s *fakeStore) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, err := json.Marshal(s.list)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func (s *fakeStore) Close() {}

// TestMemory: what is kept is what receivers were told and not the end of, as they took it until the very end.
func TestMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := alert.Config{Command: []string{"true"}, Routes: []alert.Route{{Name: "x", Command: []string{"true"}}}}
		store := &fakeStore{list: []alert.Remembered{{ID: "old", Kind: "wait", Chat: 1, Told: map[string]int{`route "x"`: 2}}}}
		h, err := New(cfg, Options{Store: store, Server: true})
		if err != nil {
			t.Fatal(err)
		}
		well, down := &fakeSender{}, &fakeSender{fails: 1000, err: errors.New("it answered 500")}
		h.command.to, h.receivers[0].to = well, down
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for _, run := range h.Runs() {
			wg.Go(func() { _ = run(ctx) })
		}
		if h.Recall()[0].ID != "old" {
			t.Errorf("recalls %+v", h.Recall())
		}
		h.Remember(func() []alert.Remembered {
			return []alert.Remembered{{ID: "old", Over: true}, {ID: "new"}, {ID: "untold", Over: true}, {Kind: "wait", Chat: 9}}
		})
		h.Notify(-1, notice("new"))
		h.Notify(0, notice("new"))
		h.Notify(0, resolved("old"))
		synctest.Wait() // nothing more is handed over: what was taken is written at once
		if now := store.text(); !strings.Contains(now, `"command":1`) {
			t.Errorf("kept %s a moment after the command took it", now)
		}
		time.Sleep(time.Minute)
		cancel()
		wg.Wait()
		got := store.text()
		for _, want := range []string{`"old"`, `{"route \"x\"":2}`, `"new"`, `"command":1`, `"chat":9`} {
			if !strings.Contains(got, want) {
				t.Errorf("kept %s, want %s in it", got, want)
			}
		}
		if strings.Contains(got, "untold") {
			t.Errorf("kept %s, want nothing of what is over and was told nobody", got)
		}
	})
}

// TestAway: a server says for some minutes that it was away for over a minute, or that it does not know what was told.
func TestAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := alert.Config{Command: []string{"true"}}
		for _, c := range []struct {
			store  *fakeStore
			server bool
			want   string
		}{
			{&fakeStore{away: 370 * time.Second}, true, "floorwatch was away for 6m10s: nobody was called"},
			{&fakeStore{away: 26*time.Hour + 90*time.Second}, true, "floorwatch was away for 1d02h: nobody was called"},
			{&fakeStore{away: 370 * time.Second}, false, ""},
			{&fakeStore{away: 59 * time.Second}, true, ""},
			{&fakeStore{err: io.ErrUnexpectedEOF}, false, "what was told before the start is not known: alerts may be told twice"},
		} {
			h, err := New(cfg, Options{Store: c.store, Server: c.server})
			if err != nil {
				t.Fatal(err)
			}
			if got := h.Trouble(); got != c.want {
				t.Errorf("away %s: %q, want %q", c.store.away, got, c.want)
			}
			if time.Sleep(saidFor); h.Trouble() != "" {
				t.Errorf("after %s: %q", saidFor, h.Trouble())
			}
		}
	})
}
