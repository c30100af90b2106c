package poller_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// Small floors on which programs such as this one went wrong, each with what is
// right at some second: who waits (and in brackets for whom, where somebody has
// the chat), and the exit status.

type caseFact struct {
	second float64
	want   string // "1(100) 2, exit 2", and the state where it matters
}

type smallCase struct {
	name  string
	skew  time.Duration
	floor func(a *tinyAcquire, second float64) tinyFloor
	hook  func(a *tinyAcquire, path string, form url.Values, n int) (int, []byte)
	facts []caseFact
}

var smallCases = []smallCase{
	{name: "the first profile list answers 500", // p6
		floor: fiveWait,
		hook: func(_ *tinyAcquire, path string, _ url.Values, n int) (int, []byte) {
			return failIf(strings.HasSuffix(path, "/lead/list") && n == 1)
		},
		facts: []caseFact{{0.9, "exit 3"}, {10, "5(100) 4(100) 3(100) 2(100) 1(100), exit 2"}}},
	{name: "the profile list fails for good", // l1
		floor: lateComer,
		hook: func(a *tinyAcquire, path string, _ url.Values, _ int) (int, []byte) {
			return failIf(strings.HasSuffix(path, "/lead/list") && a.second() > 4)
		},
		facts: []caseFact{{3, "exit 0"}, {25, "exit 3, PARTIAL"}, {90, "exit 3, PARTIAL"}}},
	{name: "the profile list fails for a while", // l13
		floor: lateComer,
		hook: func(a *tinyAcquire, path string, _ url.Values, _ int) (int, []byte) {
			return failIf(strings.HasSuffix(path, "/lead/list") && a.second() > 4 && a.second() < 150)
		},
		facts: []caseFact{{140, "exit 3, PARTIAL"}, {168, "2, exit 2"}}},
	{name: "the one chat that waits cannot be read", // p1b
		floor: func(a *tinyAcquire, _ float64) tinyFloor {
			f := tinyFloor{agents: ann}
			for v := 1; v <= 5; v++ {
				who := map[bool]string{true: "visitor", false: "agent"}[v == 3]
				f.visitors, f.threads = append(f.visitors, a.visitor(v, -5)), append(f.threads, thread(v*10, v, 100, v*10))
				f.messages = append(f.messages, a.message(v, v*10, v, -300, who))
			}
			return f
		},
		hook: func(_ *tinyAcquire, path string, form url.Values, _ int) (int, []byte) {
			return failIf(strings.HasSuffix(path, "/lead/message") && form.Get("visitor_id") == "3")
		},
		facts: []caseFact{{2, "exit 3"}, {8, "exit 3, PARTIAL"}, {30, "exit 3, PARTIAL"}, {90, "exit 3, PARTIAL"}}},
	{name: "a visitor moves while the list is paged", // p4
		floor: func(a *tinyAcquire, _ float64) tinyFloor {
			f := tinyFloor{agents: ann}
			for v := 1; v <= 120; v++ {
				f.visitors, f.threads = append(f.visitors, a.visitor(v, -float64(v))), append(f.threads, thread(v*10, v, 100, v*10))
				f.messages = append(f.messages, a.message(v*10, v*10, v, -600, "visitor"), a.message(v*10+1, v*10, v, -590, "agent"))
				if v == 110 {
					f.messages = append(f.messages, a.message(v*10+2, v*10, v, -70, "visitor"))
				}
			}
			return f
		},
		hook: func(a *tinyAcquire, path string, form url.Values, _ int) (int, []byte) {
			if !strings.HasSuffix(path, "/lead/list") || form.Get("page") == "1" {
				return 0, nil
			}
			all := a.floor(0).visitors
			moved := slices.Insert(slices.Delete(slices.Clone(all), 109, 110), 0, all[109])
			return 200, envelope(row{"total": len(all), "data": paged(moved, form)})
		},
		facts: []caseFact{{25, "110(100), exit 2"}}},
	{name: "messages and a chat are deleted", // l3
		floor: deleted,
		facts: []caseFact{{3, "3(100) 2(100) 1(100), exit 2"}, {16, "4(100) 3(100), exit 2"}, {60, "4(100) 3(100), exit 2"}}},
	{name: "an agent joins, another chat is closed", // l10
		floor: func(a *tinyAcquire, s float64) tinyFloor {
			f := tinyFloor{agents: ann, visitors: []row{a.visitor(2, -5)}, threads: []row{thread(2, 2, 100, 20)},
				messages: []row{a.message(10, 20, 2, -200, "visitor"), a.message(11, 20, 2, -190, "agent"), a.message(12, 20, 2, -80, "visitor")}}
			if s >= 6 {
				f.visitors[0], f.threads[0] = a.visitor(2, 6), f.threads[0].with(row{"thread_status": "close"})
			}
			if s >= 3 {
				agent, changed := 0, 3.0
				if s >= 6 {
					agent, changed = 100, 6
				}
				f.visitors = append([]row{a.visitor(1, changed)}, f.visitors...)
				f.threads, f.messages = append(f.threads, thread(1, 1, agent, 10)), append(f.messages, a.message(1, 10, 1, 3, "visitor"))
			}
			return f
		},
		facts: []caseFact{{2, "2(100), exit 2"}, {11, "1(100), exit 0"}}},
	{name: "35 s of 503", // r_35
		floor: func(a *tinyAcquire, _ float64) tinyFloor {
			return tinyFloor{agents: ann, visitors: []row{a.visitor(1, -5)}, threads: []row{thread(1, 1, 100, 10)}, messages: []row{a.message(1, 10, 1, -20, "visitor")}}
		},
		hook: func(a *tinyAcquire, _ string, _ url.Values, _ int) (int, []byte) {
			return failIf(a.second() > 6 && a.second() < 41)
		},
		facts: []caseFact{{5, "1(100), exit 1"}, {25, "exit 3, RETRYING"}, {46, "1(100), exit 2, LIVE"}}},
	{name: "a visitor returns to an old thread", // b1
		floor: func(a *tinyAcquire, _ float64) tinyFloor {
			return tinyFloor{agents: ann, visitors: []row{a.visitor(1, -5), a.visitor(2, -5)}, threads: []row{thread(1, 1, 100, 10, 11), thread(2, 2, 100, 20, 21)},
				messages: []row{a.message(1, 10, 1, -590, "visitor"), a.message(2, 10, 1, -580, "agent"), a.message(3, 11, 1, -92, "visitor"), a.message(4, 11, 1, -90, "bot"),
					a.message(5, 20, 2, -590, "visitor"), a.message(6, 20, 2, -580, "agent"), a.message(7, 21, 2, -92, "visitor")}}
		},
		facts: []caseFact{{10, "2, exit 2"}}},
	{name: "only an automation has answered", // t6
		floor: func(a *tinyAcquire, _ float64) tinyFloor {
			return tinyFloor{agents: []row{agentRow(100, "Ann", ""), agentRow(777, "Zapier", "Zapier")}, visitors: []row{a.visitor(1, -5)}, threads: []row{thread(1, 1, 0, 10)},
				messages: []row{a.message(1, 10, 1, -400, "visitor"), a.message(2, 10, 1, -399, "agent").with(row{"sender_id": 777, "first_name": "Zapier"})}}
		},
		facts: []caseFact{{10, "1, exit 2"}}},
	{name: "only an automation has answered, and the agents list fails at first",
		floor: func(a *tinyAcquire, _ float64) tinyFloor {
			return tinyFloor{agents: []row{agentRow(100, "Ann", ""), agentRow(777, "Zapier", "Zapier")}, visitors: []row{a.visitor(1, -5)}, threads: []row{thread(1, 1, 0, 10)},
				messages: []row{a.message(1, 10, 1, -400, "visitor"), a.message(2, 10, 1, -399, "agent").with(row{"sender_id": 777, "first_name": "Zapier"})}}
		},
		hook: func(a *tinyAcquire, path string, _ url.Values, _ int) (int, []byte) {
			return failIf(strings.HasSuffix(path, "/account/agents") && a.second() < 15)
		},
		facts: []caseFact{{10, "exit 3, LIVE"}, {90, "1, exit 2"}}},
	{name: "senders of other names", // t7
		floor: func(a *tinyAcquire, _ float64) tinyFloor {
			return tinyFloor{agents: ann, visitors: []row{a.visitor(1, -5), a.visitor(2, -5)}, threads: []row{thread(1, 1, 0, 10), thread(2, 2, 0, 20)},
				messages: []row{a.message(1, 10, 1, -100, "contact"), a.message(2, 20, 2, -100, "VISITOR")}}
		},
		facts: []caseFact{{10, "1 2, exit 2"}}},
	{name: "a message with mail fields", // t9
		floor: func(a *tinyAcquire, _ float64) tinyFloor {
			return tinyFloor{agents: ann, visitors: []row{a.visitor(1, -5)}, threads: []row{thread(1, 1, 100, 10)},
				messages: []row{a.message(1, 10, 1, -400, "visitor").with(row{"email_from": "vis@x.example", "subject": nil})}}
		},
		facts: []caseFact{{10, "1(100), exit 2"}}},
	{name: "our clock is a day ahead", skew: -25 * time.Hour, // t3
		floor: func(a *tinyAcquire, _ float64) tinyFloor {
			return tinyFloor{agents: ann, visitors: []row{a.visitor(1, -5)}, threads: []row{thread(1, 1, 100, 10)}, messages: []row{a.message(1, 10, 1, -70, "visitor")}}
		},
		facts: []caseFact{{10, "1(100), exit 2"}}},
	{name: "a visitor with 1,001 threads", // f3
		floor: func(a *tinyAcquire, _ float64) tinyFloor {
			f := tinyFloor{agents: ann, visitors: []row{a.visitor(1, -5), a.visitor(3, -5)}}
			for i := range 1000 {
				f.threads = append(f.threads, thread(100000+i, 1, 100, 100000+i).with(row{"thread_status": "close"}))
			}
			f.threads = append(f.threads, thread(200000, 1, 100, 200000), thread(3, 3, 100, 30))
			f.messages = []row{a.message(1, 200000, 1, -70, "visitor"), a.message(5, 30, 3, -75, "visitor")}
			return f
		},
		facts: []caseFact{{25, "3(100) 1(100), exit 2"}}},
}

