package ui

import (
	"testing"
	"time"

	"floorwatch/ui/uitest"

	tea "charm.land/bubbletea/v2"
)

// One tick and the frame after it, 200x50, 5,000 threads: every clock has moved.
func BenchmarkView(b *testing.B) {
	a, _ := newTestApp(uitest.BigFloor(5000), 200, 50)
	a.View()
	b.Run("warm", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			a.dirty = true
			a.View()
		}
	})
	b.Run("cold", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			a.restyle() // another look: nothing that was drawn can be used again
			a.updateAfter()
			a.View()
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			a.View()
		}
	})
}

// What a second costs besides the Board's own work: taking a snapshot in, listing, drawing.
func BenchmarkTick(b *testing.B) {
	for _, bench := range []struct{ name, keys string }{{"by time left", ""}, {"by visitor", "s s s"}, {"filtered", "/ m a enter"}} {
		b.Run(bench.name, func(b *testing.B) {
			f := uitest.BigFloor(5000)
			a, _ := newTestApp(f, 200, 50)
			press(a, bench.keys)
			snap := f.At(uitest.Now())
			b.ReportAllocs()
			for b.Loop() {
				a.now = a.now.Add(time.Second)
				a.threads.SetSnapshot(snap, uitest.Now())
				a.agents.SetSnapshot(snap)
				a.readTranscript()
				a.dirty = true
				a.updateAfter()
				a.View()
			}
		})
	}
}

// A key that moves the selection: another transcript is wrapped and drawn.
func BenchmarkKey(b *testing.B) {
	a, _ := newTestApp(uitest.BigFloor(5000), 200, 50)
	keys := []tea.KeyPressMsg{uitest.KeyPress("down"), uitest.KeyPress("up")}
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		a.Update(keys[i%2])
		a.View()
		i++
	}
}
