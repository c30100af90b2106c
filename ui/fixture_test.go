package ui

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// fixtureNow is the moment of every fixture.
func fixtureNow() time.Time { return time.Date(2026, 11, 20, 12, 41, 7, 0, time.UTC) }

// A fakeFloor is a floor by hand: threads whose clocks run, and what was applied to it.
type fakeFloor struct {
	health  model.Health
	threads []model.Row
	agents  []model.AgentRow
	head    model.Headline
	words   map[model.Key][]model.Message
	minutes []model.Minute

	applied  []model.Event
	filter   model.Filter // of the last call of Activity
	asked    []question   // what was to be explained
	reads    int          // calls of At
	cut      map[model.Key]bool
	limits   map[model.AgentID]*model.Limits
	reversed bool // list the threads the other way round
}

func (f *fakeFloor) Apply(e model.Event) {
	f.applied = append(f.applied, e)
	for _, m := range e.Messages {
		k := model.Key{Visitor: m.Visitor, Thread: m.Thread}
		f.words[k] = append(f.words[k], m)
	}
	if e.Health != nil {
		f.health = *e.Health
	}
}

func (f *fakeFloor) Health() model.Health { return f.health }

// At lists the threads with every clock run on to now.
func (f *fakeFloor) At(now time.Time) *model.Snapshot {
	f.reads++
	s := &model.Snapshot{Now: now, Headline: f.head, Agents: slices.Clone(f.agents), Threads: slices.Clone(f.threads)}
	for i := range s.Threads {
		r := &s.Threads[i]
		for _, c := range []*model.Clock{&r.Wait, &r.Unseen, &r.SeenFor} {
			c.Running = c.Running && !c.Since.After(now)
		}
		steps := model.DefaultLimits().Next
		if r.First {
			steps = model.DefaultLimits().First
		}
		run(&r.Wait, now, steps)
		run(&r.Unseen, now, model.DefaultLimits().Unseen)
		run(&r.SeenFor, now, model.DefaultLimits().SeenNoReply)
		r.Level = max(r.Wait.Level, r.Unseen.Level, r.SeenFor.Level)
		r.TimeLeft = steps.Warn - r.Wait.For
	}
	for i := range s.Agents {
		run(&s.Agents[i].Oldest, now, model.DefaultLimits().Next)
	}
	run(&s.Headline.Longest, now, model.DefaultLimits().Next)
	run(&s.Headline.SeenLongest, now, model.DefaultLimits().SeenNoReply)
	slices.SortStableFunc(s.Threads, byNeed)
	if f.reversed {
		slices.Reverse(s.Threads)
	}
	return s
}

// byNeed orders the waiting before the others, and those by the time they have left.
func byNeed(a, b model.Row) int {
	if a.Wait.Running != b.Wait.Running {
		if a.Wait.Running {
			return -1
		}
		return 1
	}
	if !a.Wait.Running {
		return b.LastAt.Compare(a.LastAt)
	}
	return cmp.Compare(a.TimeLeft, b.TimeLeft)
}

func run(c *model.Clock, now time.Time, s model.Steps) {
	if !c.Running {
		return
	}
	c.For = max(0, now.Sub(c.Since))
	c.Level = s.Level(c.For)
}

func (f *fakeFloor) Transcript(k model.Key) []model.Message { return slices.Clone(f.words[k]) }

func (f *fakeFloor) Cut(k model.Key) bool { return f.cut[k] }

// LimitsOf are the floor's, but of agents that have others.
func (f *fakeFloor) LimitsOf(a model.AgentID) *model.Limits {
	if l := f.limits[a]; l != nil {
		return l
	}
	l := model.DefaultLimits()
	return &l
}

