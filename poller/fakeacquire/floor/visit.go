package floor

import (
	"floorwatch/poller/fakeacquire/account"
	"slices"
	"time"
)

// A visit is one chat as it is being played.
type visit struct {
	*Floor
	chat    *account.Chat
	script  script
	next    int // the line that comes next
	number  int // {n}
	agent   *worker
	replied bool // a human has
	turn    int  // counts what was awaited; who remembers an older one comes too late
	place   int  // in Floor.waiting, -1 where the visitor does not wait
	since   time.Duration
	held    time.Duration // not answered before
	pass    int           // the line before which the chat goes to another agent, 0: never
	over    bool
}

// openDoors lets the first visitors of all slots come.
func (f *Floor) openDoors() {
	for range f.slots {
		f.in(f.between(0, 35*60), func() { f.come(nil) })
	}
	f.in(time.Minute, f.direct)
}

// come starts a visit: of somebody who was here before, or with nil of somebody new.
func (f *Floor) come(v *account.Visitor) {
	w := &f.s.Records
	sc := pick(f, f.talk.scripts)
	again := v != nil
	if again {
		sc = f.scriptIn(v.Language)
	} else {
		v = w.AddVisitor(f.person(sc.language), f.at())
		v.Language = sc.language
	}
	c := f.startChat(v, again)
	vis := &visit{Floor: f, chat: c, script: sc, number: 1000 + f.rng.IntN(9000), place: -1}
	if f.chance(0.06) && len(sc.lines) > 5 {
		vis.pass = 3 + f.rng.IntN(3)
	}
	switch f.due.plot(f) {
	case plotMissed:
		vis.missed()
	case plotOffline:
		vis.offline()
	case plotHostile:
		vis.hostile()
	case plotBotOnly:
		vis.botOnly()
	default:
		if again && f.chance(0.6) {
			vis.says(f.say("again", sc.language))
		}
		if f.chance(0.5) {
			vis.greet()
			return
		}
		f.in(f.between(1, 4), vis.step)
	}
}

// startChat opens a chat in the visitor's last thread, or in a new one.
func (f *Floor) startChat(v *account.Visitor, again bool) *account.Chat {
	w := &f.s.Records
	var t *account.Thread
	if again && !f.chance(f.rate/4) {
		t = v.Threads[len(v.Threads)-1]
		f.forget(t)
	} else {
		t = w.AddThread(v)
	}
	c := w.AddChat(v, t, f.at())
	w.Post(c, f.at(), account.Message{Sender: account.SenderVisitor, Typ: account.TypeEvent, Text: "The visitor started chat."})
	return c
}

// step plays the next line of the script.
func (v *visit) step() {
	if v.over {
		return
	}
	if v.next == len(v.script.lines) {
		v.wrapUp()
		return
	}
	if v.script.lines[v.next].visitor {
		v.visitorLine()
		return
	}
	v.await()
}

func (v *visit) visitorLine() {
	v.says(v.text())
	v.next++
	if v.more(true) {
		v.in(v.between(2, 9), v.step)
		return
	}
	v.step()
}

// await leaves the visitor waiting for the agent's next line.
func (v *visit) await() {
	first := v.agent == nil
	if first {
		v.take(v.assignee(v.script.department, nil))
	}
	delay := v.delay(v.agent, !v.replied)
	v.turn++
	turn := v.turn
	v.startWaiting()
	if first && v.chance(0.7) {
		v.in(min(delay/2, v.between(1, 8)), func() { v.s.Records.Assign(v.chat, v.agent.agent, v.at()) })
	}
	if v.chance(0.9) {
		v.in(seconds(delay.Seconds()*(0.15+0.75*v.rng.Float64())), func() { v.lookAt(turn) })
	}
	v.in(delay, func() { v.reply(turn) })
	v.in(v.between(45, 80), func() { v.nudge(turn) })
}

// lookAt lets the agent see what the visitor has written, if they are there.
func (v *visit) lookAt(turn int) {
	if turn == v.turn && v.agent.silent <= v.played {
		v.chat.See(true)
	}
}

// nudge lets a visitor who still waits ask whether anybody is there, unless
// all they wanted to say is said.
func (v *visit) nudge(turn int) {
	rest := v.script.lines[v.next:]
	if turn != v.turn || v.place < 0 || !slices.ContainsFunc(rest, func(l line) bool { return l.visitor }) || v.chance(0.3) {
		return
	}
	v.says(v.say("nudge", v.script.language))
	v.in(v.between(50, 120), func() { v.nudge(turn) })
}

// reply lets the agent answer, unless they are silent or held up.
func (v *visit) reply(turn int) {
	if turn != v.turn || v.over {
		return
	}
	if until := max(v.agent.silent, v.held); until > v.played {
		v.in(until-v.played+v.between(1, 25), func() { v.reply(turn) })
		return
	}
	if v.pass > 0 && v.next >= v.pass {
		v.passOn()
		return
	}
	if !v.replied {
		v.replied = true
		v.s.Records.Join(v.chat, v.agent.agent, v.at())
	}
	v.agentLine()
}

