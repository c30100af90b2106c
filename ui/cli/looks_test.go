package cli

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/serve"
)

// Each of several viewers has its turn, one thread is told once, and nobody leaves none.
func TestLooksTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []model.VisitorID
		l := newLooks(func(k model.Key) { got = append(got, k.Visitor) })
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- l.run(ctx) }()
		after := func(d time.Duration, want ...model.VisitorID) {
			t.Helper()
			time.Sleep(d)
			synctest.Wait()
			if !slices.Equal(got, want) {
				t.Errorf("the poller was told %v, want %v", got, want)
			}
			got = nil
		}
		peer := func(id uint64) serve.Peer { return serve.Peer{ID: id} }
		l.set(peer(1), model.Key{Visitor: 10})
		after(3500*time.Millisecond, 10)
		l.set(peer(2), model.Key{Visitor: 20})
		l.set(peer(3), model.Key{Visitor: 20})
		l.set(peer(4), model.Key{Visitor: 30})
		after(4*time.Second, 20, 30, 10, 20, 30, 10)
		l.again()
		after(0, 10)
		l.left(peer(1))
		l.left(peer(4))
		after(3*time.Second, 20)
		l.left(peer(2))
		l.left(peer(3))
		after(3*time.Second, 0)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
