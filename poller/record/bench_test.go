package record

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
)

func BenchmarkRecorderPut(b *testing.B) {
	r := NewRecorder(Config{}, nil, nil)
	b.ReportAllocs()
	var id model.MessageID
	for b.Loop() {
		id += 10
		r.Put(feedtest.Polled(id, 0))
		r.backlog, r.size = r.backlog[:0], 0
	}
}

// benchTape is about 30 MB of a recorded day: polls, one in five with news.
func benchTape(b *testing.B) (path string, size int64) {
	b.Helper()
	var buf bytes.Buffer
	var enc feed.Encoder
	for i := range 50_000 {
		e := feedtest.Polled(model.MessageID(10*i+1), i)
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
		p, err := Open(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		p.Close()
	}
}

func BenchmarkSeekToTheEnd(b *testing.B) {
	path, size := benchTape(b)
	p, err := Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	b.SetBytes(size)
	for b.Loop() {
		t := playback{p: p, emit: func(model.Event) {}}
		if _, err := t.advance(b.Context(), p.To); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRestore(b *testing.B) {
	path, size := benchTape(b)
	dir := filepath.Dir(path)
	if err := os.Rename(path, filepath.Join(dir, recordName(feedtest.Noon.Format(time.DateOnly)))); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(size)
	for b.Loop() {
		for _, err := range Restore(b.Context(), dir, feedtest.Noon, nil) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