func failIf(bad bool) (int, []byte) {
	if bad {
		return 500, []byte("oops")
	}
	return 0, nil
}

func fiveWait(a *tinyAcquire, _ float64) tinyFloor {
	f := tinyFloor{agents: ann}
	for v := 1; v <= 5; v++ {
		f.visitors, f.threads = append(f.visitors, a.visitor(v, -5)), append(f.threads, thread(v*10, v, 100, v*10))
		f.messages = append(f.messages, a.message(v, v*10, v, float64(-340-v), "visitor"))
	}
	return f
}

// lateComer has a visitor who comes at second 5.
func lateComer(a *tinyAcquire, s float64) tinyFloor {
	f := tinyFloor{agents: ann, visitors: []row{a.visitor(1, -5)}, threads: []row{thread(1, 1, 100, 10)},
		messages: []row{a.message(1, 10, 1, -100, "visitor"), a.message(2, 10, 1, -90, "agent")}}
	if s >= 5 {
		f.visitors, f.threads = append([]row{a.visitor(2, 5)}, f.visitors...), append(f.threads, thread(2, 2, 0, 20))
		f.messages = append(f.messages, a.message(3, 20, 2, 5, "visitor"))
	}
	return f
}

// deleted is without visitor 1's last word, visitor 2's chat and the answer to visitor 4 from second 5 on.
func deleted(a *tinyAcquire, s float64) tinyFloor {
	f := tinyFloor{agents: ann, threads: []row{thread(1, 1, 100, 10), thread(3, 3, 100, 30), thread(4, 4, 100, 40)},
		messages: []row{a.message(1, 10, 1, -400, "visitor"), a.message(2, 10, 1, -380, "agent"), a.message(5, 30, 3, -72, "visitor"), a.message(6, 40, 4, -73, "visitor")}}
	changed := 5.0
	if s < 5 {
		changed = -5
		f.threads = append(f.threads, thread(2, 2, 100, 20))
		f.messages = append(f.messages, a.message(3, 10, 1, -70, "visitor"), a.message(4, 20, 2, -71, "visitor"), a.message(7, 40, 4, -20, "agent"))
		f.visitors = []row{a.visitor(2, -5)}
	}
	f.visitors = append([]row{a.visitor(1, changed), a.visitor(3, -5), a.visitor(4, changed)}, f.visitors...)
	return f
}

