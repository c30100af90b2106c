package serve

import (
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
)

// wordsOf returns a text of so many words out of some hundreds, as people write: of what a floor's texts
// hold it decides how far they can be compressed.
func wordsOf(rng *rand.Rand, n int) safetext.Text {
	var t strings.Builder
	for i := range n {
		if i > 0 {
			t.WriteByte(' ')
		}
		w := uint64(rng.ExpFloat64() * 300)
		for range 2 + w%7 {
			t.WriteByte(byte('a' + w*2654435761>>7%26))
			w = w*6364136223846793005 + 1442695040888963407
			w >>= 3
		}
	}
	return safetext.Clean(t.String())
}

// largeFloor returns a Board of threads with 13 messages each of the last 22 hours.
func largeFloor(threads int) *SharedBoard {
	rng := rand.New(rand.NewPCG(1, 2))
	end := time.Date(2026, 3, 2, 23, 30, 0, 0, time.UTC)
	b := NewSharedBoard(board.Config{})
	id := model.MessageID(9_000_000)
	for i := range threads {
		key := model.Key{Visitor: model.VisitorID(60_000 + 3*i), Thread: model.ThreadID(700_000 + 7*i)}
		chat := model.ChatID(5_000_000 + 11*i)
		name := safetext.Line(fmt.Sprint("Visitor ", i))
		at := end.Add(-time.Duration(rng.Float64() * 22 * float64(time.Hour)))
		agent := model.AgentID(100 + i%(10+threads/50))
		e := model.Event{
			At:       end,
			Visitors: []model.VisitorInfo{{ID: key.Visitor, Name: name, At: at}},
			Threads:  []model.ThreadInfo{{ID: key.Thread, Visitor: key.Visitor, Chats: []model.ChatID{chat}, Last: chat, Status: model.StatusOpen, Agents: []model.AgentID{agent}, At: at}},
			Polled:   []model.Polled{{Key: key, At: end.Add(-time.Duration(rng.IntN(60e9)))}},
		}
		for range 13 {
			at = at.Add(time.Duration(5+rng.IntN(40)) * time.Second)
			first := at.Add(time.Duration(rng.IntN(8e9)))
			id += model.MessageID(1 + rng.IntN(40))
			m := model.Message{
				ID: id, Chat: chat, Visitor: key.Visitor, Thread: key.Thread, SentAt: at.Truncate(time.Second),
				Kind: model.KindMessage, Side: model.SideVisitor, Seen: model.SeenYes, VisitorName: name,
				Text: wordsOf(rng, 1+rng.IntN(14)), FirstAt: first, LastAt: first, SeenAt: first,
			}
			if rng.IntN(2) == 0 {
				m.Side, m.Sender, m.Name = model.SideAgent, agent, safetext.Line(fmt.Sprint("Agent ", agent))
				m.SeenAt, m.LastAt = first.Add(time.Minute), first.Add(time.Minute)
			}
			e.Messages = append(e.Messages, m)
		}
		b.Apply(e)
	}
	b.Apply(model.Event{At: end, Health: &model.Health{At: end, State: model.StateLive}})
	b.Tidy()
	return b
}

// BenchmarkJoin is what it costs to join a server: bytes on the socket, and the time until a viewer who has just
// connected has the whole floor's Snapshot.
func BenchmarkJoin(b *testing.B) {
	for _, threads := range []int{100, 5_000, 20_000, 50_000} {
		b.Run(fmt.Sprint(threads), func(b *testing.B) { benchmarkJoin(b, threads) })
	}
}

func benchmarkJoin(b *testing.B, threads int) {
	path := filepath.Join(b.TempDir(), "s")
	s, err := Listen(ServerOptions{Config: Config{Socket: path}, Source: largeFloor(threads)})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	var all sync.WaitGroup
	all.Go(func() { s.Serve(ctx) })
	defer all.Wait()
	defer cancel()
	var took, busy, bytes int64
	for b.Loop() {
		b.StopTimer()
		s.mu.Lock()
		s.recent = nil // nobody has joined for a while
		s.mu.Unlock()
		runtime.GC()
		relay, count := counted(b, path)
		viewer := board.New(board.Config{})
		ctx, done := context.WithCancel(ctx)
		b.StartTimer()
		began, spent := time.Now(), cpu()
		NewClient(relay, nil).Run(ctx, func(e model.Event) {
			viewer.Apply(e)
			if e.Health != nil && e.Health.State == model.StateLive {
				viewer.At(e.At)
				took += int64(time.Since(began))
				busy += int64(cpu() - spent)
				done()
			}
		})
		bytes += count.Load()
	}
	b.ReportMetric(float64(bytes)/float64(b.N)/1e6, "MB")
	b.ReportMetric(float64(took)/float64(b.N)/1e6, "ms")
	b.ReportMetric(float64(busy)/float64(b.N)/1e6, "cpu-ms") // of server and viewer
}

