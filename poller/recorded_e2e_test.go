package poller_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/floor"
	"floorwatch/poller/feed"
	"floorwatch/poller/record"
)

// written counts what the files of a recording hold.
type written struct {
	rows  int // messages, visitors, agents and thread rows
	again int // of them, said in the same words before in the same file
	over  int // of them, said in the same words in the file of the day before: the chats that were read on after midnight
	lines int
	bytes int64
}

// count reads the recordings of a folder in the order of their days.
func count(t *testing.T, dir string) written {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d recordings: %v", len(files), err)
	}
	var w written
	var before map[string]bool
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		now := map[string]bool{}
		row := func(kind string, v any) {
			text, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			key := kind + string(text)
			w.rows++
			switch {
			case now[key]:
				w.again++
			case before[key]:
				w.over++
			}
			now[key] = true
		}
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, feed.MaxLine)
		for lines.Scan() {
			w.lines++
			w.bytes += int64(len(lines.Bytes())) + 1
			e, ok := feed.Decode(lines.Bytes())
			if !ok {
				t.Fatalf("%s has a damaged line: %.80q", name, lines.Text())
			}
			for _, m := range e.Messages {
				m.FirstAt, m.LastAt, m.SeenAt = time.Time{}, time.Time{}, time.Time{}
				row("message", m)
			}
			for _, v := range e.Visitors {
				v.At = time.Time{}
				row("visitor", v)
			}
			for _, a := range e.Agents {
				a.At = time.Time{}
				row("agent", a)
			}
			for _, th := range e.Threads {
				row("thread", th) // with its time: the last look before a change is told on purpose
			}
		}
		file.Close()
		before = now
	}
	return w
}

// TestRecordedOnce reads a floor for some 50 minutes of virtual time, 30 hours where FLOORWATCH_LONG is set, with a restart
// and a midnight in it: not one row in a hundred is written into a day's recording twice. What is written
// again after midnight is only counted: each day's file stands by itself, so it has the chats that are still read.
func TestRecordedOnce(t *testing.T) {
	before := 40 * time.Minute // midnight; the restart is half way there
	agents, visitors := 4, 8
	if long() {
		before, agents, visitors = 23*time.Hour, 20, 60
	}
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(24*time.Hour - before)
		s := fakeacquire.NewServer(fakeacquire.Options{Token: token})
		defer s.Close()
		life := floor.New(s, 7, agents, visitors, time.Now())
		dir := t.TempDir()
		run := func(d time.Duration) {
			pass(2 * time.Second) // a budget is a program's own, and the path counts what the server got of both
			var known []model.Event
			r := record.NewRecorder(record.Config{Dir: dir}, nil, nil)
			for e, err := range record.Restore(t.Context(), dir, time.Now(), nil) {
				if err != nil {
					t.Fatal(err)
				}
				known = append(known, e)
				r.Recall(time.Now(), e)
			}
			ctx, cancel := context.WithCancel(context.Background())
			done := make(chan struct{})
			go func() { defer close(done); r.Run(ctx) }()
			p := lay(t, s, setup{known: known, emit: r.Put, api: func(c *acquire.Config) { c.RequestsPerSecond = 0.5 }, cfg: func(c *poller.Config) {
				c.Lookback, c.DiscoverEvery = 2*time.Hour, time.Minute
				c.Waiting, c.Active, c.Quiet, c.Idle = 30*time.Second, time.Minute, 2*time.Minute, 10*time.Minute
			}})
			stop := p.play(life, 2*time.Second)
			pass(d)
			stop()
			p.stop()
			cancel()
			<-done
		}
		run(before / 2)
		run(before/2 + before/3)
		w := count(t, dir)
		t.Logf("%d rows, %d of them twice in a file and %d again after midnight; %d lines of %d bytes", w.rows, w.again, w.over, w.lines, w.bytes)
		if w.rows < 100 || 100*w.again > w.rows {
			t.Errorf("of %d rows %d were written twice into one file, want at most 1 %%", w.rows, w.again)
		}
	})
}
