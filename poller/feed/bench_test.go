package feed

import (
	"bytes"
	"os"
	"path/filepath"
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
	thin := newThinner(0)
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