// cpu is how long this process has used a processor.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// counted is a socket in front of another that counts what comes out of it.
func counted(b *testing.B, path string) (string, *atomic.Int64) {
	relay := filepath.Join(b.TempDir(), "r")
	l, err := net.Listen("unix", relay)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.Close() })
	var n atomic.Int64
	go func() {
		in, err := l.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("unix", path)
		if err != nil {
			return
		}
		go io.Copy(out, in)
		buf := make([]byte, 64<<10)
		for {
			k, err := out.Read(buf)
			n.Add(int64(k))
			if _, werr := in.Write(buf[:k]); err != nil || werr != nil {
				in.Close()
				out.Close()
				return
			}
		}
	}()
	return relay, &n
}

// A viewer that takes blocks gets the same lines as one that does not, in fewer bytes.
func TestBlocksHoldTheLines(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), nil)
	for i := range 300 {
		h.publish(feedtest.Polled(model.MessageID(10*i+1), i))
	}
	floor := func(first string) (text []string, bytes int) {
		conn, err := net.Dial("unix", h.path)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(20 * time.Second))
		if _, err := conn.Write([]byte(first + "\n")); err != nil {
			t.Fatal(err)
		}
		lines := &lineSource{conn: feed.NewLineReader(conn, feed.MaxLine)}
		for {
			line, err := lines.Next()
			if err != nil {
				t.Fatal(err)
			}
			if string(line)+"\n" == string(wireLine(joining{false})) {
				return text, int(lines.conn.Offset)
			}
			text = append(text, string(line))
		}
	}
	plain, all := floor(`{"look":{"visitor":1,"thread":1}}`)
	packed, fewer := floor(`{"flate":true}`)
	if !slices.Equal(plain, packed) || len(plain) < 3 {
		t.Errorf("%d lines in blocks, %d without, want the same", len(packed), len(plain))
	}
	if fewer*4 > all {
		t.Errorf("%d bytes in blocks, %d without, want a quarter at most", fewer, all)
	}
}

// What is no block, or unpacks to too much, ends the connection or is cut; it neither panics nor fills the memory.
func TestBlocksOfStrangers(t *testing.T) {
	var bomb bytes.Buffer
	w, err := flate.NewWriter(&bomb, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 40 {
		w.Write(zeros)
	}
	w.Close()
	for name, stream := range map[string]string{
		"too large":  "{\"flate\":999999999999}\n",
		"negative":   "{\"flate\":-1}\n",
		"cut":        "{\"flate\":100}\nabc",
		"no deflate": "{\"flate\":5}\n\xff\xff\xff\xff\xff",
		"bomb":       fmt.Sprintf("{\"flate\":%d}\n%s", bomb.Len(), bomb.Bytes()),
		"nested":     "{\"flate\":{\"flate\":1}}\n",
	} {
		lines := &lineSource{conn: feed.NewLineReader(strings.NewReader(stream), feed.MaxLine)}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for n := 0; ; n++ {
			if _, err := lines.Next(); err != nil || n > 5 {
				if err == nil {
					t.Errorf("%s: more than five lines", name)
				}
				break
			}
		}
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 64<<20 {
			t.Errorf("%s: %d bytes were allocated", name, n)
		}
	}
}

// Blocks are sent while the floor is still being walked over, and a server that ends does not wait for the rest.
func TestBlocksAreSentAsTheyCome(t *testing.T) {
	f := feedtest.NewFloor()
	slow := &slowSource{Floor: f, going: make(chan struct{})}
	h := opened(t, socketPath(t), f, func(s *Server) { s.opts.Source = slow })
	w, _ := watched(t, h.path)
	feedtest.Until(t, "the first messages", func() bool { return w.Has(1, 100) })
	if w.Has(1_000_000, 1) {
		t.Error("the rest was there before it was told")
	}
	second, _ := watched(t, h.path)
	feedtest.Until(t, "a second viewer's first messages", func() bool { return second.Has(1, 100) })
	close(slow.going)
	feedtest.Until(t, "the rest", func() bool { return w.Has(1_000_000, 1) && second.Has(1_000_000, 1) })
	if n := slow.walks.Load(); n != 1 {
		t.Errorf("the floor was walked over %d times for two viewers, want once", n)
	}
}

// A slowSource has more than a block, then waits, then has one message more.
type slowSource struct {
	*feedtest.Floor
	walks atomic.Int32
	going chan struct{}
}

func (s *slowSource) Snapshot() iter.Seq[model.Event] {
	return func(yield func(model.Event) bool) {
		s.walks.Add(1)
		for i := range 200 {
			if !yield(feedtest.Polled(model.MessageID(10*i+1), 0)) {
				return
			}
		}
		<-s.going
		yield(feedtest.Said(1_000_000, 1))
	}
}
