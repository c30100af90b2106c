package board

import (
	"fmt"
	"testing"
	"time"

	"floorwatch/model"
)

// growthBoard returns a Board of threads whose chats are of the last 22 hours, 10
// messages each, with an agent for every 50 threads.
func growthBoard(threads int, keep model.Keep) (*Board, *benchFloor) {
	f := newBenchFloor()
	f.agents = 10 + threads/50
	b := New(Config{Keep: keep})
	for _, list := range f.messages(threads, 10, 22) {
		b.Apply(model.Event{At: f.end, Messages: list})
	}
	b.At(f.end)
	return b, f
}

// BenchmarkTick is what a second costs the screen's goroutine: the floor at now and
// the activity of the last half hour, after 12 threads have changed.
func BenchmarkTick(b *testing.B) {
	for _, threads := range []int{100, 5_000, 20_000, 50_000} {
		b.Run(fmt.Sprint(threads), func(b *testing.B) {
			board, f := growthBoard(threads, model.Keep{})
			now := f.end
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				now = now.Add(time.Second)
				e := model.Event{At: now}
				for i := range 12 {
					e.Messages = append(e.Messages, f.message((f.rng.IntN(40)+i*40)%threads, now))
				}
				board.Apply(e)
				b.StartTimer()
				board.At(now)
				board.Activity(now, 30, model.Filter{})
			}
		})
	}
}
