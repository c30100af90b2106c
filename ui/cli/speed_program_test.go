package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/floor"
)

// How long the programs read before they are measured, and for how long they are.
// A floor of 500 threads is read after 1,000 requests at 10 a second.
const (
	speedWarm  = 110 * time.Second
	speedWatch = 20 * time.Second
	watches    = 3 // of which the median is taken: the machine does other work, too
	starts     = 7 // likewise
)

// A measure is what a running program needs: CPU in per cent of a core, bytes
// drawn a second, memory in MiB.
type measure struct{ cpu, drawn, rss, peak float64 }

// A load is an Acquire for a program to read, and how fast it does.
type load struct {
	program   string
	server    *fakeacquire.Server // nil: the program reads none, and takes no configuration of ours
	perSecond int
}

// programRows are the rows that are measured on the running program: as a
// process, with Acquire in another one (ours), so that the fake costs it nothing.
func programRows(t *testing.T) []budget {
	program, empty := buildProgram(t), buildEmpty(t)
	answered, mute, stack := startTimes(t, program, false), startTimes(t, program, true), startTimes(t, empty, false)
	loads := []load{{program, quietFloor(), 10}, {program, livelyFloor(t, 50, 500), 10}, {empty, quietFloor(), 0}}
	btop, err := exec.LookPath("btop")
	if err == nil {
		loads = append(loads, load{btop, nil, 0})
	}
	calm := watch(t, loads...)
	idle, busy, clock := calm[0], calm[1], calm[2]
	beside := budget{what: "… against btop, once a second, at the same time", measured: "no btop here"}
	if err == nil {
		beside = atMost(beside.what, "%.2f ×", busy.cpu/calm[3].cpu, 3).
			because("its renderer and its wake-ups are half of it: an empty program of Bubble Tea takes over twice what btop does; btop's part grows with the processes that it lists")
	}
	heavy := watch(t, load{program, livelyFloor(t, 300, 5000), 100}, load{program, largeFloor(), 100})
	large, full := heavy[0], heavy[1]
	return []budget{
		atMost("first frame from start", "%.0f ms", answered, 60),
		atMost("… when the terminal answers no query", "%.0f ms", mute, 60),
		atMost("… against an empty Bubble Tea 2 program with one clock", "%.2f ×", answered/stack, 1.3).
			because("the first frame is written one interval of the frame ticker after the start: 33 ms at our 30 frames a second, 17 ms at that program's 60; at 60 it is some 1.2 ×, for half as much again of the CPU that an idle screen takes"),
		atMost("CPU idle: 20 threads, nobody has written for two hours", "%.1f %%", idle.cpu, 1),
		atMost("… against that empty program, at the same time", "%.2f ×", idle.cpu/clock.cpu, 1.6),
		atMost("CPU, 500 threads at 10 requests/s", "%.1f %%", busy.cpu, 5),
		beside,
		atMost("… bytes to the terminal", "%.0f B/s", busy.drawn, 0),
		atMost("… memory (resident)", "%.0f MiB", busy.rss, 0),
		atMost("CPU, 5,000 threads at 100 requests/s", "%.1f %%", large.cpu, 0),
		atMost("… memory (resident)", "%.0f MiB", large.rss, 0),
		atMost("memory (resident), 2,000 threads × 100 messages", "%.0f MiB", full.rss, 72).
			because("54 MiB are live, 41 of them the floor (see below); 8 garbage, 19 pages of the program's file, 5 the collector's, the others free and not yet given back"),
		atMost("… at most", "%.0f MiB", full.peak, 0),
	}
}

// config writes the configuration of the program and returns its path; for a program that is not ours it is btop's.
func (l load) config(t *testing.T) string {
	if l.server != nil {
		return speedConfig(t, listen(t, l.server), l.perSecond)
	}
	path := filepath.Join(t.TempDir(), ".config", "btop", "btop.conf")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("update_ms = 1000\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// watch runs the program of each load, all at the same time, and measures them.
func watch(t *testing.T, loads ...load) []measure {
	out := make([]measure, len(loads))
	var wg sync.WaitGroup
	for i, l := range loads {
		c := startMeasured(t, l.program, l.config(t), false)
		wg.Go(func() { out[i] = c.measure(speedWarm, speedWatch) })
		defer c.end()
	}
	wg.Wait()
	return out
}

// measure lets the program read for warm and measures it for watch, several times.
func (c *measured) measure(warm, watch time.Duration) measure {
	time.Sleep(warm)
	var m measure
	var cpu, drawn []float64
	for range watches {
		percent, bytes := c.share(watch)
		cpu, drawn = append(cpu, percent), append(drawn, bytes)
	}
	m.cpu, m.drawn = median(cpu), median(drawn)
	m.rss, m.peak = c.memory("VmRSS"), c.memory("VmHWM")
	return m
}

// startTimes starts the program several times and returns the median of the
// times to the first frame, in milliseconds.
func startTimes(t *testing.T, program string, mute bool) float64 {
	cfg := speedConfig(t, listen(t, quietFloor()), 10)
	var list []float64
	for range starts {
		c := startMeasured(t, program, cfg, mute)
		list = append(list, float64(c.firstFrame())/float64(time.Millisecond))
		c.end()
	}
	return median(list)
}

// quietFloor is a floor of 20 threads in which everybody was answered two hours ago and nobody has written since.
func quietFloor() *fakeacquire.Server {
	s, back := lateServer()
	maya := s.AddAgent("Maya Okafor", "Support")
	back.Store(int64(2 * time.Hour))
	for range 20 {
		_, _, chat := s.Visit("Ana Lima")
		s.Join(chat, maya)
		s.Say(chat, "Where is my parcel?")
		s.Reply(chat, maya, "It left today.")
	}
	back.Store(0)
	return s
}

// lateServer is an Acquire whose clock is behind by what is stored, in nanoseconds.
func lateServer() (*fakeacquire.Server, *atomic.Int64) {
	back := &atomic.Int64{}
	now := func() time.Time { return time.Now().Add(-time.Duration(back.Load())) }
	return fakeacquire.NewServer(fakeacquire.Options{Token: testToken, Now: now}), back
}

// livelyFloor is the demo's floor, which goes on until the test ends.
func livelyFloor(t *testing.T, agents, threads int) *fakeacquire.Server {
	s := fakeacquire.NewServer(fakeacquire.Options{Token: testToken})
	f := floor.New(s, 1, agents, threads, time.Now())
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { f.Run(ctx, demoStep) })
	t.Cleanup(func() { cancel(); wg.Wait() })
	return s
}

// largeFloor is a floor of 2,000 threads of 100 messages each, over the last 22 hours.
func largeFloor() *fakeacquire.Server {
	const threads, messages = 2000, 100
	s, back := lateServer()
	maya := s.AddAgent("Maya Okafor", "Support")
	for i := range threads {
		at := 22 * time.Hour * time.Duration(threads-i) / threads
		back.Store(int64(at))
		_, _, chat := s.Visit("Ana Lima")
		s.Join(chat, maya)
		for n := range messages / 2 {
			back.Store(max(0, int64(at-time.Duration(n)*40*time.Second)))
			s.Say(chat, "Where is my parcel? It was promised for Tuesday.")
			s.Reply(chat, maya, "It left our warehouse this morning, one moment please.")
		}
	}
	back.Store(0)
	return s
}
