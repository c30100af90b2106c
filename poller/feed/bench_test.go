package feed

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"floorwatch/model"
)

func BenchmarkEncode(b *testing.B) {
	var enc Encoder
	e := polled(1, 0)
	line := enc.Append(nil, e)
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		line = enc.Append(line[:0], e)
	}
}

func BenchmarkDecode(b *testing.B) {
	var enc Encoder
	line := enc.Append(nil, polled(1, 0))
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := decode(line); !ok {
			b.Fatal("damaged")
		}
	}
}

// A poll that brings nothing new, which is most of them.
func BenchmarkThin(b *testing.B) {
	thin := newThinner(0, 0)
	e := polled(1, 0)
	b.ReportAllocs()
	for b.Loop() {
		thin.news(e, noon)
	}
}

func BenchmarkRecorderPut(b *testing.B) {
	r := NewRecorder(RecordConfig{}, nil, nil)
	b.ReportAllocs()
	var id model.MessageID
	for b.Loop() {
		id += 10
		r.Put(polled(id, 0))
		r.backlog, r.size = r.backlog[:0], 0
	}
}

// benchTape is about 30 MB of a recorded day: polls, one in five with news.
func benchTape(b *testing.B) (path string, size int64) {
	b.Helper()
	var buf bytes.Buffer
	var enc Encoder
	for i := range 50_000 {
		e := polled(model.MessageID(10*i+1), i)
		if i%5 != 0 {
			e.Messages = nil
		}
		buf.Write(enc.Append(nil, e))
	}
	path = filepath.Join(b.TempDir(), "tape.jsonl")
	if err := os.WriteFile(path, buf.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return path, int64(buf.Len())
}

func BenchmarkOpenRecording(b *testing.B) {
	path, size := benchTape(b)
	b.SetBytes(size)
	for b.Loop() {
		p, err := Open(path)
		if err != nil {
			b.Fatal(err)
		}
		p.Close()
	}
}

func BenchmarkSeekToTheEnd(b *testing.B) {
	path, size := benchTape(b)
	p, err := Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	b.SetBytes(size)
	for b.Loop() {
		t := tape{p: p, emit: func(model.Event) {}}
		if _, err := t.advance(b.Context(), p.To); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRestore(b *testing.B) {
	path, size := benchTape(b)
	dir := filepath.Dir(path)
	if err := os.Rename(path, filepath.Join(dir, recordName(noon.Format(time.DateOnly)))); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(size)
	for b.Loop() {
		for _, err := range Restore(dir, noon, nil) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// One Event of ten new messages to 50 viewers that read all of it.
func BenchmarkFanOut(b *testing.B) {
	path := filepath.Join(b.TempDir(), "s")
	s, err := Listen(ServerOptions{Config: ServeConfig{Socket: path}, Source: newFloor()})
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
	var enc Encoder
	var bytes int64
	b.ReportAllocs()
	for b.Loop() {
		e := polled(model.MessageID(bytes+1), 0)
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
	s := &Server{thin: newThinner(0, 0), viewers: map[*viewer]struct{}{}, queueLimit: 1 << 20}
	for range 50 {
		s.viewers[&viewer{s: s, wake: make(chan struct{}, 1)}] = struct{}{}
	}
	b.ReportAllocs()
	var id model.MessageID
	for b.Loop() {
		id += 10
		s.Publish(polled(id, 0))
	}
}
