package wall

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// A month on the wall: the clock is set twice and changes to winter time, the
// machine sleeps, the network is gone for hours, the window has all sizes. With FLOORWATCH_LONG it ticks four times as often.
func TestWallHangsForAMonth(t *testing.T) {
	f, cfg, screen := uitest.NewFloor(), DefaultConfig(), drawtest.Screen()
	cfg.Night, cfg.Names, cfg.Text, screen.Zone = "22:00-06:00", NamesFull, true, zone(t, "Europe/Vienna")
	began := time.Date(2026, 10, 10, 8, 0, 0, 0, time.UTC)
	w := New(f, cfg, screen, began)
	w.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	goroutines := runtime.NumGoroutine()
	early := uint64(0)
	nights, stale, fresh, alarmed, pages := 0, 0, 0, 0, map[wallPage]int{}
	for i, now := 0, began; now.Before(began.Add(31 * 24 * time.Hour)); i++ {
		now = now.Add(soakStep(i))
		soakChange(f, w, i, now)
		wallTick(w, now)
		frame := w.View().Content
		if i%20 == 0 { // measuring costs more than drawing
			if wrong, row := uitest.Fits(frame, w.width, w.height, w.term.Method); wrong != "" {
				t.Fatalf("at %v, %dx%d: wrong %s in %q", now, w.width, w.height, wrong, row)
			}
		}
		pages[w.rotation.page()]++
		if w.shown().reading.Stale {
			stale++
		} else {
			fresh++
		}
		if w.shown().openAlerts() > 0 {
			alarmed++
		}
		if w.dimmed {
			nights++
		}
		if early == 0 && now.After(began.Add(4*24*time.Hour)) {
			early = heap()
		}
	}
	if late := heap(); late > early+1<<18 {
		t.Errorf("heap of %d KiB after 4 days and of %d KiB after a month", early>>10, late>>10)
	}
	if n := runtime.NumGoroutine(); n > goroutines { // fewer: one of an earlier test had not quite ended
		t.Errorf("%d goroutines, %d before", n, goroutines)
	}
	if nights == 0 || stale == 0 || fresh < 5*stale || alarmed == 0 || len(pages) != 4 {
		t.Errorf("%d ticks at night, %d stale, %d not, %d with an alarm, pages %v: the month was not what it should be", nights, stale, fresh, alarmed, pages)
	}
}

// soakStep is the time from one tick to the next: a quarter of an hour (half an hour with -short), so that a month takes
// little time, some hours of sleep now and then, and a clock that is set.
func soakStep(i int) time.Duration {
	switch {
	case i%801 == 800:
		return 7 * time.Hour
	case i%1401 == 1400:
		return -90 * time.Minute
	}
	if os.Getenv("FLOORWATCH_LONG") != "" {
		return 251 * time.Second
	}
	if testing.Short() {
		return 1999 * time.Second
	}
	return 997 * time.Second
}

// soakChange lets something happen on the floor before tick i.
func soakChange(f *uitest.Floor, w *Wall, i int, now time.Time) {
	const lost = 80 // ticks of every 1000 without a network
	if i%1000 >= lost {
		f.Status = model.Health{At: now, State: model.StateLive, LastGood: now, Rate: 3}
		for j := range f.Threads {
			f.Threads[j].PolledAt = now
		}
	} else {
		f.Status.State, f.Status.RetryAt = model.StateRetrying, now.Add(time.Minute)
	}
	r := &f.Threads[i%len(f.Threads)]
	r.LastAt = now
	r.Chat = model.ChatID(200_000 + i)
	r.LastText = safetext.Clean(fmt.Sprintf("words of message %d, call 0170 %07d", i, i))
	r.Wait = model.Clock{}
	if i%3 == 0 {
		r.Wait = model.Clock{Running: true, Since: now}
	}
	if i%100 == 0 {
		w.Update(model.Event{At: now, Health: &f.Status})
		f.Applied = nil
	}
	sizes := [][2]int{{100, 30}, {80, 24}, {1, 1}, {160, 45}, {19, 4}}
	if i%300 == 0 {
		s := sizes[i/300%len(sizes)]
		w.Update(tea.WindowSizeMsg{Width: s[0], Height: s[1]})
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkWall(b *testing.B) {
	for _, page := range wallPages() {
		for _, n := range []int{48, 5000} {
			b.Run(fmt.Sprintf("%s-%d", page, n), func(b *testing.B) {
				cfg := DefaultConfig()
				cfg.Pages = []string{page}
				w := New(uitest.BigFloor(n), cfg, drawtest.Screen(), uitest.Now())
				w.Update(tea.WindowSizeMsg{Width: 200, Height: 50})
				b.ReportAllocs()
				for b.Loop() {
					w.dirty = true
					w.View()
				}
			})
		}
	}
}
