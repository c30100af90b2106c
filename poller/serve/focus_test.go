package serve

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
)

// Each of several viewers has its turn, one thread is told once, and nobody leaves none.
func TestFocusTakesTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []model.VisitorID
		f := NewFocus(func(k model.Key) { got = append(got, k.Visitor) })
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- f.Run(ctx) }()
		after := func(d time.Duration, want ...model.VisitorID) {
			t.Helper()
			time.Sleep(d)
			synctest.Wait()
			if !slices.Equal(got, want) {
				t.Errorf("the poller was told %v, want %v", got, want)
			}
			got = nil
		}
		peer := func(id uint64) Peer { return Peer{ID: id} }
		f.Set(peer(1), model.Key{Visitor: 10})
		after(3500*time.Millisecond, 10)
		f.Set(peer(2), model.Key{Visitor: 20})
		f.Set(peer(3), model.Key{Visitor: 20})
		f.Set(peer(4), model.Key{Visitor: 30})
		after(4*time.Second, 20, 30, 10, 20, 30, 10)
		f.Repeat()
		after(0, 10)
		f.Left(peer(1))
		f.Left(peer(4))
		after(3*time.Second, 20)
		f.Left(peer(2))
		f.Left(peer(3))
		after(3*time.Second, 0)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
