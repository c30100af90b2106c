package poller

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/schedule"
)

// A crowd is a Source of many threads whose class never changes: the visitor's
// id says it (visitor % 4 is the class less schedule.PriorityWaiting).
type crowd struct {
	latency time.Duration

	mu    sync.Mutex
	asked map[model.VisitorID][]time.Time
	sent  []time.Time
}

func (s *crowd) wait(ctx context.Context) error {
	s.mu.Lock()
	s.sent = append(s.sent, time.Now())
	s.mu.Unlock()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(s.latency):
		return nil
	}
}

func (s *crowd) Messages(ctx context.Context, req acquire.MessagesRequest) (acquire.Messages, error) {
	if err := s.wait(ctx); err != nil {
		return acquire.Messages{}, err
	}
	now := time.Now()
	s.mu.Lock()
	s.asked[req.Visitor] = append(s.asked[req.Visitor], now)
	s.mu.Unlock()
	m := model.Message{ID: model.MessageID(req.Visitor), Chat: req.LastChat, Visitor: req.Visitor, Thread: req.Thread, Kind: model.KindMessage, Side: model.SideAgent}
	switch schedule.PriorityWaiting + schedule.Priority(req.Visitor%4) {
	case schedule.PriorityWaiting:
		m.SentAt, m.Side = now.Add(-20*time.Second), model.SideVisitor
	case schedule.PriorityActive:
		m.SentAt = now.Add(-time.Minute)
	case schedule.PriorityQuiet:
		m.SentAt = now.Add(-10 * time.Minute)
	default:
		m.SentAt = now.Add(-2 * time.Hour)
	}
	return acquire.Messages{Messages: []model.Message{m}, Rows: 1}, nil
}

func (s *crowd) Threads(ctx context.Context, _ model.VisitorID, _ int) (acquire.Threads, error) {
	return acquire.Threads{}, s.wait(ctx)
}

func (s *crowd) Profiles(ctx context.Context, _ int) (acquire.Profiles, error) {
	return acquire.Profiles{}, s.wait(ctx)
}

func (s *crowd) FirstProfiles(ctx context.Context, _ int) (acquire.Profiles, error) {
	return acquire.Profiles{}, s.wait(ctx)
}

func (s *crowd) Agents(ctx context.Context, _ int) (acquire.Agents, error) {
	return acquire.Agents{}, s.wait(ctx)
}

func (s *crowd) FloorTotals(ctx context.Context, _, _ time.Time, _ *time.Location) (model.DayTotals, error) {
	return model.DayTotals{}, s.wait(ctx)
}

func (s *crowd) Reconnect() {}

func (s *crowd) AgentTotals(ctx context.Context, _, _ time.Time, _ *time.Location) ([]model.AgentTotals, error) {
	return nil, s.wait(ctx)
}

// gather runs a Poller over n[c] threads of each class for d from its start. The
// first read comes round to them in the order of their ids, or in that of their
// classes, those that wait first, as a profile list by the last change would have them.
func gather(t *testing.T, n [4]int, urgentFirst bool, perSecond float64, d time.Duration) *crowd {
	t.Helper()
	s := &crowd{latency: 80 * time.Millisecond, asked: map[model.VisitorID][]time.Time{}}
	cfg := DefaultConfig()
	cfg.Discover = false
	p := New(s, cfg, Options{RequestsPerSecond: perSecond, Seed: "crowd"})
	for c, count := range n {
		for i := range count {
			v := model.VisitorID(4*(i+1) + c)
			target := p.visitors.newTarget(model.Key{Visitor: v, Thread: 1}, []model.ChatID{model.ChatID(v)}, false, time.Now())
			if urgentFirst {
				p.sched.Remove(&target.live)
				target.live.Rank = int64(c)
				p.sched.Add(&target.live, target.live.Priority, target.live.Due)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx, func(model.Event) {}) }()
	time.Sleep(d)
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run returned %v", err)
	}
	return s
}

// demand is what the threads ask for, in requests a second.
func demand(n [4]int, cfg Config) float64 {
	sum := 0.0
	for c, every := range []time.Duration{cfg.Waiting, cfg.Active, cfg.Quiet, cfg.Idle} {
		sum += float64(n[c]) / every.Seconds()
	}
	live := n[0] + n[1] + n[2] // their visitors' thread lists are read like an idle thread
	return sum + float64(live)/cfg.Idle.Seconds() + 2/totalsEvery.Seconds() + 1/agentsEvery.Seconds()
}

