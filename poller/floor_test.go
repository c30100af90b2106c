package poller

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/acquire"
)

// A reading is one of the meanings that last_chat_id may have.
type reading int

const (
	thatChat   reading = iota
	fromChat           // that chat and later ones
	afterChat          // later ones only
	uptoChat           // that chat and earlier ones
	afterID            // messages with a larger id
	fromID             // messages with this id or a larger one
	knownAfter         // later ones only; numbers that are not a chat of the thread bring nothing, 0 brings all
	readings
)

func (r reading) String() string {
	return [...]string{"that chat", "from chat", "after chat", "up to chat", "after id", "from id", "after known chat"}[r]
}

// A floor is an account in memory that speaks one dialect.
type floor struct {
	mu        sync.Mutex
	reading   reading
	wildcard  bool // thread_id -1 means any thread
	names     bool // the profile list names each visitor's newest chat, of a thread or of none
	latency   time.Duration
	fail      func(op string, req acquire.MessagesRequest) error // before the answer; nil never fails
	hang      bool                                               // answers nothing until the request is given up
	skew      time.Duration
	steps     []clockStep              // of this machine's clock
	malformed int                      // rows of each thread list that cannot be read
	alike     bool                     // the profile list's stamps never change
	frozen    bool                     // they never change from now on
	once      map[model.MessageID]bool // delivered; nil: a message comes with every answer that fits

	words      []model.Message
	threads    []model.ThreadInfo
	loose      map[model.VisitorID]model.ChatID // chats without a thread, named by the profile list
	stamps     map[model.VisitorID]time.Time
	order      []model.VisitorID
	agents     []model.AgentInfo
	nextID     model.MessageID
	requests   []request
	reconnects int
}

// A request is one that came in.
type request struct {
	at  time.Time
	op  string
	key model.Key
}

func newFloor() *floor {
	return &floor{nextID: 900_001, latency: 50 * time.Millisecond,
		loose:  map[model.VisitorID]model.ChatID{},
		stamps: map[model.VisitorID]time.Time{},
		agents: []model.AgentInfo{{ID: 7, Name: safetext.Line("Ana")}}}
}

// open starts a chat in a thread (NoThread: in none).
func (f *floor) open(v model.VisitorID, t model.ThreadID, c model.ChatID, at time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.touch(v, at)
	if t == model.NoThread {
		f.loose[v] = c
		return
	}
	i := slices.IndexFunc(f.threads, func(ti model.ThreadInfo) bool { return ti.ID == t && ti.Visitor == v })
	if i < 0 {
		i = len(f.threads)
		f.threads = append(f.threads, model.ThreadInfo{ID: t, Visitor: v, Status: model.StatusOpen})
	}
	f.threads[i].Chats = append(slices.Clone(f.threads[i].Chats), c)
	f.threads[i].Last = max(f.threads[i].Last, c)
}

func (f *floor) touch(v model.VisitorID, at time.Time) {
	if _, known := f.stamps[v]; !known {
		f.order = append(f.order, v)
	} else if f.frozen {
		return
	}
	f.stamps[v] = at
}

// say adds a message to a chat.
func (f *floor) say(v model.VisitorID, t model.ThreadID, c model.ChatID, side model.Side, at time.Time) model.MessageID {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.touch(v, at)
	m := model.Message{ID: f.nextID, Chat: c, Visitor: v, Thread: t, SentAt: at, Side: side, Kind: model.KindMessage, Text: safetext.Clean(fmt.Sprint("word ", f.nextID))}
	f.nextID += 2
	f.words = append(f.words, m)
	return m.ID
}

// enter notes a request, waits as long as an answer takes, and fails where it is to.
func (f *floor) enter(ctx context.Context, op string, req acquire.MessagesRequest) error {
	f.mu.Lock()
	f.requests = append(f.requests, request{time.Now(), op, model.Key{Visitor: req.Visitor, Thread: req.Thread}})
	fail, latency, hang := f.fail, f.latency, f.hang
	f.mu.Unlock()
	if hang {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(15 * time.Second):
			return &acquire.Error{Fault: acquire.FaultTimeout, Op: op}
		}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(latency):
	}
	if fail != nil {
		return fail(op, req)
	}
	return nil
}

// A clockStep sets this machine's clock so far ahead of the true time.
type clockStep struct {
	at time.Time
	by time.Duration
}

// ahead is how far this machine's clock was ahead at a moment. An answer during which it was set tells of the clock before.
func (f *floor) ahead(at time.Time) (by time.Duration) {
	for _, s := range f.steps {
		if !s.at.After(at) {
			by = s.by
		}
	}
	return by
}

func (f *floor) meta() acquire.Meta {
	return acquire.Meta{At: time.Now().Add(f.skew), Skew: f.skew - f.ahead(time.Now().Add(-f.latency))}
}

