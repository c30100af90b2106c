package record

import (
	"fmt"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/poller/feed/feedtest"
)

// A Board that is built from a recording shows what the Board showed that was
// built while it was recorded.
func TestBoardOfARecording(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := board.Config{Limits: model.DefaultLimits(), Keep: model.DefaultRetention()}
		live, restored, replayed := board.New(cfg), board.New(cfg), board.New(cfg)
		dir := t.TempDir()
		r := NewRecorder(Config{Dir: dir}, nil, nil)
		stop := start(r)
		for _, e := range feedtest.Script(7, 2000, time.Now(), time.Second) {
			e.Health = nil // thinned, and not restored
			live.Apply(e)
			r.Put(e)
			time.Sleep(time.Second)
		}
		stop()
		for e, err := range Restore(t.Context(), dir, time.Now(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			restored.Apply(e)
		}
		p, err := open(t.Context(), filepath.Join(dir, recordName("2000-01-01")), 64<<10)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		to := playback{p: p, emit: replayed.Apply}
		if _, err := to.advance(t.Context(), p.To); err != nil {
			t.Fatal(err)
		}
		want := seenOn(live)
		for name, b := range map[string]*board.Board{"restored": restored, "replayed": replayed} {
			got := seenOn(b)
			for what := range want {
				if got[what] != want[what] {
					t.Errorf("%s: %s\n got %s\nwant %s", name, what, got[what], want[what])
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s: %d things to be seen, want %d", name, len(got), len(want))
			}
		}
	})
}

// seenOn is what a Board shows, as text.
func seenOn(b *board.Board) map[string]string {
	now := time.Now()
	s := b.At(now)
	var threads []model.Row
	for _, row := range s.Threads {
		own := *row
		own.ListedAt = time.Time{} // of the last list that said something new, in a recording
		threads = append(threads, own)
	}
	seen := map[string]string{
		"headline": fmt.Sprintf("%+v", s.Headline), "threads": fmt.Sprintf("%+v", threads), "agents": fmt.Sprintf("%+v", s.Agents),
		"activity": fmt.Sprintf("%+v", b.Activity(now, 60, model.Filter{})),
	}
	for _, row := range s.Threads {
		for _, m := range b.Transcript(row.Key) {
			m.LastAt = time.Time{} // as of the first observation, in a recording
			seen[fmt.Sprint("message ", m.ID)] = fmt.Sprintf("%+v", m)
		}
	}
	return seen
}
