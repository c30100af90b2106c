package poller

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/cursor"
	"floorwatch/poller/schedule"
)

// reference is what a survey must find, worked out figure by figure, each with a pass of its own and by its definition.
type reference struct {
	debts           []model.Debt
	read, of        int
	owing           map[model.VisitorID]time.Time // visitors of whom something of the last hour is owed, and since when that is known
	silent          int
	answer, look    time.Time
	unwatched       int
	late            time.Time
	failing, lists  int
	done, all, lost int
}

func (r *reference) owe(d model.Debt, hot time.Time) {
	d.Live = true
	r.debts = append(r.debts, d)
	if d.Until.IsZero() || d.Until.After(hot) {
		r.of++
		r.owing[d.Key.Visitor] = time.Time{}
	}
}

// referenceOf works all of it out. before is what was owed at the survey before this one.
func referenceOf(p *Poller, before map[model.VisitorID]time.Time, now time.Time) *reference {
	server := p.out.server(now)
	hot := server.Add(-hotSpan)
	r := &reference{owing: map[model.VisitorID]time.Time{}, answer: now, look: now, late: now.Add(-lateBound(p.cfg))}
	until := func(v *visitor) time.Time {
		if p.threads.stamps.byMessage() {
			return v.stamp
		}
		return time.Time{}
	}
	for id, v := range p.visitors.byID {
		fails := !v.listEntry.Bad.IsZero() && now.Sub(v.listEntry.Bad) > failingFor
		if v.listRead.IsZero() || v.short > 0 || v.doubtful() || fails {
			r.owe(model.Debt{Kind: model.DebtUnlisted, Key: model.Key{Visitor: id, Thread: model.NoThread}, Denied: v.listEntry.Fails >= deniedFrom, Until: until(v)}, hot)
		}
	}
	for k, th := range p.threads.byKey {
		switch v := p.visitors.byID[k.Visitor]; {
		case !th.read || th.cursor.Pending():
			r.owe(model.Debt{Kind: model.DebtUnread, Key: k, Denied: th.live.Fails >= deniedFrom, Until: until(v)}, hot)
			continue
		case !th.live.Bad.IsZero() && now.Sub(th.lastGood) > failingFor:
			r.debts = append(r.debts, model.Debt{Kind: model.DebtFailing, Key: k, Denied: th.live.Fails >= deniedFrom, Until: th.answered, Live: true})
		}
		if th.lastMessage.After(hot) || th.changed.After(hot) {
			r.read, r.of = r.read+1, r.of+1
		}
	}
	for k, th := range p.threads.byKey {
		th.cursor.Debts(p.base.cutoff(now), func(until time.Time, lost bool) {
			r.debts = append(r.debts, model.Debt{Kind: map[bool]model.DebtKind{false: model.DebtEarlierChat, true: model.DebtLost}[lost], Until: until})
		})
		for _, x := range th.long {
			if p.threads.limit.short(x) {
				r.debts = append(r.debts, model.Debt{Kind: model.DebtCapped, Key: k, Until: x.oldest})
			}
		}
	}
	for range p.discovery.unreadable() {
		r.owe(model.Debt{Kind: model.DebtUnlisted}, hot)
	}
	for id := range r.owing {
		if r.owing[id] = before[id]; before[id].IsZero() {
			r.owing[id] = server
		}
	}
	r.ages(p, now)
	return r
}

func (r *reference) ages(p *Poller, now time.Time) {
	for k, th := range p.threads.byKey {
		if !th.isClosed() && !th.lastMessage.IsZero() && p.out.server(now).Sub(th.lastMessage) > quietFor {
			r.silent++
		}
		if !th.isClosed() && th.read && th.lastGood.Before(r.answer) {
			r.answer = th.lastGood
		}
		if at := p.trust.knownUntil(th, p.visitors.byID[k.Visitor]); th.live.Priority <= schedule.PriorityWaiting && th.read && at.Before(r.late) {
			r.late = at
		}
		r.all++
		switch {
		case th.read:
			r.done++
		case th.failing():
			r.lost++
		}
		if th.failing() {
			r.failing++
		}
	}
	for _, v := range p.visitors.byID {
		if !v.listRead.IsZero() && !v.watched && p.visitors.inTurn(v, now) {
			if r.unwatched++; v.listRead.Before(r.look) {
				r.look = v.listRead
			}
		}
		if v.listEntry.Fails > 0 {
			r.lists++
		}
		if v.listUnread() {
			if r.all++; v.listEntry.Fails > 0 {
				r.lost++
			}
		}
	}
}

func sortDebts(list []model.Debt) []model.Debt {
	slices.SortFunc(list, func(a, b model.Debt) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), model.CompareKey(a.Key, b.Key), a.Until.Compare(b.Until))
	})
	return list
}

