package history

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// demoDays is the number of days before today that Demo invents: eight weeks.
const demoDays = 56

// Demo is a Source of invented figures: eight weeks and today so far. The same seed, time and zone give the same figures.
// It is safe for concurrent use.
type Demo struct {
	seed uint64
	now  time.Time
	loc  *time.Location

	mu   sync.Mutex
	made map[string][]byte
}

// NewDemo returns a Demo of the weeks before now.
func NewDemo(seed uint64, now time.Time, loc *time.Location) *Demo {
	return &Demo{seed: seed, now: now, loc: loc, made: map[string][]byte{}}
}

// Days returns the invented days, the last of which is today.
func (d *Demo) Days() ([]string, error) {
	y, m, day := d.now.In(d.loc).Date()
	days := make([]string, 0, demoDays+1)
	for back := demoDays; back >= 0; back-- {
		days = append(days, time.Date(y, m, day-back, 12, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	return days, nil
}

// Read invents a day, encodes it like a file, and decodes that.
func (d *Demo) Read(day string, depth Depth) (*ledger.Day, error) {
	date, err := time.Parse(time.DateOnly, day)
	if err != nil || day < d.now.In(d.loc).AddDate(0, 0, -demoDays).Format(time.DateOnly) || day > d.now.In(d.loc).Format(time.DateOnly) {
		return nil, fs.ErrNotExist
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.made[day] == nil {
		var b bytes.Buffer
		if err := encode(&b, d.invent(date), gzip.HuffmanOnly); err != nil { // it is read once or twice, and the best compression took longer than everything else
			return nil, err
		}
		d.made[day] = b.Bytes()
	}
	return Decode(bytes.NewReader(d.made[day]), depth)
}

// demoAgents work in two shifts and three teams. skill is a factor of how long they take; habit is how many chats they
// take at a time.
var demoAgents = []struct {
	name, team string
	late       bool
	skill      float64
}{
	{"Olivia Whitfield", "Sales", false, 0.8}, {"Lukas Brandhuber", "Support", false, 0.9}, {"Amara Okafor", "Support", false, 1.0},
	{"Mateo Quiroga", "Support", false, 1.1}, {"Chloé Garnier", "Billing", false, 0.9}, {"Jonas Rosenkamp", "Sales", false, 1.2},
	{"Priya Chaudhary", "Support", false, 1.7}, {"Noah Larkwood", "Sales", true, 0.9}, {"Zsófia Kovács", "Support", true, 1.0},
	{"Ethan Delaney", "Support", true, 1.1}, {"Inés Carrasco", "Billing", true, 0.8}, {"Kofi Mbeki", "Support", true, 1.0},
	{"陽菜 佐久間", "Sales", true, 1.1}, {"Greta Auerbach", "Support", true, 1.3},
}

// An inventor invents one day.
type inventor struct {
	r      *rand.Rand
	day    *ledger.Day
	factor float64 // how busy the day is
	away   int     // the agent who is absent
	chat   model.ChatID
	slots  map[model.AgentID]*ledger.SlotFigures
	late   []ledger.Finding
}

func (d *Demo) invent(date time.Time) *ledger.Day {
	noon := time.Date(date.Year(), date.Month(), date.Day(), 12, 0, 0, 0, d.loc)
	from, to := dayBounds(noon, d.loc)
	number := date.Unix() / (24 * 3600)
	v := &inventor{r: rand.New(rand.NewPCG(d.seed, uint64(number))), chat: model.ChatID(100_000 + number%1000*400)}
	v.day = &ledger.Day{
		Date: date.Format(time.DateOnly), Zone: d.loc.String(), From: from, To: to, By: safetext.Line("floorwatch --demo"),
		First: 30 * time.Second, Next: time.Minute, Agents: map[model.AgentID]ledger.AgentLabel{},
		Written: to.Add(10 * time.Minute), Final: true,
	}
	end := to
	if d.now.Before(v.day.Written) {
		v.day.Written, v.day.Final, end = d.now.Truncate(time.Second), false, model.EarlierTime(to, d.now)
		if at := end.Truncate(ledger.SlotLength); at.After(from) { // whole slots only
			v.day.Written, end = at, at
		}
	}
	for i, a := range demoAgents {
		v.day.Agents[model.AgentID(3001+i)] = ledger.AgentLabel{Name: safetext.Line(a.name), Team: safetext.Line(a.team)}
	}
	v.factor, v.away = 0.88+0.24*v.r.Float64(), v.r.IntN(2*len(demoAgents))
	v.inventWatched(from, end)
	for at := from; at.Before(to); at = at.Add(ledger.SlotLength) {
		v.slot(at)
		if at.Add(ledger.SlotLength).After(end) {
			break
		}
	}
	v.day.Sort()
	v.cutAt(end)
	return v.day
}

// inventWatched leaves a quarter of an hour unwatched on one day in ten, like a restart.
func (v *inventor) inventWatched(from, to time.Time) {
	at := from.Add(12*time.Hour + time.Duration(v.r.IntN(7200))*time.Second)
	if v.r.IntN(10) > 0 || !at.Before(to.Add(-20*time.Minute)) {
		v.day.Watched = []ledger.TimeSpan{{From: from, To: to}}
		return
	}
	v.day.Watched = []ledger.TimeSpan{{From: from, To: at}, {From: at.Add(8 * time.Minute), To: to}}
}

// cutAt removes what would be in the future.
func (v *inventor) cutAt(end time.Time) {
	v.day.Slots = pick(v.day.Slots, nil, func(s ledger.Slot) bool { return !s.Start.Add(ledger.SlotLength).After(end) })
	v.day.Found = pick(v.day.Found, nil, func(f ledger.Finding) bool { return !ledger.SlotStart(f.At).Add(ledger.SlotLength).After(end) })
}

// chatsIn returns the average number of chats that begin in a slot.
func (v *inventor) chatsIn(at time.Time) float64 {
	h := float64(at.Hour()) + float64(at.Minute())/60
	if h < 6 || h >= 22 {
		return 0
	}
	n := 2 + 9*math.Exp(-(h-10.5)*(h-10.5)/5) + 7*math.Exp(-(h-15)*(h-15)/6) + 3*math.Exp(-(h-19.5)*(h-19.5)/3)
	switch at.Weekday() {
	case time.Saturday:
		n *= 0.6
	case time.Sunday:
		n *= 0.4
	case time.Monday:
		n *= 1.2
	}
	return n * v.factor * (0.85 + 0.3*v.r.Float64())
}

// slot invents the figures of a slot.
func (v *inventor) slot(at time.Time) {
	at = at.In(v.day.From.Location())
	chats := int(math.Round(v.chatsIn(at)))
	var present []int
	for i, a := range demoAgents {
		hour := at.Hour()
		on := !a.late && hour >= 6 && hour < 14 || a.late && hour >= 14 && hour < 22
		weekend := at.Weekday() == time.Sunday || at.Weekday() == time.Saturday
		if on && i != v.away && !(weekend && i%2 == 0) {
			present = append(present, i)
		}
	}
	if len(present) == 0 {
		return
	}
	v.slots, v.late = map[model.AgentID]*ledger.SlotFigures{}, nil
	load := float64(chats) / float64(len(present))
	for range chats {
		v.chat++
		v.oneChat(at, present[v.r.IntN(len(present))], load)
	}
	v.waiting(at)
	for id, f := range v.slots {
		if id != 0 {
			f.Peak = math.Ceil(float64(f.First.Count())/2 + 1)
		}
		v.day.Slots = append(v.day.Slots, ledger.Slot{Start: at, Agent: id, SlotFigures: *f})
	}
	v.day.Found = append(v.day.Found, v.late[:min(len(v.late), worst)]...)
}

// waiting invents the chats that wait at the end of a slot, some of them for long. It has a random source of its own.
func (v *inventor) waiting(at time.Time) {
	r := rand.New(rand.NewPCG(uint64(at.Unix()), 0))
	for _, id := range slices.Sorted(maps.Keys(v.slots)) {
		f := v.slots[id]
		if id == 0 || r.IntN(4) > 0 {
			continue
		}
		f.Waiting = 1
		if r.IntN(6) == 0 {
			waited := time.Duration(60+r.IntN(240)) * time.Second
			v.day.Found = append(v.day.Found, ledger.Finding{Kind: ledger.FindingWaiting, At: at.Add(ledger.SlotLength), Chat: v.chat, Agent: id, Waited: waited})
		}
	}
}

func (v *inventor) of(id model.AgentID) *ledger.SlotFigures {
	if v.slots[id] == nil {
		v.slots[id] = &ledger.SlotFigures{}
	}
	return v.slots[id]
}

func (v *inventor) randomTime(at time.Time) time.Time {
	return at.Add(time.Duration(1+v.r.IntN(899)) * time.Second)
}

// oneChat invents a chat: most are answered, some are missed, dropped or handled by the bot alone.
func (v *inventor) oneChat(at time.Time, agent int, load float64) {
	if v.r.Float64() < 0.08 {
		v.of(0).BotOnly++
		v.of(0).Visitors += 1 + v.r.IntN(2)
		return
	}
	if v.r.Float64() < 0.004+0.03*max(0, load-1.2) {
		nobody := v.of(0)
		nobody.Missed++
		nobody.FirstService.Of++
		nobody.Visitors += 2
		v.day.Found = append(v.day.Found, ledger.Finding{
			Kind: ledger.FindingMissed, At: v.randomTime(at), Chat: v.chat, Waited: 30 * time.Minute, Unanswered: 1 + v.r.IntN(3),
		})
		return
	}
	id := model.AgentID(3001 + agent)
	f := v.of(id)
	slow := demoAgents[agent].skill * (0.6 + 0.55*load)
	v.turn(at, id, &f.First, &f.FirstService, 14*slow, 30)
	f.Total = append(ledger.Histogram(nil), f.First...)
	turns := 1 + v.r.IntN(5)
	for range turns {
		v.turn(at, id, &f.Next, &f.NextService, 24*slow, 60)
	}
	f.Visitors += turns + 1 + v.r.IntN(2)
	f.Replies += turns + 1 + v.r.IntN(3)
	if v.r.Float64() < 0.03 {
		f.Transfers++
	}
	if v.r.Float64() < 0.02*slow {
		f.Overtakes++
	}
	if v.r.Float64() < 0.2 {
		f.Rated++
		if v.r.Float64() < 0.1*slow {
			f.LowRated++
		}
	}
	if v.r.Float64() < 0.025 {
		f.Dropped++
		v.day.Found = append(v.day.Found, ledger.Finding{Kind: ledger.FindingDropped, At: v.randomTime(at), Chat: v.chat, Agent: id, Unanswered: 1})
	}
}

// turn invents a reply and how long it took.
func (v *inventor) turn(at time.Time, id model.AgentID, into *ledger.Histogram, s *model.ServiceLevel, median float64, target int32) {
	took := int32(median * math.Exp(0.7*v.r.NormFloat64()))
	into.Add(took, 1)
	s.Of++
	if took <= target {
		s.In++
	}
	if took >= 2*target {
		v.late = append(v.late, ledger.Finding{Kind: ledger.FindingLate, At: v.randomTime(at), Chat: v.chat, Agent: id, Waited: time.Duration(took) * time.Second})
	}
}
