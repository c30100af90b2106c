package ui

import (
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// tickingFixture is a floor on which nothing happens but that time goes by:
// twenty visitors wait, each with a wait and an unseen clock, so forty clocks
// tick. With wide, every eighth visitor and line of the transcript is Chinese.
func tickingFixture(wide bool) *uitest.Floor {
	f := uitest.NewFloor()
	f.Threads, f.Words = nil, map[model.Key][]model.Message{}
	for i := range 60 {
		f.Threads = append(f.Threads, tickingRow(i, wide))
	}
	f.Words[f.Threads[0].Key] = tickingWords(f.Threads[0].Key, wide)
	for i := range f.Agents { // their names are not all ASCII
		f.Agents[i].Name = safetext.Line("Agent " + strconv.Itoa(i+1))
	}
	return f
}

func tickingRow(i int, wide bool) model.Row {
	r := model.Row{
		Key: model.Key{Visitor: model.VisitorID(61000 + i), Thread: model.ThreadID(9000 + i)}, Chat: model.ChatID(106000 + i),
		Name: safetext.Line("Visitor " + strconv.Itoa(i)), Chats: 1, Level: model.LevelOK, Owner: model.AgentID(1 + i%9),
		OwnerName: safetext.Line("Agent " + strconv.Itoa(1+i%9)), OwnerState: model.AgentQuiet,
		LastText: safetext.Clean("Where is my order? It was promised for Tuesday."), LastSide: model.SideVisitor,
		PolledAt: uitest.Now().Add(-time.Second),
	}
	if wide && i%8 == 0 {
		r.Name, r.LastText = safetext.Line("张伟"), safetext.Clean("请问我的退款什么时候到账?")
	}
	if i >= 20 {
		r.LastSide, r.LastAt = model.SideAgent, uitest.Now().Add(-time.Duration(3+i)*time.Minute)
		return r
	}
	r.Wait, r.Sight, r.Unanswered = uitest.Since(4+i*7), model.SightUnseen, 1
	r.Unseen, r.LastAt = r.Wait, r.Wait.Since
	return r
}

func tickingWords(k model.Key, wide bool) []model.Message {
	var words []model.Message
	for i := range 60 {
		text := "Hello, I ordered two pairs of boots last week and only one has arrived."
		if wide && i%8 == 0 {
			text = "请问我的退款什么时候到账?"
		}
		words = append(words, model.Message{
			ID: model.MessageID(i + 1), Chat: 106000, Visitor: k.Visitor, Thread: k.Thread, Side: model.SideVisitor,
			Kind: model.KindMessage, SentAt: uitest.Now().Add(time.Duration(i-100) * time.Second), Text: safetext.Clean(text), Seen: model.SeenNo,
		})
	}
	return words
}

// quietFixture is a floor on which nobody waits: only the time and the data's age change.
func quietFixture() *uitest.Floor {
	f := uitest.NewFloor()
	f.Threads = f.Threads[15:]
	f.Head.Longest, f.Head.SeenLongest = model.Clock{}, model.Clock{}
	for i := range f.Agents {
		f.Agents[i].Oldest = model.Clock{}
	}
	return f
}