// Explain counts the threads that wait, of whatever is asked: some of the others are left out.
func (f *fakeFloor) Explain(id model.FigureID, s model.Subject, now time.Time) model.Explanation {
	f.asked = append(f.asked, question{figure: id, subject: s})
	x := model.Explanation{
		Figure: id, Subject: s, To: now, Known: true, Title: "First response, median, of the fixture",
		Formula: "Before the first reply: now minus the first word of the visitor that neither an agent nor a bot has answered, else the last one. By nearest rank.",
	}
	if model.FigureOf(id).Scope == model.ScopeWindow {
		x.From, x.Outside = now.Add(-30*time.Minute), 3
	}
	for _, r := range f.At(now).Threads {
		p := model.Part{Key: r.Key, Chat: r.Chat, Agent: r.Owner, At: r.LastAt}
		switch mine := s.Key == (model.Key{}) || s.Key == r.Key; {
		case mine && r.Wait.Running:
			p.At, p.What = r.Wait.Since, "waiting for ≥"+draw.Duration(r.Wait.For)+": its turn began 1m05s after the wait of another chat"
			x.Included = append(x.Included, p)
		case mine && len(x.Excluded) < 4:
			p.Why = "over: nobody has said a word for 30 min"
			x.Excluded = append(x.Excluded, p)
		}
	}
	x.N = len(x.Included)
	x.Value = strconv.Itoa(x.N)
	return x
}

func (f *fakeFloor) Activity(_ time.Time, n int, filter model.Filter) []model.Minute {
	f.filter = filter
	return draw.Last(f.minutes, n)
}

// A fakeSource notes what was asked of the poller.
type fakeSource struct {
	looks     []model.Key
	refreshes int
	acks      []model.Ack
}

func (s *fakeSource) Look(k model.Key) { s.looks = append(s.looks, k) }
func (s *fakeSource) Refresh()         { s.refreshes++ }
func (s *fakeSource) Ack(a model.Ack)  { s.acks = append(s.acks, a) }

// since is a clock that started some seconds before the fixture's moment.
func since(seconds int) model.Clock {
	return model.Clock{Running: true, Since: fixtureNow().Add(-time.Duration(seconds) * time.Second)}
}

// A guest is a thread of the fixture in short.
type guest struct {
	visitor int
	name    string
	owner   int // of staff(), from 1; 0: nobody
	state   model.AgentState
	busy    int
	wait    int // seconds; 0: not waiting
	first   bool
	seen    int // seconds; 0: unseen since the wait began
	nudges  int
	ago     int // seconds since the last word, of those who do not wait
	text    string
}

func staff() []string {
	return []string{"Devid Klok", "Maya Lindqvist", "Tomás Herrera", "Aisha Rahman", "Lena Vogt", "Kenji Mori", "Olu Adeyemi", "Priya Nair", "Sam Whitfield"}
}

func guests() []guest {
	return []guest{
		{61780, "John Deo", 1, model.AgentSilent, 0, 312, false, 221, 2, 0, "Hello, where is my order? It was promised for Tuesday and nobody tells me anything."},
		{61793, "", 0, model.AgentNone, 0, 96, true, 0, 0, 0, "hi, the checkout says my card was declined but the money is gone"},
		{61802, "Ana Petrović", 4, model.AgentOvertaking, 2, 154, false, 98, 1, 0, "Are you still there?"},
		{61811, "Wei Zhang 张伟", 6, model.AgentBusy, 3, 71, false, 0, 0, 0, "请问我的退款什么时候到账?"},
		{61815, "Marguerite Dubois-Fontaine", 1, model.AgentSilent, 0, 64, false, 0, 1, 0, "ok merci, et pour la livraison en Belgique ?"},
		{61818, "Carlos M.", 3, model.AgentQuiet, 0, 41, true, 22, 0, 0, "Necesito cambiar la dirección de entrega"},
		{61820, "guest 4471", 0, model.AgentNone, 0, 33, true, 0, 0, 0, "hello?"},
		{61822, "فاطمة", 4, model.AgentBusy, 1, 28, false, 0, 0, 0, "متى يصل الطلب؟"},
		{61825, "Bob Ferris", 5, model.AgentBusy, 2, 24, false, 9, 0, 0, "The invoice still shows the old company name."},
		{61826, "Ingrid", 2, model.AgentBusy, 2, 20, false, 0, 0, 0, "And can I keep the discount?"},
		{61827, "T. Okafor", 7, model.AgentQuiet, 0, 12, true, 0, 0, 0, "Hi! Quick question about the pro plan"},
		{61828, "Yuki Tanaka", 6, model.AgentBusy, 3, 4, false, 0, 0, 0, "わかりました、ありがとうございます"},
		{61701, "Peter Hall", 2, 0, 0, 0, false, 0, 0, 35, "You can find it under Settings, Billing."},
		{61702, "Sofia Rossi", 5, 0, 0, 0, false, 0, 0, 70, "Certo, controllo subito."},
		{61703, "", 3, 0, 0, 0, false, 0, 0, 110, "Your parcel left our warehouse this morning."},
		{61704, "Emma Clarke", 7, 0, 0, 0, false, 0, 0, 190, "Is there anything else I can do for you?"},
		{61705, "Noah Schmidt", 8, 0, 0, 0, false, 0, 0, 260, "Gern geschehen!"},
		{61706, "Lucía", 2, 0, 0, 0, false, 0, 0, 330, "Te he enviado el enlace por correo."},
		{61707, "R. Patel", 5, 0, 0, 0, false, 0, 0, 425, "Done, the seats have been added."},
		{61708, "Hannah W.", 6, 0, 0, 0, false, 0, 0, 600, "I have asked the warehouse, one moment please."},
	}
}

