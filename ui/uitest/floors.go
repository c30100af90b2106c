package uitest

import (
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// DownFloor returns a floor that has not been read for 90 s.
func DownFloor() *Floor {
	f := NewFloor()
	f.Status = model.Health{
		At: Now(), Read: true, State: model.StateRetrying, Why: safetext.Line("The connection was refused by app.acquire.io."),
		LastGood: Now().Add(-95 * time.Second), RetryAt: Now().Add(23 * time.Second), Rate: 0.3,
	}
	return f
}

// QuietFloor returns a floor on which nobody waits.
func QuietFloor() *Floor {
	f := NewFloor()
	f.Head = model.Headline{Active: 9, AgentsActive: 4, HalfHour: model.Window{
		FirstService: model.ServiceLevel{In: 12, Of: 12, Level: model.LevelOK}, MissedLevel: model.LevelOK,
	}}
	for i := range f.Threads {
		f.Threads[i].Wait = model.Clock{}
	}
	return f
}

// TellingFloor returns a floor with unmistakable names and messages, to find them in output.
func TellingFloor() *Floor {
	f := NewFloor()
	for i := range f.Threads {
		r := &f.Threads[i]
		r.Name, r.OwnerName = safetext.Line("Secretname"), safetext.Line("Agentname")
		r.LastText = safetext.Clean("secretwords mail@secret.example +49 170 1234567")
	}
	for i := range f.Agents {
		f.Agents[i].Name = safetext.Line("Agentname")
	}
	return f
}

// BigFloor returns a floor of n threads, for benchmarks.
func BigFloor(n int) *Floor {
	f := NewFloor()
	for i := len(f.Threads); i < n; i++ {
		r := oldRow(i)
		r.Name = safetext.Line("Visitor " + strconv.Itoa(i))
		f.Threads = append(f.Threads, r)
	}
	return f
}

// Waiter returns the row of a visitor who has waited since some seconds after the fixture's moment.
func Waiter(chat, since, now int, unseen bool) model.Row {
	c := model.Clock{Running: true, Since: Now().Add(Seconds(since))}
	r := model.Row{Key: model.Key{Visitor: model.VisitorID(chat * 10), Thread: 7}, Chat: model.ChatID(chat), Wait: c}
	run(&r.Wait, Now().Add(Seconds(now)), model.DefaultLimits().Next)
	if unseen {
		r.Unseen, r.Sight = c, model.SightUnseen
		run(&r.Unseen, Now().Add(Seconds(now)), model.DefaultLimits().Unseen)
	}
	judge(&r)
	return r
}

// Seconds returns a Duration of n seconds.
func Seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// StrangeFloor returns a floor with hostile text wherever a stranger can write.
func StrangeFloor() *Floor {
	f := NewFloor()
	texts := StrangeTexts()
	for i := range f.Threads {
		r, s := &f.Threads[i], safetext.Line(texts[i%len(texts)])
		r.Name, r.LastText = s, s
		r.OwnerName = safetext.Line(texts[(i+3)%len(texts)])
		for j := range f.Words[r.Key] {
			m := &f.Words[r.Key][j]
			m.Text, m.Name = safetext.Clean(texts[(i+j)%len(texts)]), s
			m.Source = safetext.Clean("<b>" + texts[(i+j+1)%len(texts)])
		}
	}
	for i := range f.Agents {
		f.Agents[i].Name = safetext.Line(texts[i%len(texts)])
	}
	f.Status.State, f.Status.Why = model.StateAPIError, safetext.Line(texts[2])
	return f
}

// RowsOf returns copies of rows, as a Snapshot holds them.
func RowsOf(rows []model.Row) []*model.Row {
	list := make([]*model.Row, len(rows))
	for i := range rows {
		own := rows[i]
		list[i] = &own
	}
	return list
}
