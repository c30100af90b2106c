package uitest

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Now returns the moment of every fixture.
func Now() time.Time { return time.Date(2026, 11, 20, 12, 41, 7, 0, time.UTC) }

// fixtureSpan is how many minutes of activity the fixture has.
const fixtureSpan = 120

// explained is a figure that was to be explained, and of what.
type explained struct {
	Figure  model.FigureID
	Subject model.Subject
	At      time.Time
}

// A Floor is a fake Board: threads with running clocks, and the Events applied to it.
type Floor struct {
	Status  model.Health
	Threads []model.Row
	Agents  []model.AgentRow
	Head    model.Headline
	Words   map[model.Key][]model.Message
	Minutes []model.Minute
	Usual   *model.Usual
	Team    string // the view's team
	Watched model.Observed

	Applied  []model.Event
	Filter   model.Filter // of the last call of Activity
	Asked    []explained  // calls of Explain
	Reads    int          // calls of At
	WasCut   map[model.Key]bool
	Limits   map[model.AgentID]*model.Limits
	Hours    *model.Calendar // nil: never closed
	Reversed bool            // list the threads the other way round
}

// Apply records an Event with its messages and Health.
func (f *Floor) Apply(e model.Event) {
	f.Applied = append(f.Applied, e)
	for _, m := range e.Messages {
		k := model.Key{Visitor: m.Visitor, Thread: m.Thread}
		f.Words[k] = append(f.Words[k], m)
	}
	if e.Health != nil {
		f.Status = *e.Health
	}
}

// Missed lists the threads whose newest chat was missed, as of now.
func (f *Floor) Missed(now time.Time) []model.MissedChat {
	var list []model.MissedChat
	for i := range f.Threads {
		if r := &f.Threads[i]; r.Missed {
			list = append(list, model.MissedChat{
				Key: r.Key, Chat: r.Chat, At: now.Add(-time.Duration(i) * time.Minute), Missed: true, Waited: time.Duration(i) * time.Second,
				Unanswered: 1, Name: r.Name, Owner: r.Owner, OwnerName: r.OwnerName,
			})
		}
	}
	return list
}

// Health implements draw.Board: it returns Status.
func (f *Floor) Health() model.Health { return f.Status }

// At lists the threads with every clock run on to now.
func (f *Floor) At(now time.Time) *model.Snapshot {
	f.Reads++
	s := &model.Snapshot{Now: now, Team: safetext.Line(f.Team), Limits: *f.LimitsOf(0), Headline: f.Head, Agents: slices.Clone(f.Agents), Threads: RowsOf(f.Threads), Coverage: model.CoverageOf(f.Status), Usual: f.Usual}
	s.Coverage.Observed, s.Coverage.Now = f.Watched, now
	for i := range s.Threads {
		r := s.Threads[i]
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
		judge(r)
		r.TimeLeft = steps.Warn - r.Wait.For
	}
	for i := range s.Agents {
		run(&s.Agents[i].Oldest, now, model.DefaultLimits().Next)
	}
	run(&s.Headline.Longest, now, model.DefaultLimits().Next)
	run(&s.Headline.SeenLongest, now, model.DefaultLimits().SeenNoReply)
	slices.SortStableFunc(s.Threads, byNeed)
	if f.Reversed {
		slices.Reverse(s.Threads)
	}
	return s
}

// judge sets a row's level to the worst of its clocks, and its reason.
func judge(r *model.Row) {
	r.Level, r.Reason = r.Wait.Level, model.Reason{For: r.Wait.For}
	for of, c := range map[model.WaitClock]model.Clock{model.ClockUnseen: r.Unseen, model.ClockSeen: r.SeenFor} {
		if c.Level > r.Level { // at most one of the two runs
			r.Level, r.Reason = c.Level, model.Reason{Clock: of, For: c.For}
		}
	}
}

