package serve

import (
	"context"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
)

// One Event of ten new messages to 50 viewers that read all of it.
func BenchmarkFanOut(b *testing.B) {
	path := filepath.Join(b.TempDir(), "s")
	s, err := Listen(ServerOptions{Config: Config{Socket: path}, Source: feedtest.NewFloor()})
	if err != nil {
		b.Fatal(err)
	}
	s.queueLimit = 1 << 30 // nobody is resynchronised: each reads each line
	ctx, cancel := context.WithCancel(b.Context())
	var all sync.WaitGroup
	all.Go(func() { s.Serve(ctx) })
	defer all.Wait()
	defer cancel()
	var read atomic.Int64
	for range 50 {
		conn, err := net.Dial("unix", path)
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		all.Go(func() {
			buf := make([]byte, 64<<10)
			for {
				n, err := conn.Read(buf)
				if err != nil {
					return
				}
				read.Add(int64(n))
			}
		})
	}
	for s.Viewers() < 50 {
		time.Sleep(time.Millisecond)
	}
	before, began := read.Load(), time.Now()
	var enc feed.Encoder
	var bytes int64
	b.ReportAllocs()
	for b.Loop() {
		e := feedtest.Polled(model.MessageID(bytes+1), 0)
		bytes += int64(len(enc.Append(nil, e)))
		s.Publish(e)
	}
	for read.Load()-before < 50*bytes {
		time.Sleep(time.Millisecond)
	}
	b.ReportMetric(float64(time.Since(began).Nanoseconds())/float64(b.N)/50, "ns/viewer") // until all is read
}

// What the poller's goroutine waits for: nobody reads.
func BenchmarkPublish(b *testing.B) {
	s := &Server{dedup: feed.NewDeduper(0, 0, 0), viewers: map[*viewer]struct{}{}, queueLimit: 1 << 20}
	for range 50 {
		s.viewers[&viewer{s: s, wake: make(chan struct{}, 1)}] = struct{}{}
	}
	b.ReportAllocs()
	var id model.MessageID
	for b.Loop() {
		id += 10
		s.Publish(feedtest.Polled(id, 0))
	}
}
