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
	"floorwatch/model/budget"
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

// BenchmarkBudgets measures what it costs to join a server, and what viewers cost it, on floors of 100 to 50,000
// threads of 13 messages. Package budget names the command.
func BenchmarkBudgets(b *testing.B) {
	bytes := budget.Line{What: "--connect: bytes on the socket until the floor is told", Unit: "MB", Most: map[int]float64{5_000: 6}}
	took := budget.Line{
		What: "--connect: until a new viewer's Board has drawn the floor", Unit: "ns", Most: map[int]float64{5_000: 500e6},
		Why: "server and viewer share two cores with whatever else runs; their CPU time together is the line below. Of that deflate has 24 % " +
			"and inflate 14 % (without them the floor is 20 MB), reading lines 16 % and writing them 13 %, the Boards 20 %, the collector 9 %",
	}
	busy := budget.Line{What: "--connect: CPU time of server and viewer for it", Unit: "ns"}
	for _, threads := range budget.Threads {
		b.Run(fmt.Sprint("join/", threads), func(b *testing.B) {
			j := join(b, threads)
			bytes.Note(threads, j.bytes/1e6)
			took.Note(threads, float64(j.took))
			busy.Note(threads, float64(j.busy))
		})
	}
	lines := []budget.Line{bytes, took, busy}
	for _, n := range []int{1, 10, 50, 200} {
		held := budget.Line{
			What: fmt.Sprintf("heap of a server, 5,000 threads, for each of %d viewers", n), Unit: "MiB", Most: map[int]float64{budget.One: 1},
			Why: "0.3 MiB of it is what was published meanwhile, which all viewers share",
		}
		b.Run(fmt.Sprint("viewers/", n), func(b *testing.B) {
			held.Note(budget.One, heldByViewers(b, n))
			for b.Loop() {
			}
		})
		lines = append(lines, held)
	}
	fmt.Print(budget.Table(lines)) // b.Log of a benchmark with parts is not shown
}

// A joined is what it costs to join.
type joined struct {
	bytes      float64
	took, busy time.Duration
}

// hosted starts a server with a floor of so many threads, until the benchmark ends.
func hosted(b *testing.B, threads int) (*Server, string) {
	path := filepath.Join(b.TempDir(), "s")
	s, err := Listen(ServerOptions{Config: Config{Socket: path}, Source: largeFloor(threads)})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { s.Serve(ctx) })
	b.Cleanup(func() {
		cancel()
		all.Wait()
	})
	return s, path
}

// join connects one viewer after the other to a server whom nobody has joined for a while, and returns the medians.
func join(b *testing.B, threads int) joined {
	s, path := hosted(b, threads)
	var took, busy []time.Duration
	var bytes float64
	for b.Loop() {
		s.mu.Lock()
		s.recent = nil
		s.mu.Unlock()
		runtime.GC()
		relay, count := counted(b, path)
		viewer := board.New(board.Config{})
		ctx, done := context.WithCancel(b.Context())
		began, spent := time.Now(), cpu()
		NewClient(relay, nil).Run(ctx, func(e model.Event) {
			viewer.Apply(e)
			if e.Health != nil && e.Health.State == model.StateLive {
				viewer.At(e.At)
				took, busy = append(took, time.Since(began)), append(busy, cpu()-spent)
				done()
			}
		})
		bytes = float64(count.Load())
	}
	slices.Sort(took)
	slices.Sort(busy)
	return joined{bytes, took[len(took)/2], busy[len(busy)/2]}
}

// heldByViewers is by how many MiB the heap grows for each of n viewers who have been told the floor and read
// what is published: the one snapshot that they share is taken off, and what it left behind collected.
func heldByViewers(b *testing.B, n int) float64 {
	s, path := hosted(b, 5_000)
	ctx, done := context.WithCancel(b.Context())
	defer done()
	var all sync.WaitGroup
	defer all.Wait()
	defer done()
	watch := func() {
		conn, err := net.Dial("unix", path)
		if err != nil {
			b.Fatal(err)
		}
		context.AfterFunc(ctx, func() { conn.Close() })
		told := make(chan struct{})
		conn.Write(wireLine(request{Flate: true}))
		all.Go(func() {
			lines := &lineSource{conn: feed.NewLineReader(conn, feed.MaxLine)}
			for {
				line, err := lines.Next()
				if err != nil {
					return
				}
				if j, ok := parseSnapshotMark(line); ok && !j.Begins {
					close(told)
				}
			}
		})
		<-told
	}
	held := func() float64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc+m.StackInuse) / (1 << 20)
	}
	watch() // who has the snapshot made
	before := held()
	for range n {
		watch()
	}
	for i := range 100 {
		s.Publish(feedtest.Polled(model.MessageID(10*i+1), i))
	}
	return (held() - before) / float64(n)
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
		conn.SetDeadline(time.Now().Add(patience))
		if _, err := conn.Write([]byte(first + "\n")); err != nil {
			t.Fatal(err)
		}
		lines := &lineSource{conn: feed.NewLineReader(conn, feed.MaxLine)}
		for {
			line, err := lines.Next()
			if err != nil {
				t.Fatal(err)
			}
			if string(line)+"\n" == string(wireLine(snapshotMark{false})) {
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

// What is not a block, or unpacks to too much, ends the connection or is cut; it neither panics nor fills the memory.
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
	until(t, "the first messages", func() bool { return w.Has(1, 100) })
	if w.Has(1_000_000, 1) {
		t.Error("the rest was there before it was told")
	}
	second, _ := watched(t, h.path)
	until(t, "a second viewer's first messages", func() bool { return second.Has(1, 100) })
	close(slow.going)
	until(t, "the rest", func() bool { return w.Has(1_000_000, 1) && second.Has(1_000_000, 1) })
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