func (v *visit) agentLine() {
	if v.over {
		return
	}
	v.answer(v.text())
	v.share()
	v.next++
	switch {
	case v.more(false):
		v.in(v.between(3, 14), v.agentLine)
	case v.next == len(v.script.lines):
		v.wrapUp()
	default:
		v.in(max(v.around(42, 0.6), 4*time.Second), v.step)
	}
}

// share has the agent look at the visitor's screen in some chats and record others. The
// number of the chat decides, not the dice: those would change all that follows.
func (v *visit) share() {
	switch c := v.chat; c.ID % 8 {
	case 3:
		c.Shared = 1 + int(c.ID/8%3)
	case 6:
		c.Recorded = true
	}
}

// passOn hands the chat to an agent of another department.
func (v *visit) passOn() {
	v.pass = 0
	v.answer(v.say("pass", v.script.language))
	to := v.assignee(pick(v.Floor, []string{"Support", "Sales", "Billing"}), v.agent)
	if to == v.agent {
		v.in(v.between(2, 6), v.agentLine)
		return
	}
	if v.chance(0.5) {
		v.s.Records.Post(v.chat, v.at(), account.Message{Sender: account.SenderAgent, Typ: account.TypeNote, Agent: v.agent.agent, Text: v.say("note", "en")})
	}
	v.s.Records.Transfer(v.chat, to.agent, v.at())
	v.agent.visits--
	v.agent = nil
	v.take(to)
	v.in(v.between(5, 25), func() {
		v.answer(fill(v.say("over", v.script.language), v.chat.Visitor.Name, v.agent.agent.Name, v.number))
		v.in(v.between(4, 20), v.agentLine)
	})
}

// wrapUp ends a visit whose script has been played.
func (v *visit) wrapUp() {
	last := v.script.lines[len(v.script.lines)-1]
	if last.visitor && v.chance(0.85) {
		bye := line{text: v.say("goodbye", v.script.language)}
		v.script.lines = append(slices.Clip(v.script.lines), bye)
		v.await()
		return
	}
	v.stopWaiting()
	v.turn++
	if v.agent != nil && v.chance(0.1) {
		v.s.Records.Post(v.chat, v.at(), account.Message{Sender: account.SenderAgent, Typ: account.TypeNote, Agent: v.agent.agent, Text: v.say("note", "en")})
	}
	if v.chance(0.2) {
		v.in(v.between(3, 20), v.rate)
	}
	if last.visitor || v.chance(0.7) {
		v.in(v.between(3, 9), func() { v.end(true) })
		return
	}
	v.end(false) // the agent had the last word and the chat just falls silent
}

func (v *visit) rate() {
	stars := 5
	if v.chance(0.3) {
		stars = 1 + v.rng.IntN(5)
	}
	v.chat.Stars = stars
	v.s.Records.Post(v.chat, v.at(), account.Message{Sender: account.SenderVisitor, Typ: account.TypeFeedback})
}

// end frees the slot for the next visit.
func (v *visit) end(closed bool) {
	v.stopWaiting()
	v.turn++
	v.over = true
	if v.agent != nil {
		v.agent.visits--
	}
	if closed && v.chat.Thread.Chats[len(v.chat.Thread.Chats)-1] == v.chat {
		if v.agent != nil {
			v.s.Records.Post(v.chat, v.at(), account.Message{Sender: account.SenderAgent, Typ: account.TypeEvent, Agent: v.agent.agent,
				Text: "The thread has been closed by " + v.agent.agent.Name + "."})
		}
		v.s.Records.CloseThread(v.chat.Thread, v.at())
	}
	v.comeBack()
}

// text is the next line of the script with its names filled in.
func (v *visit) text() string {
	agent := ""
	if v.agent != nil {
		agent = v.agent.agent.Name
	}
	return fill(v.script.lines[v.next].text, v.chat.Visitor.Name, agent, v.number)
}

// more reports whether the next line is of the same side again.
func (v *visit) more(visitor bool) bool {
	return v.next < len(v.script.lines) && v.script.lines[v.next].visitor == visitor
}

func (v *visit) take(w *worker) {
	v.agent = w
	w.visits++
}

func (v *visit) says(text string) {
	v.s.Records.Post(v.chat, v.at(), account.Message{Sender: account.SenderVisitor, Text: text})
}

// answer is a line of the agent. It ends the wait, and shows that all was seen.
func (v *visit) answer(text string) {
	v.stopWaiting()
	v.chat.See(true)
	m := v.s.Records.Post(v.chat, v.at(), account.Message{Sender: account.SenderAgent, Agent: v.agent.agent, Text: text})
	if v.chance(0.93) {
		v.in(v.between(1, 14), func() { m.Seen = true })
	}
}

func (v *visit) startWaiting() {
	if v.place < 0 {
		v.place, v.since = len(v.waiting), v.played
		v.waiting = append(v.waiting, v)
	}
}

func (v *visit) stopWaiting() {
	if v.place < 0 {
		return
	}
	last := len(v.waiting) - 1
	v.waiting[v.place] = v.waiting[last]
	v.waiting[v.place].place = v.place
	v.waiting[last] = nil
	v.waiting = v.waiting[:last]
	v.place = -1
}
