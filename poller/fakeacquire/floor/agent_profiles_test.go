package floor

import (
	"testing"
	"time"

	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/account"
)

// TestTempers compares how long agents of each temper take for an answer.
func TestTempers(t *testing.T) {
	f, _, _ := openFloor(1, 7, 10)
	mean := func(temper workStyle, first bool) (sum time.Duration) {
		for range 2000 {
			d := f.delay(&worker{workStyle: temper}, first)
			if d < 2*time.Second {
				t.Fatalf("temper %d answers after %v", temper, d)
			}
			sum += d / 2000
		}
		return sum
	}
	for _, first := range []bool{true, false} {
		if q, s, l := mean(quick, first), mean(steady, first), mean(slow, first); q >= s || s >= l || l > 90*time.Second {
			t.Errorf("first %v: quick %v, steady %v, slow %v", first, q, s, l)
		}
	}
	if a, b := mean(steady, true), mean(steady, false); a >= b {
		t.Errorf("a first answer takes %v, a later one %v", a, b)
	}
	var long int // an agent who takes the newest first keeps some waiting
	for range 2000 {
		if f.delay(&worker{workStyle: newestFirst}, true) > 45*time.Second {
			long++
		}
	}
	if long < 300 || long > 700 {
		t.Errorf("%d of 2000 answers are late, want about a fifth", long)
	}
}

// TestSilence watches agents who are silent for minutes: meanwhile they say
// nothing, their visitors wait, and afterwards they answer.
func TestSilence(t *testing.T) {
	f, s, now := openFloor(1, 14, 110)
	spells, spoke, waited := 0, 0, 0
	for range 240 {
		for _, w := range f.agents {
			if w.silent-f.played < 15*time.Second {
				continue
			}
			spells++
			before := said(s, w.agent)
			played := f.played
			*now = now.Add(10 * time.Second)
			f.Advance(*now)
			if w.silent > played+10*time.Second && said(s, w.agent) > before {
				spoke++
			}
			for _, v := range f.waiting {
				if v.agent == w && f.played-v.since > time.Minute {
					waited++
				}
			}
		}
		*now = now.Add(10 * time.Second)
		f.Advance(*now)
	}
	if spells < 10 || waited == 0 || spoke*10 > spells {
		t.Errorf("%d looks at silent agents: they spoke in %d and kept somebody waiting in %d", spells, spoke, waited)
	}
}

func said(s *fakeacquire.Server, a *account.Agent) (n int) {
	for _, m := range s.Records.Messages {
		if m.Agent == a && m.Typ == account.TypeMessage {
			n++
		}
	}
	return n
}

// TestAssignee shows that chats go to their department, to who has the fewest.
func TestAssignee(t *testing.T) {
	f, _, _ := openFloor(1, 30, 10)
	for _, w := range f.agents {
		w.visits = 10
	}
	idle := f.agents[4] // of Sales, as every third
	idle.visits = 0
	toIdle := 0
	for range 300 {
		w := f.assignee("Sales", nil)
		if w.agent.Department != "Sales" {
			t.Fatalf("a chat for Sales goes to %s", w.agent.Department)
		}
		if w == idle {
			toIdle++
		}
		if f.assignee("Sales", idle) == idle {
			t.Fatal("a chat is passed on to its own agent")
		}
	}
	if toIdle < 60 {
		t.Errorf("the idle one of ten gets %d of 300 chats", toIdle)
	}
}

// TestHire looks at a large staff: names once, departments alike, ids rising.
func TestHire(t *testing.T) {
	_, s, _ := openFloor(1, 700, 1)
	names, departments := map[string]bool{}, map[string]int{}
	for i, a := range s.Records.Agents {
		names[a.Name] = true
		departments[a.Department]++
		if i > 0 && a.ID <= s.Records.Agents[i-1].ID {
			t.Errorf("agent %d follows %d", a.ID, s.Records.Agents[i-1].ID)
		}
	}
	if len(names) != 700 || len(departments) != 3 {
		t.Errorf("%d names of 700 agents in %v", len(names), departments)
	}
	for d, n := range departments {
		if n < 230 {
			t.Errorf("%d agents in %s", n, d)
		}
	}
}