// newFixture is a believable floor: twelve wait, some talk, many are over.
func newFixture() *fakeFloor {
	f := &fakeFloor{health: liveHealth(), words: map[model.Key][]model.Message{}, minutes: fixtureMinutes()}
	for i, g := range guests() {
		r := g.row(i)
		f.threads = append(f.threads, r)
		f.words[r.Key] = fixtureWords(r, g)
	}
	for i := range 28 {
		f.threads = append(f.threads, oldRow(i))
	}
	f.agents = fixtureAgents()
	f.head = fixtureHeadline()
	return f
}

// gapFloor has a gap after an agent's word in the first thread, and one before any in another.
func gapFloor() *fakeFloor {
	f := newFixture()
	for i := range f.threads[:2] {
		r := &f.threads[i]
		words := f.words[r.Key]
		r.Gaps = []model.MessageID{words[len(words)-1].ID}
	}
	return f
}

func liveHealth() model.Health {
	return model.Health{At: fixtureNow(), State: model.StateLive, LastGood: fixtureNow().Add(-time.Second), Rate: 9.6, Targets: 48, ReadDone: 48, ReadAll: 48, Read: true}
}

func (g guest) row(i int) model.Row {
	r := model.Row{
		Key: model.Key{Visitor: model.VisitorID(g.visitor), Thread: model.ThreadID(9000 + i)}, Chat: model.ChatID(106241 + i),
		Name: safetext.Line(g.name), Chats: 1 + i%3, Level: model.LevelOK, First: g.first,
		OwnerState: g.state, OwnerBusy: g.busy, Unanswered: g.nudges + 1, Nudges: g.nudges,
		LastText: safetext.Clean(g.text), LastSide: model.SideVisitor, LastAt: fixtureNow().Add(-time.Duration(g.wait) * time.Second),
		PolledAt: fixtureNow().Add(-2 * time.Second),
	}
	if g.owner > 0 {
		r.Owner, r.OwnerName = model.AgentID(g.owner), safetext.Line(staff()[g.owner-1])
	}
	if g.wait == 0 {
		r.LastSide, r.LastAt = model.SideAgent, fixtureNow().Add(-time.Duration(g.ago)*time.Second)
		return r
	}
	r.Wait, r.Sight, r.Unseen = since(g.wait), model.SightUnseen, since(g.wait)
	if g.seen > 0 {
		r.Sight, r.Unseen, r.SeenFor = model.SightSeen, model.Clock{}, since(g.seen)
		r.SeenFor.AtLeast = g.visitor == 61780
	}
	return r
}

// oldRow is a thread of which nobody speaks any more.
func oldRow(i int) model.Row {
	names := []string{"Grace Lee", "M. Novak", "", "Omar", "Julia K.", "Dmitri", "Chloé"}
	r := model.Row{
		Key: model.Key{Visitor: model.VisitorID(61000 + i), Thread: model.NoThread}, Chat: model.ChatID(105900 + i),
		Name: safetext.Line(names[i%len(names)]), Chats: 1, Level: model.LevelOK, Over: i > 4, Missed: i == 9, Gone: i == 2,
		LastAt: fixtureNow().Add(-time.Duration(15+7*i) * time.Minute), LastSide: model.SideAgent,
		LastText: safetext.Clean("Thank you for your patience, have a nice day!"), PolledAt: fixtureNow().Add(-40 * time.Second),
		Owner: model.AgentID(1 + i%9), OwnerName: safetext.Line(staff()[i%9]),
	}
	if i < 2 {
		r.Lane, r.Bot, r.Owner, r.OwnerName = model.LaneBot, true, 0, safetext.Text{}
		r.LastText = safetext.Clean("I can help you with orders, invoices and returns.")
		r.LastAt = fixtureNow().Add(-time.Duration(20+30*i) * time.Second)
	}
	return r
}