func (f *floor) Messages(ctx context.Context, req acquire.MessagesRequest) (acquire.Messages, error) {
	if err := f.enter(ctx, "message", req); err != nil {
		return acquire.Messages{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	ans := acquire.Messages{Meta: f.meta()}
	for i := range f.words {
		if f.words[i].Visitor != req.Visitor { // looked at in place: there are many
			continue
		}
		m := f.words[i]
		if m.Thread != req.Thread && !(f.wildcard && req.Thread == model.NoThread) {
			continue
		}
		if !f.holds(m, req) {
			continue
		}
		if f.once[m.ID] {
			continue
		}
		if f.once != nil {
			f.once[m.ID] = true
		}
		m.Thread = req.Thread
		m.FirstAt, m.LastAt = ans.At, ans.At
		ans.Messages = append(ans.Messages, m)
	}
	ans.Rows = len(ans.Messages)
	return ans, nil
}

func (f *floor) holds(m model.Message, req acquire.MessagesRequest) bool {
	switch f.reading {
	case thatChat:
		return m.Chat == req.LastChat
	case fromChat:
		return m.Chat >= req.LastChat
	case afterChat:
		return m.Chat > req.LastChat
	case uptoChat:
		return m.Chat <= req.LastChat
	case afterID:
		return int64(m.ID) > int64(req.LastChat)
	case fromID:
		return int64(m.ID) >= int64(req.LastChat)
	}
	known := req.LastChat == 0 || slices.ContainsFunc(f.words, func(o model.Message) bool {
		return o.Chat == req.LastChat && o.Visitor == req.Visitor
	})
	return known && m.Chat > req.LastChat
}

func (f *floor) Threads(ctx context.Context, v model.VisitorID, page int) (acquire.Threads, error) {
	if err := f.enter(ctx, "thread", acquire.MessagesRequest{Visitor: v}); err != nil {
		return acquire.Threads{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	ans := acquire.Threads{Meta: f.meta()}
	var all []model.ThreadInfo
	for i := range f.threads {
		if f.threads[i].Visitor == v {
			ti := f.threads[i]
			ti.At = ans.At
			all = append(all, ti)
		}
	}
	ans.List = cut(all, page)
	ans.Rows = len(ans.List) + f.malformed
	ans.Drift.Malformed = f.malformed
	return ans, nil
}

func (f *floor) Profiles(ctx context.Context, page int) (acquire.Profiles, error) {
	return f.profiles(ctx, func(all []model.VisitorID) []model.VisitorID { return cut(all, page) })
}

func (f *floor) FirstProfiles(ctx context.Context, n int) (acquire.Profiles, error) {
	return f.profiles(ctx, func(all []model.VisitorID) []model.VisitorID { return all[:min(n, len(all))] })
}

func (f *floor) profiles(ctx context.Context, rows func([]model.VisitorID) []model.VisitorID) (acquire.Profiles, error) {
	if err := f.enter(ctx, "profile list", acquire.MessagesRequest{}); err != nil {
		return acquire.Profiles{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	ans := acquire.Profiles{Meta: f.meta(), Total: len(f.order)}
	for _, v := range rows(f.order) {
		row := acquire.Profile{VisitorInfo: model.VisitorInfo{ID: v, At: ans.At}, Chat: f.loose[v]}
		if f.names && row.Chat == 0 {
			for i := range f.threads {
				if f.threads[i].Visitor == v {
					row.Chat = max(row.Chat, f.threads[i].Last)
				}
			}
		}
		row.Updated = "|" + f.stamps[v].UTC().Format(time.DateTime)
		if f.alike {
			row.Updated = ""
		} else {
			row.Changed = f.stamps[v]
		}
		ans.List = append(ans.List, row)
	}
	ans.Rows = len(ans.List)
	return ans, nil
}

func (f *floor) Agents(ctx context.Context, page int) (acquire.Agents, error) {
	if err := f.enter(ctx, "agents list", acquire.MessagesRequest{}); err != nil {
		return acquire.Agents{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	rows := cut(f.agents, page)
	return acquire.Agents{Meta: f.meta(), List: rows, Rows: len(rows), Total: len(f.agents)}, nil
}

func (f *floor) FloorTotals(ctx context.Context, _, _ time.Time, _ *time.Location) (model.DayTotals, error) {
	if err := f.enter(ctx, "day totals", acquire.MessagesRequest{}); err != nil {
		return model.DayTotals{}, err
	}
	return model.DayTotals{At: time.Now().Add(f.skew), Total: 1}, nil
}

func (f *floor) Reconnect() {
	f.mu.Lock()
	f.reconnects++
	f.mu.Unlock()
}

func (f *floor) AgentTotals(ctx context.Context, _, _ time.Time, _ *time.Location) ([]model.AgentTotals, error) {
	if err := f.enter(ctx, "agent totals", acquire.MessagesRequest{}); err != nil {
		return nil, err
	}
	return []model.AgentTotals{{ID: 7, Handled: 1}}, nil
}

func cut[T any](all []T, page int) []T {
	from := min(len(all), (page-1)*acquire.PageSize)
	return slices.Clone(all[from:min(len(all), from+acquire.PageSize)])
}

// since returns the requests of an operation ("" is any) from a moment on.
func (f *floor) since(from time.Time, op string) []request {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []request
	for _, r := range f.requests {
		if !r.at.Before(from) && (op == "" || r.op == op) {
			list = append(list, r)
		}
	}
	return list
}
