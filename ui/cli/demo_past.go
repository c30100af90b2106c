package cli

import (
	"context"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/floor"
)

const (
	// watchedMost is the longest time before the start that the demo has read its floor for. The floor itself is older.
	watchedMost = 75 * time.Minute
	// watchedThreads is the largest floor read for that long; for larger ones it would take too long.
	watchedThreads = 150
	// watchStep is the time between two readings: the longest that leaves no hole in the observation.
	watchStep = 15 * time.Second
	// unseenFor and theirsFor are how long a visitor's messages, and those to the visitor, are read again until seen.
	unseenFor, theirsFor = 5 * time.Minute, 20 * time.Second
)

// A past returns the readings before the start, one Event each; nil if there were none.
type past func(ctx context.Context) ([]model.Event, error)

// emit passes every reading to each, which adds the floor's name, and returns all of them merged into one Event: a
// screen would show separate ones as the present and ring for them. Health and Coverage are left out: they belong
// in the recording only, since the screen's own reading has just begun.
func (p past) emit(ctx context.Context, each func(model.Event) model.Event) (model.Event, error) {
	if p == nil {
		return model.Event{}, nil
	}
	list, err := p(ctx)
	var all model.Event
	for _, e := range list {
		e = each(e)
		e.Health = nil
		if c := e.Coverage; c != nil {
			e.Coverage = &model.Coverage{Observed: c.Observed}
		}
		all.Add(&e)
	}
	return all, err
}

// watchedFor returns how long before the start a floor of so many threads has been read.
func watchedFor(threads int) time.Duration {
	return watchedMost * watchedThreads / time.Duration(max(threads, watchedThreads))
}

// A watcher reads an invented floor while it advances, as a floorwatch started at that time would have.
type watcher struct {
	client *acquire.Client
	at     time.Time                  // the floor's present
	before time.Time                  // the last reading; zero: none yet
	many   int                        // visitors who changed in the last reading
	known  map[model.Key]bool         // the threads that were read
	unseen map[model.Key]model.ChatID // threads with unseen messages
}

// watchPast plays an invented floor from when it opened to now, reads it step by step through a real client, and
// returns one Event a step. The floor is a copy of the one that the demo serves.
func watchPast(ctx context.Context, o options, opened time.Time) ([]model.Event, error) {
	w := &watcher{at: opened, unseen: map[model.Key]model.ChatID{}, known: map[model.Key]bool{}}
	now := func() time.Time { return w.at }
	server := fakeacquire.NewServer(fakeacquire.Options{Now: now})
	defer server.Close()
	token, err := acquire.NewToken("test-token")
	if err != nil {
		return nil, err
	}
	api := acquire.DefaultConfig()
	if w.client, err = acquire.New(api, token, acquire.WithTransport(server.Transport()), acquire.WithClock(now)); err != nil {
		return nil, err
	}
	defer w.client.Close()
	life := floor.New(server, o.demoSeed, o.demoAgents, o.demoThreads, opened)
	var told []model.Event
	for last := false; ; {
		e, err := w.read(ctx)
		if err != nil {
			return nil, err
		}
		e.Health, e.Coverage = w.standing(opened)
		if told = append(told, e); last {
			return told, nil
		}
		w.before, w.at = w.at, w.at.Add(watchStep)
		if here := time.Now(); w.at.After(here) {
			w.at, last = here, true
		}
		life.Advance(w.at)
	}
}

// standing returns the Health and Coverage of a poller that has read all of the floor: changes are found by their
// times in the profile list and read at once.
func (w *watcher) standing(since time.Time) (*model.Health, *model.Coverage) {
	n, at := len(w.known), w.at
	return &model.Health{At: at, State: model.StateLive, LastGood: at, Targets: n, ReadDone: n, ReadAll: n, Read: true}, &model.Coverage{
		Observed:  model.Observed{At: at, Since: since},
		List:      model.ListHealth{At: at, LastGood: at},
		Discovery: model.Discovery{At: at, Timestamps: model.TimestampsByMessage, NewestFirst: true},
		Debts:     model.Debts{At: at, Read: n, Total: n},
		Anomalies: model.Anomalies{At: at},
		Freshness: model.Freshness{At: at, Threads: n},
	}
}

// read requests everything that can have changed since the last reading.
func (w *watcher) read(ctx context.Context) (model.Event, error) {
	e := model.Event{At: w.at}
	if w.before.IsZero() {
		agents, err := w.client.Agents(ctx, 1)
		if err != nil {
			return e, err
		}
		e.Agents = agents.List
	}
	changed, err := w.changed(ctx)
	if err != nil {
		return e, err
	}
	todo := w.unseen
	w.unseen = map[model.Key]model.ChatID{}
	for _, p := range changed {
		e.Visitors = append(e.Visitors, p.VisitorInfo)
		threads, err := w.client.Threads(ctx, p.ID, 1)
		if err != nil {
			return e, err
		}
		e.Threads = append(e.Threads, threads.List...)
		for i, t := range threads.List {
			if w.before.IsZero() || i == newest(threads.List) {
				todo[model.Key{Visitor: p.ID, Thread: t.ID}] = t.Last
			}
		}
	}
	for key, chat := range todo {
		if err := w.readWords(ctx, &e, key, chat); err != nil {
			return e, err
		}
	}
	return e, nil
}

// changed returns the visitors with a change since the last reading. The profile list has the newest first.
func (w *watcher) changed(ctx context.Context) ([]acquire.Profile, error) {
	since := w.before.Truncate(time.Second) // Acquire's times have whole seconds
	for n := w.many + 4; ; n *= 4 {
		list, err := w.client.FirstProfiles(ctx, n)
		if err != nil {
			return nil, err
		}
		w.many = slices.IndexFunc(list.List, func(p acquire.Profile) bool { return p.Changed.Before(since) })
		if w.many >= 0 {
			return list.List[:w.many], nil
		}
		if w.many = len(list.List); list.Rows >= list.Total {
			return list.List, nil
		}
	}
}

// newest returns the index of the thread with the newest chat, the only one that can have new messages.
func newest(list []model.ThreadInfo) (at int) {
	for i := range list {
		if list[i].Last > list[at].Last {
			at = i
		}
	}
	return at
}

// readWords reads the messages of a thread's chat.
func (w *watcher) readWords(ctx context.Context, e *model.Event, key model.Key, chat model.ChatID) error {
	words, err := w.client.Messages(ctx, acquire.MessagesRequest{Visitor: key.Visitor, Thread: key.Thread, LastChat: chat})
	if err != nil {
		return err
	}
	e.Messages = append(e.Messages, words.Messages...)
	e.Polled = append(e.Polled, model.Polled{Key: key, At: w.at})
	w.known[key] = true
	for i := range words.Messages {
		m := &words.Messages[i]
		bound := theirsFor
		if m.Side == model.SideVisitor {
			bound = unseenFor
		}
		if m.Seen != model.SeenYes && w.at.Sub(m.SentAt) < bound {
			w.unseen[key] = chat
		}
	}
	return nil
}
