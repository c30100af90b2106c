package feed

import (
	"testing"

	"floorwatch/poller/feed/feedtest"
)

func BenchmarkEncode(b *testing.B) {
	var enc Encoder
	e := feedtest.Polled(1, 0)
	line := enc.Append(nil, e)
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		line = enc.Append(line[:0], e)
	}
}

func BenchmarkDecode(b *testing.B) {
	var enc Encoder
	line := enc.Append(nil, feedtest.Polled(1, 0))
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := Decode(line); !ok {
			b.Fatal("damaged")
		}
	}
}

// A poll that brings nothing new, which is most of them.
func BenchmarkThin(b *testing.B) {
	thin := NewDeduper(0, 0, 0)
	e := feedtest.Polled(1, 0)
	b.ReportAllocs()
	for b.Loop() {
		thin.Filter(e, feedtest.Noon)
	}
}
