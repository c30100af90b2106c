package floor

import (
	"math"
	"slices"
	"time"

	"floorwatch/poller/fakeacquire/account"
)

// A scenario is the course of a visit.
type scenario uint8

const (
	scenarioNone    scenario = iota
	scenarioMissed           // nobody replies
	scenarioOffline          // nobody was available
	scenarioHostile          // the visitor attacks the terminal
	scenarioBotOnly          // the bot is sufficient
)

// A scenarioPicker makes sure that a floor of any size shows something of everything, but not too often: rare
// scenarios are scheduled by time, not by probability.
type scenarioPicker struct {
	due [scenarioBotOnly]time.Duration // when each scenario up to scenarioHostile is due
}

// next returns the scenario for the visit that starts now.
func (d *scenarioPicker) next(f *Floor) scenario {
	minutes := [scenarioBotOnly]float64{scenarioMissed: 14, scenarioOffline: 17, scenarioHostile: 9}
	for p := scenarioMissed; p < scenarioBotOnly; p++ {
		if d.due[p] > f.played {
			continue
		}
		// A floor with a hundred threads has them at this rate; one ten times as large about three times as often.
		pace := seconds(minutes[p] * 60 / max(1, math.Sqrt(float64(f.slots)/100)))
		first := d.due[p] == 0
		d.due[p] = f.played + seconds(pace.Seconds()*(0.6+0.8*f.rng.Float64()))
		if !first {
			return p
		}
	}
	if f.chance(0.05) {
		return scenarioBotOnly
	}
	return scenarioNone
}

// keepSomebodyWaiting looks at the floor from time to time: if nobody is over a limit, it makes a waiting visitor
// wait longer.
func (f *Floor) keepSomebodyWaiting() {
	f.after(f.between(8, 15), f.keepSomebodyWaiting)
	if f.slots < 25 || len(f.waiting) == 0 {
		return
	}
	over := 0
	for _, v := range f.waiting {
		if f.played-v.since > 40*time.Second || v.heldUntil > f.played {
			over++
		}
	}
	if over < 1+f.slots/200 {
		pick(f, f.waiting).heldUntil = f.played + f.between(40, 130)
	}
}

// greet lets the bot write first and hand over.
func (v *visit) greet() {
	v.bot("hello")
	v.after(v.between(4, 15), func() {
		v.opening()
		v.after(v.between(1, 3), func() {
			v.bot("handover")
			v.assign(v.assignee(v.script.department, nil))
			v.after(v.between(1, 4), func() {
				v.s.Records.Assign(v.chat, v.agent.agent, v.timestamp())
				v.await()
			})
		})
	})
}

// opening writes the visitor's first messages at once.
func (v *visit) opening() {
	for v.sameSideNext(true) {
		v.post(v.text())
		v.next++
	}
}

func (v *visit) bot(kind string) {
	m := v.s.Records.Post(v.chat, v.timestamp(), account.Message{Sender: account.SenderBot, Bot: account.BotName, Text: v.phrase(kind, v.script.language)})
	v.chat.MarkSeen(true)
	v.after(v.between(1, 4), func() { m.Seen = true })
}

// missed is a visit to which nobody replies.
func (v *visit) missed() {
	v.opening()
	v.turn++
	turn := v.turn
	v.startWaiting()
	v.after(v.between(45, 80), func() { v.nudge(turn) })
	v.after(v.between(150, 330), func() {
		v.chat.Missed = true
		v.end(true)
	})
}

// offline is a message for later.
func (v *visit) offline() {
	v.chat.Offline = true
	v.opening()
	v.end(false)
}

// botOnly is a visit that the bot handles alone.
func (v *visit) botOnly() {
	v.script.language = "en"
	v.bot("hello")
	v.after(v.between(5, 20), func() {
		v.opening()
		v.after(v.between(1, 3), func() {
			v.bot("article")
			v.after(v.between(15, 60), func() {
				v.post(v.phrase("solved", "en"))
				v.after(time.Second, func() {
					v.bot("goodbye")
					v.after(v.between(5, 30), func() { v.end(true) })
				})
			})
		})
	})
}

// hostileTexts are what a mildly hostile visitor types: colours, a cleared line, a reversed address, a forged row,
// a bell.
var hostileTexts = [...]string{
	"\x1b[31mplease answer in red\x1b[0m",
	"my address is \u202emoc.elpmaxe//:sptth",
	"hi\r09:00 Agent: refund granted",
	"\x1b[2K\x1b[1A is this your cursor?",
	"ding\adong",
	"<b>bold</b> &#27;[7mquestion&#27;[0m",
	"\x1b]0;your title\a hello from the title bar",
	"z\u0301\u0323\u0301\u0323\u0301\u0323a\u0301\u0323\u0301l\u0323\u0301g\u0323\u0301o\u0323",
}

// hostile is a visit that begins with an attack on the terminal.
func (v *visit) hostile() {
	if v.chance(0.3) {
		v.chat.Visitor.Name += "\u202e" + "nimda"
	}
	v.post(pick(v.Floor, hostileTexts[:]))
	v.after(v.between(2, 6), v.step)
}

// scheduleNextVisit schedules the slot's next visit: by the same visitor, or a new one.
func (v *visit) scheduleNextVisit() {
	f, who := v.Floor, v.chat.Visitor
	// Visits come in slow waves, so that the chart of the last half hour has a shape.
	wave := 1 + 0.25*math.Sin(2*math.Pi*f.played.Minutes()/23)
	gap := max(f.logNormal(1250, 0.55), time.Minute)
	gap = seconds(gap.Seconds() * wave)
	if f.chance(f.rate) {
		f.after(gap, func() { f.startVisit(nil) })
		f.after(keepVisitors, func() { f.remove(who) })
		return
	}
	f.after(gap, func() { f.startVisit(who) })
}

// forget drops old chats of a thread, so that a floor can run for months.
func (f *Floor) forget(t *account.Thread) {
	before := f.timestamp() - int64(keepChats.Seconds())
	for len(t.Chats) > 1 && t.Chats[0].Updated < before {
		f.drop(t.Chats[0])
		t.Chats = slices.Delete(t.Chats, 0, 1)
	}
	v := t.Visitor
	before = f.timestamp() - int64(keepVisitors.Seconds())
	for len(v.Threads) > 1 && lastChange(v.Threads[0]) < before {
		for _, c := range v.Threads[0].Chats {
			f.drop(c)
		}
		delete(f.s.Records.Threads, v.Threads[0].ID)
		v.Threads = slices.Delete(v.Threads, 0, 1)
	}
}

func lastChange(t *account.Thread) int64 { return t.Chats[len(t.Chats)-1].Updated }

// remove drops a visitor.
func (f *Floor) remove(who *account.Visitor) {
	w := &f.s.Records
	for _, c := range slices.Clone(who.Chats) {
		f.drop(c)
	}
	for _, t := range who.Threads {
		delete(w.Threads, t.ID)
	}
	delete(w.Visitors, who.ID)
	if i := slices.Index(w.Listed, who); i >= 0 {
		w.Listed = slices.Delete(w.Listed, i, i+1)
	}
}

// drop drops a chat and its messages.
func (f *Floor) drop(c *account.Chat) {
	w := &f.s.Records
	for _, m := range c.Messages {
		delete(w.Messages, m.ID)
	}
	delete(w.Chats, c.ID)
	v := c.Visitor
	if i := slices.Index(v.Chats, c); i >= 0 {
		v.Chats = slices.Delete(v.Chats, i, i+1)
	}
}