// facts says who waits in the order of the screen, and the exit status; the state where the fact names one.
func (p *path) facts(want string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.board.Health()
	s := p.board.At(time.Now().Add(h.Skew))
	h = s.EffectiveHealth(h)
	var waiting []string
	for i := range s.Threads {
		r := s.Threads[i]
		switch {
		case !r.Wait.Running:
		case r.Owner != 0:
			waiting = append(waiting, fmt.Sprintf("%d(%d)", r.Key.Visitor, r.Owner))
		default:
			waiting = append(waiting, fmt.Sprint(r.Key.Visitor))
		}
	}
	parts := []string{}
	level, current := model.Worst(s.Concerns(h), s.Coverage)
	exit := map[model.Level]int{model.LevelOK: 0, model.LevelWarn: 1, model.LevelCritical: 2, model.LevelSevere: 2}[level]
	if !current {
		exit = 3
	}
	if len(waiting) > 0 && exit != 3 {
		parts = append(parts, strings.Join(waiting, " "))
	}
	parts = append(parts, fmt.Sprintf("exit %d", exit))
	if states := strings.Count(want, ", "); states > 1 || strings.HasPrefix(want, "exit") && states > 0 {
		parts = append(parts, h.State.String())
	}
	return strings.Join(parts, ", ")
}

func TestSmallCases(t *testing.T) {
	for _, c := range smallCases {
		synctest.Test(t, func(t *testing.T) {
			a := &tinyAcquire{began: time.Now(), skew: c.skew, hook: c.hook}
			a.floor = func(s float64) tinyFloor { return c.floor(a, s) }
			p := lay(t, nil, setup{wire: a, api: func(cfg *acquire.Config) { cfg.RequestsPerSecond = 100 }})
			for _, f := range c.facts {
				pass(time.Duration(f.second*float64(time.Second)) - time.Since(a.began))
				if got := p.facts(f.want); got != f.want {
					t.Errorf("%s, second %v: %s; want %s (%v)", c.name, f.second, got, f.want, p.now().Why)
				}
			}
			p.stop()
		})
	}
}
