package floor

import (
	"strconv"
	"time"

	"floorwatch/poller/fakeacquire/account"
)

// A workStyle is how an agent works.
type workStyle uint8

const (
	steady      workStyle = iota
	quick                 // replies at once
	slow                  // takes long to reply
	absent                // is silent for minutes from time to time
	newestFirst           // replies to the newest first, so older chats are overtaken
)

// A worker is a simulated agent.
type worker struct {
	agent *account.Agent
	workStyle
	visits int           // current visits
	silent time.Duration // writes nothing until then
}

var agentNames = nameList{
	first: []string{"Maya", "Devid", "Ana", "Tomasz", "Grace", "Ravi", "Elin", "Samuel", "Noor", "Pedro", "Hana", "Viktor",
		"Joy", "Marco", "Aisha", "Finn", "Rosa", "Kenji", "Dana", "Leon", "Sofie", "Omar", "Iris", "Paul"},
	family: []string{"Keller", "Klok", "Silva", "Nowak", "Obi", "Menon", "Dahl", "Wright", "Haddad", "Costa", "Sato", "Orlov",
		"Bright", "Bianchi", "Farah", "Moore", "Vega", "Mori", "Levi", "Braun", "Holm", "Aziz", "Blum", "Stone"},
}

// Departments returns the departments of a simulated floor.
func Departments() []string { return []string{"Support", "Sales", "Billing"} }

// addAgents adds n agents in three departments, with all work styles.
func (f *Floor) addAgents(n int) {
	departments := Departments()
	// Three of every seven agents are steady. The difficult ones come late, because on a floor with two agents one of them
	// would be half of it.
	mix := [...]workStyle{steady, quick, steady, absent, newestFirst, steady, slow}
	firsts, families := len(agentNames.first), len(agentNames.family)
	for i := range n {
		name := agentNames.first[i%firsts] + " " + agentNames.family[(i+i/firsts)%families]
		if i >= firsts*families {
			name += " " + strconv.Itoa(i/(firsts*families)+1)
		}
		w := &worker{agent: f.s.Records.AddAgent(name, departments[i%len(departments)]), workStyle: mix[i%len(mix)]}
		f.agents = append(f.agents, w)
		if w.workStyle == absent {
			f.after(f.between(120, 1200), func() { f.scheduleAbsence(w) })
		}
	}
}

// scheduleAbsence makes an agent silent for some minutes, again and again.
func (f *Floor) scheduleAbsence(w *worker) {
	away := f.between(150, 390)
	w.silent = f.played + away
	f.after(away+f.between(900, 2400), func() { f.scheduleAbsence(w) })
}

// assignee selects who gets a chat: of three agents of the department the one with the fewest chats.
func (f *Floor) assignee(department string, not *worker) *worker {
	var best *worker
	for range 12 {
		w := pick(f, f.agents)
		if w == not || w.agent.Department != department {
			continue
		}
		if best == nil || w.visits < best.visits {
			best = w
		}
	}
	if best == nil {
		best = pick(f, f.agents) // on a small floor everybody does everything
	}
	return best
}

// delay returns how long an agent takes to reply, for the first time or later.
func (f *Floor) delay(w *worker, first bool) time.Duration {
	median := 24.0
	if first {
		median = 11
	}
	switch w.workStyle {
	case quick:
		median *= 0.5
	case slow:
		median *= 1.6
	case newestFirst:
		if f.chance(0.2) {
			return f.between(50, 170) // no longer the newest
		}
		median *= 0.4
	}
	if f.chance(0.03) {
		return f.between(60, 300) // interrupted
	}
	return max(f.logNormal(median, 0.6), 2*time.Second)
}