// One pass finds what a pass for each figure finds, on floors in every state there is, and while they change.
func TestSurveyFindsWhatAPassForEachFigureFinds(t *testing.T) {
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p := New(newFloor(), DefaultConfig(), Options{})
		now := time.Now()
		p.began = now
		p.stats.turn = now
		p.discovery.whole, p.discovery.good = true, now
		p.coverage.caughtUp = rng.IntN(3) > 0
		if rng.IntN(2) == 0 {
			p.threads.stamps.told, p.threads.stamps.fresh = stampEnough, stampEnough
		}
		var before map[model.VisitorID]time.Time
		for range 4 {
			changeAtRandom(p, rng, now)
			p.visitors.prune(now)
			if n := len(p.visitors.all); n != len(p.visitors.byID) {
				t.Errorf("%d visitors are passed over, of %d", n, len(p.visitors.byID))
			}
			caughtUp := p.coverage.caughtUp
			want := referenceOf(p, before, now)
			got := p.coverage.survey(now)
			compareSurvey(t, p, got, want, now)
			before = maps.Clone(want.owing)
			old := slices.ContainsFunc(slices.Collect(maps.Values(p.visitors.byID)), func(v *visitor) bool {
				return !v.listEntry.Bad.IsZero() && now.Sub(v.listEntry.Bad) > failingFor
			})
			var since time.Time
			if !caughtUp && len(want.owing) > 0 || old {
				before = nil
			} else if len(before) > 0 {
				since = slices.MinFunc(slices.Collect(maps.Values(before)), time.Time.Compare)
			}
			if !got.owesSince.Equal(since) {
				t.Errorf("owed since %v, want %v", got.owesSince, since)
			}
			now = now.Add(time.Duration(rng.IntN(90)) * time.Second)
			p.stats.turn = now
		}
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
}

func compareSurvey(t *testing.T, p *Poller, got *survey, want *reference, now time.Time) {
	t.Helper()
	if g, w := sortDebts(slices.Clone(got.debts)), sortDebts(want.debts); !slices.Equal(g, w) {
		t.Errorf("owed: %v\nwant  %v", g, w)
	}
	if fingerprint(got.debts) != fingerprint(want.debts) {
		t.Error("the same debts in another order have another mark")
	}
	late := now.Add(-lateBound(p.cfg))
	if got.late.thread != nil {
		late = got.late.since
	}
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"read", got.read, want.read},
		{"of", got.of, want.of},
		{"silent", got.silent, want.silent},
		{"answer", got.answer, want.answer},
		{"look", got.oldestList, want.look},
		{"unwatched", got.unwatched, want.unwatched},
		{"late", late, want.late},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.what, c.got, c.want)
		}
	}
	v := &stats{}
	p.health.census.count(v, now)
	if v.failing != want.failing || v.failingLists != want.lists || v.readDone != want.done || v.readFailed != want.lost || max(0, v.readAll-want.all) > 1 {
		t.Errorf("counted %d of %d read, %d failed, %d and %d failing; want %+v", v.readDone, v.readAll, v.readFailed, v.failing, v.failingLists, want)
	}
}

// changeAtRandom lets visitors and threads come, go and change.
func changeAtRandom(p *Poller, rng *rand.Rand, now time.Time) {
	ago := func(most time.Duration) time.Time {
		if rng.IntN(4) == 0 {
			return time.Time{}
		}
		return now.Round(0).Add(-time.Duration(rng.Int64N(int64(most))))
	}
	p.discovery.unreadableRows = map[int]int{}
	if p.discovery.pages = 1; rng.IntN(4) == 0 {
		p.discovery.unreadableRows[1] = 1 + rng.IntN(2)
	}
	for range rng.IntN(6) {
		v := p.visitors.visitor(model.VisitorID(rng.IntN(8) + 1))
		v.listRead, v.stamp, v.rowChanged, v.rowRead = ago(10*time.Minute), ago(2*time.Hour), ago(time.Minute), ago(time.Minute)
		v.listEntry.Bad, v.listEntry.Fails, v.bulk, v.watched = time.Time{}, 0, rng.IntN(4) == 0, rng.IntN(4) == 0
		v.short, v.empty = max(0, rng.IntN(4)-2), rng.IntN(3)
		if rng.IntN(3) == 0 {
			v.listEntry.Bad, v.listEntry.Fails = now.Add(-time.Duration(rng.IntN(180))*time.Second), 1+rng.IntN(4)
		}
		key := model.Key{Visitor: v.id, Thread: model.ThreadID(100*int(v.id) + rng.IntN(3))}
		th := p.threads.byKey[key]
		if th == nil {
			th = p.visitors.newTarget(key, []model.ChatID{model.ChatID(rng.IntN(3) + 1), 4}, false, now)
		}
		th.read, th.tried, th.closed, th.lastGood = rng.IntN(4) > 0, true, ago(2*time.Hour), now.Add(-time.Duration(rng.IntN(180))*time.Second)
		th.asked, th.answered, th.lastMessage, th.changed, th.urgentSince = th.lastGood, th.lastGood.Round(0), ago(2*time.Hour), ago(2*time.Hour), ago(time.Minute)
		p.sched.Add(&th.live, schedule.Priority(rng.IntN(int(schedule.PriorityIdle)+1)), now)
		th.live.Bad, th.live.Fails = time.Time{}, 0
		if rng.IntN(3) == 0 {
			th.live.Bad, th.live.Fails = th.lastGood, 1+rng.IntN(4)
		}
		if rng.IntN(2) == 0 {
			th.cursor.Deliver(cursor.Question{Number: 4, Chat: 4}, map[model.ChatID]time.Time{4: now})
		}
		if rng.IntN(3) == 0 {
			th.long = map[model.ChatID]longChat{4: {rows: 30, oldest: ago(time.Hour), truncated: rng.IntN(2) == 0}}
		}
		if rng.IntN(5) == 0 {
			p.threads.retire(th)
		}
	}
}