// byNeed orders waiting threads first, by time left.
func byNeed(a, b *model.Row) int {
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

func run(c *model.Clock, now time.Time, s model.Thresholds) {
	if !c.Running {
		return
	}
	c.For = max(0, now.Sub(c.Since))
	c.Level = s.Level(c.For)
}

// Transcript returns a copy of the thread's Words.
func (f *Floor) Transcript(k model.Key) []model.Message { return slices.Clone(f.Words[k]) }

// Search searches all Words in one call.
func (f *Floor) Search(s *model.TextSearch, _ int) (done bool) {
	for _, r := range f.Threads {
		m := model.TextMatch{Key: r.Key}
		for _, w := range f.Words[r.Key] {
			if s.Match(w.Text, w.VisitorName) {
				m.Message = w
				m.Count++
			}
		}
		if m.Count > 0 {
			s.Found = append(s.Found, m)
		}
	}
	return true
}

// Truncated implements draw.Board: it returns WasCut.
func (f *Floor) Truncated(k model.Key) bool { return f.WasCut[k] }

// LimitsOf returns the agent's limits, or the floor's.
func (f *Floor) LimitsOf(a model.AgentID) *model.Limits {
	if l := f.Limits[a]; l != nil {
		return l
	}
	l := model.DefaultLimits()
	return &l
}

// HoursOf implements draw.Board: everybody has Hours.
func (f *Floor) HoursOf(model.AgentID) *model.Calendar { return f.Hours }

// Explain returns the number of waiting threads for every figure, with some others excluded.
func (f *Floor) Explain(id model.FigureID, s model.Subject, now time.Time) model.Explanation {
	f.Asked = append(f.Asked, explained{id, s, now})
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
			p.At, p.What = r.Wait.Since, "waiting for ≥"+model.FormatDuration(r.Wait.For)+": its turn began 1m05s after the wait of another chat"
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

// Activity returns the newest n of Minutes and records the filter.
func (f *Floor) Activity(_ time.Time, n int, filter model.Filter) []model.Minute {
	f.Filter = filter
	return f.Minutes[max(0, len(f.Minutes)-n):]
}

// Trend returns a trend that goes up and down like a busy half hour.
func (f *Floor) Trend(now time.Time) model.Trend {
	var t model.Trend
	for i, end := range model.TrendEnds(now) {
		n := []int{2, 3, 3, 4, 6, 5, 9, 12}[i]
		t[i] = model.TrendCell{
			End: end, Waiting: n, Longest: time.Duration(n*26) * time.Second, Active: 30 + 2*n, Missed: i % 3 / 2,
			First: model.Quantile{N: 3 * (i % 7), Median: time.Duration(50-3*n) * time.Second}, FirstService: model.ServiceLevel{In: 20 - n, Of: 20},
		}
	}
	return t
}

// Earlier returns the older chat of a thread's Words.
func (f *Floor) Earlier(k model.Key, _ time.Time) []model.EarlierChat {
	words := f.Words[k]
	if len(words) < 5 || words[0].Chat == words[len(words)-1].Chat {
		return nil
	}
	m := words[3]
	return []model.EarlierChat{{Chat: m.Chat, Began: words[0].SentAt, LastAt: words[4].SentAt, Agent: m.Sender, Name: m.Name, How: "ended", Answered: true, First: words[1].SentAt.Sub(words[0].SentAt)}}
}

// Since returns a clock that started some seconds before the fixture's moment.
func Since(seconds int) model.Clock {
	return model.Clock{Running: true, Since: Now().Add(-time.Duration(seconds) * time.Second)}
}

// NewFloor returns a realistic floor: twelve visitors wait, some chats are active, many are over.
func NewFloor() *Floor {
	f := &Floor{Status: LiveHealth(), Words: map[model.Key][]model.Message{}, Minutes: fixtureMinutes()}
	for i, g := range Guests() {
		r := g.Row(i)
		f.Threads = append(f.Threads, r)
		f.Words[r.Key] = fixtureWords(r, g)
	}
	for i := range 28 {
		f.Threads = append(f.Threads, oldRow(i))
	}
	f.Agents = fixtureAgents()
	f.Head = Headline()
	return f
}

// GapFloor returns a floor with a gap after an agent's message, and one before any message in another thread.
func GapFloor() *Floor {
	f := NewFloor()
	for i := range f.Threads[:2] {
		r := &f.Threads[i]
		words := f.Words[r.Key]
		r.Gaps = []model.MessageID{words[len(words)-1].ID}
	}
	return f
}

// oldRow returns a thread that has long been over.
func oldRow(i int) model.Row {
	names := []string{"Grace Lee", "M. Novak", "", "Omar", "Julia K.", "Dmitri", "Chloé"}
	r := model.Row{
		Key: model.Key{Visitor: model.VisitorID(61000 + i), Thread: model.NoThread}, Chat: model.ChatID(105900 + i),
		Name: safetext.Line(names[i%len(names)]), Chats: 1, Level: model.LevelOK, Over: i > 4, Missed: i == 9, Gone: i == 2,
		LastAt: Now().Add(-time.Duration(15+7*i) * time.Minute), LastSide: model.SideAgent,
		LastText: safetext.Clean("Thank you for your patience, have a nice day!"), PolledAt: Now().Add(-40 * time.Second),
		Owner: model.AgentID(1 + i%9), OwnerName: safetext.Line(Staff()[i%9]),
	}
	if i < 2 {
		r.Lane, r.Bot, r.Owner, r.OwnerName = model.LaneBot, true, 0, safetext.Text{}
		r.LastText = safetext.Clean("I can help you with orders, invoices and returns.")
		r.LastAt = Now().Add(-time.Duration(20+30*i) * time.Second)
	}
	return r
}

// fixtureWords returns a thread's messages: an older chat, then the current one.
func fixtureWords(r model.Row, g guest) []model.Message {
	var words []model.Message
	say := func(chat int, ago int, side model.Side, kind model.Kind, text string, seen model.Seen) {
		m := model.Message{
			ID: model.MessageID(int64(r.Chat)*100 + int64(len(words))), Chat: r.Chat - model.ChatID(chat), Visitor: r.Key.Visitor, Thread: r.Key.Thread,
			SentAt: Now().Add(-time.Duration(ago) * time.Second), Side: side, Kind: kind, Text: safetext.Clean(text), Seen: seen,
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
		say(0, g.wait, v, msg, g.Text, model.SeenNo)
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
		say(0, g.wait, v, msg, g.Text, seen)
	} else {
		say(0, g.ago, a, msg, g.Text, model.SeenYes)
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
	for i, name := range Staff() {
		a := model.AgentRow{
			ID: model.AgentID(i + 1), Name: safetext.Line(name), State: states[i], Level: model.LevelOK,
			Active: active[i], ActiveLevel: model.LevelOK, Waiting: waiting[i], Turns: 12 - i, Median: time.Duration(14+5*i) * time.Second,
			LastReply: Now().Add(-time.Duration(12+i*i*29) * time.Second), AcquireDay: &model.AgentTotals{
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
			a.Oldest, a.SeenNoReply = Since(oldest[i]), waiting[i]/2
		}
		if i == 0 {
			a.Level = model.LevelCritical
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b model.AgentRow) int { return cmp.Compare(a.Name.String(), b.Name.String()) })
	return out
}

// wave returns plausible numbers per minute.
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
	out := make([]model.Minute, fixtureSpan)
	for i := range out {
		n := len(agents)
		out[i] = model.Minute{
			Start:  Now().Add(time.Duration(i-fixtureSpan+1) * time.Minute),
			Agents: (agents[(i*3/2+11)%n] + agents[i%n] + 1) / 2, Visitors: (visitors[(i*3/2+11)%n] + visitors[(i+4)%n]) / 2,
			Firsts: (i * 7 % 11) / 9, Missed: (i * 5 % 37) / 36,
		}
	}
	return out
}
