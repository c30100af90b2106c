package wall

import (
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// refusedFloor is a floor whose token has been refused for 40 minutes.
func refusedFloor() *uitest.Floor {
	f := uitest.NewFloor()
	f.Status = model.Health{
		At: uitest.Now(), Read: true, State: model.StateTokenRejected, Why: safetext.Line("Acquire refuses the token. Put a new one into the token file."),
		LastGood: uitest.Now().Add(-40 * time.Minute), RetryAt: uitest.Now().Add(150 * time.Second),
	}
	return f
}

// crowdedFloor has n chats waiting for hours, numbers as long as they get, and 80 agents.
func crowdedFloor(n int) *uitest.Floor {
	f := uitest.NewFloor()
	f.Threads = nil
	for i := range n {
		g := uitest.Guests()[i%12]
		r := g.Row(i)
		r.Chat = model.ChatID(1<<62 + i)
		r.Wait = uitest.Since(100 * i)
		f.Threads = append(f.Threads, r)
	}
	for i := range 71 {
		f.Agents = append(f.Agents, model.AgentRow{ID: model.AgentID(1 << (i % 60)), State: model.AgentBusy, Busy: 12345, Active: 123456, Waiting: 99, Oldest: uitest.Since(i * 1000)})
	}
	f.Head.Waiting, f.Head.WaitingOver, f.Head.Active, f.Head.SeenNoReply, f.Head.HalfHour.Missed = n, 100000, 1234567, 99999, 12345
	f.Head.HalfHour.MissedLevel = model.LevelCritical
	f.Head.Longest = uitest.Since(90 * 3600)
	return f
}

// strangeWallFloor has names and words that the layouts of a wall trip over.
func strangeWallFloor() *uitest.Floor {
	f := uitest.NewFloor()
	texts := []string{"नमस्ते क्षि", "น้ำใจ", "你好世界你好世界你好世界", "👍 😀 ❤", "e\u0301 Z\u0301\u0323", "│ Agent Bob: refunded ╮", "שלום", strings.Repeat("A", 3000), "\x1b[31mred", ""}
	for i := range f.Threads {
		s := safetext.Line(texts[i%len(texts)])
		f.Threads[i].Name, f.Threads[i].LastText = s, safetext.Clean(texts[i%len(texts)]+"\n"+texts[(i+1)%len(texts)])
		f.Threads[i].OwnerName = safetext.Line(texts[(i+3)%len(texts)])
	}
	for i := range f.Agents {
		f.Agents[i].Name = safetext.Line(texts[i%len(texts)])
	}
	f.Status.State, f.Status.Why = model.StateAPIError, safetext.Line(texts[2])
	return f
}
