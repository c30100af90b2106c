package record

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/budget"
	"floorwatch/model/safetext"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
)

// dayTape writes a recorded day of so many chats of 20 messages: a line for each message, with what the poll
// that brought it says besides. It returns the folder and the file's size.
func dayTape(b *testing.B, agents, chats int) (dir string, size float64) {
	rng := rand.New(rand.NewPCG(1, 2))
	dir = b.TempDir()
	file, err := os.Create(filepath.Join(dir, recordName(feedtest.Noon.Format(time.DateOnly))))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	var enc feed.Encoder
	var buf []byte
	start := feedtest.Noon.Truncate(24 * time.Hour)
	id := model.MessageID(1)
	for i := range chats {
		at := start.Add(time.Duration(float64(i) / float64(chats) * float64(23*time.Hour)))
		key := model.Key{Visitor: model.VisitorID(i + 1), Thread: model.ThreadID(i + 1)}
		name := safetext.Line(fmt.Sprint("Visitor ", i))
		agent := model.AgentID(1 + i%agents)
		for n := range 20 {
			at = at.Add(time.Duration(5+rng.IntN(60)) * time.Second)
			id++
			m := model.Message{
				ID: id, Chat: model.ChatID(i + 1), Visitor: key.Visitor, Thread: key.Thread, SentAt: at.Truncate(time.Second), Kind: model.KindMessage,
				Side: model.SideVisitor, VisitorName: name, Text: safetext.Clean(strings.Repeat("Where is my order? ", 1+rng.IntN(4))), FirstAt: at, LastAt: at, Seen: model.SeenNo,
			}
			if n%2 == 1 {
				m.Side, m.Sender, m.Name = model.SideAgent, agent, safetext.Line(fmt.Sprint("Agent ", agent))
			}
			e := model.Event{At: at, Messages: []model.Message{m}, Polled: []model.Polled{{Key: key, At: at}}}
			if n == 0 {
				e.Visitors = []model.VisitorInfo{{ID: key.Visitor, Name: name, At: at}}
				e.Threads = []model.ThreadInfo{{ID: key.Thread, Visitor: key.Visitor, Chats: []model.ChatID{m.Chat}, Last: m.Chat, Status: model.StatusOpen, Agents: []model.AgentID{agent}, At: at}}
			}
			buf = enc.Append(buf[:0], e)
			if _, err := file.Write(buf); err != nil {
				b.Fatal(err)
			}
			size += float64(len(buf))
		}
	}
	return dir, size
}

// compressed compresses the day of a tape and returns the file's size.
func compressed(b *testing.B, dir string) float64 {
	name := recordName(feedtest.Noon.Format(time.DateOnly))
	file, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	if err := writePart(b.Context(), root, "part", nil, file); err != nil {
		b.Fatal(err)
	}
	info, err := root.Stat("part")
	if err != nil {
		b.Fatal(err)
	}
	return float64(info.Size())
}

// BenchmarkBudgets measures how long a restart takes to know the day. Package budget names the command.
func BenchmarkBudgets(b *testing.B) {
	restore := budget.Line{What: "restore of a day of 20,000 chats of 20 messages, 300 agents", Unit: "ns", Most: map[int]float64{budget.One: 10e9}}
	size := budget.Line{What: "its recording while the day runs, without polls that bring nothing", Unit: "MB", Most: map[int]float64{budget.One: 400}}
	zipped := budget.Line{What: "… compressed, once it is over", Unit: "MB", Most: map[int]float64{budget.One: 400}}
	small := budget.Line{What: "recording of 500 chats of 20 messages, 20 agents, likewise", Unit: "MB", Most: map[int]float64{budget.One: 10}}
	smallZipped := budget.Line{What: "… compressed", Unit: "MB", Most: map[int]float64{budget.One: 10}}
	dir, bytes := dayTape(b, 20, 500)
	small.Note(budget.One, bytes/1e6)
	smallZipped.Note(budget.One, compressed(b, dir)/1e6)
	dir, bytes = dayTape(b, 300, 20_000)
	size.Note(budget.One, bytes/1e6)
	zipped.Note(budget.One, compressed(b, dir)/1e6)
	began := time.Now()
	floor, thin := board.New(board.Config{}), NewRecorder(Config{}, nil, nil)
	for e, err := range Restore(b.Context(), dir, feedtest.Noon, nil) {
		if err != nil {
			b.Fatal(err)
		}
		floor.Apply(e)
		thin.Recall(feedtest.Noon, e)
	}
	floor.At(feedtest.Noon.Add(12 * time.Hour))
	restore.Note(budget.One, float64(time.Since(began)))
	for b.Loop() {
	}
	fmt.Print(budget.Table([]budget.Line{restore, size, zipped, small, smallZipped}))
}