// TestOverload asserts from the end of the first read on, the rounds after it included, where everything is due in a heap.
func TestOverload(t *testing.T) {
	const perSecond = 10
	floors := [][4]int{{30, 40, 60, 200}, {10, 20, 60, 400}, {8, 10, 40, 300}, {5, 10, 30, 250}, {20, 0, 0, 280}}
	if long() {
		floors = append(floors, [4]int{20, 50, 250, 1200}, [4]int{60, 140, 800, 4000}, [4]int{20, 80, 400, 4500})
	} else { // one of them, by chance
		i := rand.IntN(len(floors))
		floors = floors[i : i+1]
	}
	first := rand.IntN(2) == 0
	for _, n := range floors {
		for _, urgentFirst := range []bool{false, true} {
			if testing.Short() && urgentFirst != first { // one of the two, by chance
				continue
			}
			name := fmt.Sprintf("%v, urgent first %v", n, urgentFirst)
			synctest.Test(t, func(t *testing.T) { overload(t, name, n, urgentFirst, perSecond) })
		}
	}
}

func overload(t *testing.T, name string, n [4]int, urgentFirst bool, perSecond float64) {
	cfg := DefaultConfig()
	every, stretch := stretched(n, cfg, perSecond)
	round := time.Duration(0)
	for c := range every {
		round = max(round, time.Duration(stretch[c]*float64(every[c])))
	}
	s := gather(t, n, urgentFirst, perSecond, min(2*round, 40*time.Minute)+time.Duration(5*float64(n[0]+n[1]+n[2]+n[3])/perSecond)*time.Second)
	to := time.Now()
	var read time.Time // since when each thread has been read once
	for _, at := range s.asked {
		read = model.LaterTime(read, at[0])
	}
	shares := make([][]float64, 4)
	oldest := make([]time.Duration, 4)
	for v, at := range s.asked {
		c := int(v % 4)
		first, _ := slices.BinarySearchFunc(at, read, time.Time.Compare)
		at = at[max(0, first-1):]
		oldest[c] = max(oldest[c], widest(at, to))
		shares[c] = append(shares[c], float64(len(at))/to.Sub(at[0]).Seconds())
	}
	for c := range every {
		if n[c] == 0 {
			continue
		}
		if len(shares[c]) != n[c] {
			t.Errorf("%s: class %d: %d of %d were answered", name, c, len(shares[c]), n[c])
		}
		bound := time.Duration(stretch[c] * float64(every[c]))
		t.Logf("%s: class %d: oldest answer %v, bound %v (%.2f), fairness %.4f", name, c, oldest[c], bound, oldest[c].Seconds()/bound.Seconds(), jain(shares[c]))
		if most := 2*bound + every[c]; oldest[c] > most { // a class is due all at once after its first read, and has nothing to ask before that
			t.Errorf("%s: class %d: oldest answer %v, want at most %v", name, c, oldest[c], most)
		}
		// A part of a round asks some once more than others: that is not unfair.
		if j := jain(shares[c]); j < 0.95 && to.Sub(read) > 2*bound {
			t.Errorf("%s: class %d: fairness %.3f, want 0.95", name, c, j)
		}
	}
	checkRate(t, s.sent, perSecond)
}