// fixtureWords are the words of a thread: an older chat, then the one that is on.
func fixtureWords(r model.Row, g guest) []model.Message {
	var words []model.Message
	say := func(chat int, ago int, side model.Side, kind model.Kind, text string, seen model.Seen) {
		m := model.Message{
			ID: model.MessageID(int64(r.Chat)*100 + int64(len(words))), Chat: r.Chat - model.ChatID(chat), Visitor: r.Key.Visitor, Thread: r.Key.Thread,
			SentAt: fixtureNow().Add(-time.Duration(ago) * time.Second), Side: side, Kind: kind, Text: safetext.Clean(text), Seen: seen,
		}
		if side == model.SideAgent {
			m.Sender, m.Name = r.Owner, r.OwnerName
		}
		words = append(words, m)
	}
	v, a, msg := model.SideVisitor, model.SideAgent, model.KindMessage
	const day = 86400
	say(40, day+3600, v, msg, "Hello, I ordered two pairs of boots last week and only one has arrived.", model.SeenYes)
	say(40, day+3560, a, msg, "Hi! I am sorry about that. May I have the order number, please?", model.SeenYes)
	say(40, day+3515, v, msg, "A-20817", model.SeenYes)
	say(40, day+3400, a, msg, "Thank you. The second parcel left on Monday, it should be with you on Tuesday at the latest. I have added your mobile number so that the driver can call you.", model.SeenYes)
	say(40, day+3380, v, msg, "great, thanks!", model.SeenYes)
	start := max(g.wait, g.ago) + 240
	say(0, start, v, model.KindEvent, "The visitor started a chat.", model.SeenUnknown)
	say(0, start-1, v, msg, "Hello again", model.SeenYes)
	say(0, start-4, model.SideBot, msg, "Welcome back! An agent will be with you in a moment.", model.SeenYes)
	if r.Owner == 0 {
		say(0, g.wait, v, msg, g.text, model.SeenNo)
		return words
	}
	say(0, start-40, a, msg, "Good afternoon, what can I do for you?", model.SeenYes)
	say(0, start-90, a, model.KindNote, "Carrier says the parcel is stuck in Leipzig, waiting for a call back.", model.SeenUnknown)
	say(0, start-120, a, msg, "I am asking the carrier, one moment please. It can take two or three minutes because they have a queue today.", model.SeenNo)
	seen := model.SeenNo
	if g.seen > 0 {
		seen = model.SeenYes
	}
	if g.wait > 0 {
		say(0, g.wait, v, msg, g.text, seen)
	} else {
		say(0, g.ago, a, msg, g.text, model.SeenYes)
	}
	for n := range g.nudges {
		say(0, g.wait-60*(n+1), v, msg, []string{"Hello? Anybody?", "I have been waiting for a while now. Please answer."}[n%2], seen)
	}
	return words
}