// stretched returns how often each class is to be asked, and by how much too
// small a budget stretches that: those who wait have up to 65 % of it, their
// thread lists 15 %, and the rest is shared half 4 : 4 : 1 by what the classes need and half in turn.
func stretched(n [4]int, cfg Config, perSecond float64) (every [4]time.Duration, stretch [4]float64) {
	every = [4]time.Duration{cfg.Waiting, cfg.Active, cfg.Quiet, cfg.Idle}
	stretch = [4]float64{1, 1, 1, 1}
	if demand(n, cfg) <= 0.9*perSecond {
		return every, stretch
	}
	every[3] = time.Duration(min(idleBlind, max(1, demand(n, cfg)/(0.9*perSecond))) * float64(cfg.Idle)) // the crowd's idle ones spoke two hours ago
	need := func(c int) float64 { return float64(n[c]) / every[c].Seconds() }
	lists := n[1] + n[2] + n[3] // thread lists of those who do not wait are idle ones, too
	waiting, looks := min(need(0), 0.65*perSecond), min(float64(n[0])/8, 0.15*perSecond)
	stretch[0] = max(1, need(0)/waiting)
	rest := max(0.2*perSecond, perSecond-waiting-looks-0.1*perSecond)
	idle := need(3) + float64(lists)/cfg.Idle.Seconds()
	needs, entries := 4*need(1)+4*need(2)+idle, float64(n[1]+n[2]+n[3]+lists)
	stretch[1] = max(1, need(1)/(rest*(4*need(1)/needs+float64(n[1])/entries)/2))
	stretch[2] = max(1, need(2)/(rest*(4*need(2)/needs+float64(n[2])/entries)/2))
	stretch[3] = max(1, idle/(rest*(idle/needs+float64(n[3]+lists)/entries)/2))
	for c := range stretch {
		if n[c] == 0 {
			stretch[c] = 1
		}
	}
	return every, stretch
}

// widest returns the longest time between two answers, and from the last one to the end.
func widest(at []time.Time, end time.Time) (gap time.Duration) {
	for i, a := range at {
		next := end
		if i+1 < len(at) {
			next = at[i+1]
		}
		gap = max(gap, next.Sub(a))
	}
	return gap
}

// jain is Jain's fairness index: 1 when all get the same.
func jain(x []float64) float64 {
	var sum, squares float64
	for _, v := range x {
		sum += v
		squares += v * v
	}
	if squares == 0 {
		return 1
	}
	return sum * sum / (float64(len(x)) * squares)
}

// checkRate wants no second with more than the budget.
func checkRate(t *testing.T, sent []time.Time, perSecond float64) {
	t.Helper()
	most := int(math.Ceil(perSecond))
	for i := most; i < len(sent); i++ {
		if within := sent[i].Sub(sent[i-most]); within < time.Second-time.Microsecond {
			t.Errorf("%d requests within %v, want at most %d a second", most+1, within, most)
			return
		}
	}
}

// TestWaitingFirst measures the data age of waiting threads among many against round robin.
func TestWaitingFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := [4]int{20, 0, 0, 280}
		s := gather(t, n, false, 10, 12*time.Minute)
		checkRate(t, s.sent, 10)
		ours := ages(s.asked, time.Now())
		robin := ages(roundRobin(s, 300, 10, 5*time.Minute), time.Now())
		t.Logf("data age of the waiting: p50 %v p95 %v; round robin p50 %v p95 %v", quantile(ours, 50), quantile(ours, 95), quantile(robin, 50), quantile(robin, 95))
		if p95 := quantile(ours, 95); p95 > 3*time.Second {
			t.Errorf("p95 of the data age of waiting threads = %v, want at most 3s", p95)
		}
		if p95 := quantile(robin, 95); p95 < 25*time.Second {
			t.Errorf("p95 under round robin = %v; the comparison measures nothing", p95)
		}
	})
}

// roundRobin asks n threads in turn for d and returns when the waiting ones were answered.
func roundRobin(s *crowd, n int, perSecond float64, d time.Duration) map[model.VisitorID][]time.Time {
	asked := map[model.VisitorID][]time.Time{}
	end := time.Now().Add(d)
	for i := 0; time.Now().Before(end); i++ {
		if v := model.VisitorID(i%n + 1); v%15 == 0 { // 20 of 300
			asked[4*v] = append(asked[4*v], time.Now().Add(s.latency))
		}
		time.Sleep(time.Duration(float64(time.Second) / perSecond))
	}
	return asked
}

// ages samples the age of the last answer of the waiting threads every 100 ms, from the first one on.
func ages(asked map[model.VisitorID][]time.Time, to time.Time) []time.Duration {
	var list []time.Duration
	for v, at := range asked {
		if v%4 != 0 {
			continue
		}
		i := 0
		for now := at[0]; now.Before(to); now = now.Add(100 * time.Millisecond) {
			for i+1 < len(at) && !at[i+1].After(now) {
				i++
			}
			list = append(list, now.Sub(at[i]))
		}
	}
	slices.Sort(list)
	return list
}

func sortDurations(d []time.Duration) { slices.Sort(d) }

func quantile(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)-1)*percent/100]
}