func fixtureAgents() []model.AgentRow {
	states := []model.AgentState{model.AgentSilent, model.AgentBusy, model.AgentQuiet, model.AgentOvertaking, model.AgentBusy, model.AgentBusy, model.AgentQuiet, model.AgentActive, model.AgentGone}
	active := []int{4, 6, 3, 7, 5, 5, 2, 3, 0}
	waiting := []int{2, 1, 1, 2, 1, 2, 1, 0, 0}
	oldest := []int{312, 20, 41, 154, 24, 71, 12, 0, 0}
	var out []model.AgentRow
	for i, name := range staff() {
		a := model.AgentRow{
			ID: model.AgentID(i + 1), Name: safetext.Line(name), State: states[i], Level: model.LevelOK,
			Active: active[i], ActiveLevel: model.LevelOK, Waiting: waiting[i], Turns: 12 - i, Median: time.Duration(14+5*i) * time.Second,
			LastReply: fixtureNow().Add(-time.Duration(12+i*i*29) * time.Second), AcquireDay: &model.AgentTotals{
				ID: model.AgentID(i + 1), Assigned: 31 - i, Handled: 29 - i, Unanswered: i % 3, Missed: i % 2, RatingPositive: 8 - i,
				ChatTime: model.Duration{D: time.Duration(340+31*i) * time.Second, Known: true}, Response: model.Duration{D: time.Duration(20+3*i) * time.Second, Known: i != 4},
				TimeOnChat: model.Duration{D: time.Duration(110+7*i) * time.Minute, Known: true},
			},
			P90: time.Duration(50+17*i) * time.Second, Breaches: (i * 5) % 4, PerMinute: wave(30, i, 2+active[i]/2),
		}
		if i == 8 {
			a.LastReply, a.AcquireDay = time.Time{}, nil
			a.Turns, a.PerMinute, a.Breaches = 0, nil, 0
		}
		if states[i] == model.AgentBusy || states[i] == model.AgentOvertaking {
			a.Busy = 1 + i%3
		}
		if active[i] > 5 {
			a.ActiveLevel = model.LevelCritical
		} else if active[i] > 3 {
			a.ActiveLevel = model.LevelWarn
		}
		if oldest[i] > 0 {
			a.Oldest, a.SeenNoReply = since(oldest[i]), waiting[i]/2
		}
		if i == 0 {
			a.Level = model.LevelCritical
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b model.AgentRow) int { return cmp.Compare(a.Name.String(), b.Name.String()) })
	return out
}

// wave is some plausible numbers a minute.
func wave(n, phase, height int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = max(0, (height*(3+[]int{0, 1, 2, 1, 3, 2, 0, -1, 1, -2, 0, -3}[(i+phase*4)%12])+i%3)/6)
	}
	return out
}

func fixtureMinutes() []model.Minute {
	agents := []int{1, 2, 2, 4, 3, 5, 4, 6, 7, 5, 8, 9, 7, 10, 12, 9, 11, 8, 9, 6, 7, 5, 4, 6, 3, 5, 4, 2, 3, 2}
	visitors := []int{2, 1, 3, 2, 4, 3, 5, 4, 4, 6, 5, 7, 6, 8, 7, 9, 7, 6, 8, 5, 4, 6, 5, 3, 4, 2, 3, 4, 2, 1}
	out := make([]model.Minute, activityMinutes)
	for i := range out {
		n := len(agents)
		out[i] = model.Minute{
			Start:  fixtureNow().Add(time.Duration(i-activityMinutes+1) * time.Minute),
			Agents: (agents[(i*3/2+11)%n] + agents[i%n] + 1) / 2, Visitors: (visitors[(i*3/2+11)%n] + visitors[(i+4)%n]) / 2,
			Firsts: (i * 7 % 11) / 9, Missed: (i * 5 % 37) / 36,
		}
	}
	return out
}

func fixtureHeadline() model.Headline {
	return model.Headline{
		Waiting: 12, WaitingOver: 5, WaitingLevel: model.LevelCritical, Longest: since(312), LongestKey: model.Key{Visitor: 61780, Thread: 9000},
		SeenNoReply: 4, SeenLongest: since(221), Unseen: 8, Missing: 1, Active: 48, AgentsActive: 8, BotLane: 2,
		HalfHour: model.Window{
			First:        model.Quantile{N: 42, Median: 38 * time.Second, P90: 110 * time.Second},
			FirstService: model.ServiceLevel{In: 36, Of: 42, Level: model.LevelOK},
			Missed:       2, MissedLevel: model.LevelWarn,
		},
		Today:  model.Window{Missed: 11},
		Totals: &model.DayTotals{At: fixtureNow(), Total: 262, Answered: 248, Missed: 11, Response: model.Duration{D: 31 * time.Second, Known: true}},
	}
}

// bigFixture is a floor of n threads, for the benchmarks.
func bigFixture(n int) *fakeFloor {
	f := newFixture()
	for i := len(f.threads); i < n; i++ {
		r := oldRow(i)
		r.Name = safetext.Line("Visitor " + strconv.Itoa(i))
		f.threads = append(f.threads, r)
	}
	return f
}

func testConfig() Config {
	c := DefaultConfig()
	c.Name, c.Timezone, c.Theme = "Acme Support", "UTC", "dark"
	return c
}
