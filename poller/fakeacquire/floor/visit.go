package floor

import (
	"slices"
	"time"

	"floorwatch/poller/fakeacquire/account"
)

// A visit is one chat in progress.
type visit struct {
	*Floor
	chat         *account.Chat
	script       script
	next         int // index of the next line
	number       int // {n}
	agent        *worker
	replied      bool // an agent has replied
	turn         int  // number of the current wait; scheduled functions with an older number do nothing
	waitingIndex int  // in Floor.waiting; -1 if the visitor does not wait
	since        time.Duration
	heldUntil    time.Duration // no reply before
	transferLine int           // index of the line before which another agent gets the chat; 0: never
	over         bool
}

// startVisits schedules the first visit of every slot.
func (f *Floor) startVisits() {
	for range f.slots {
		f.after(f.between(0, 35*60), func() { f.startVisit(nil) })
	}
	f.after(time.Minute, f.keepSomebodyWaiting)
}

// startVisit starts a visit of v or, with nil, of a new visitor.
func (f *Floor) startVisit(v *account.Visitor) {
	w := &f.s.Records
	sc := pick(f, f.phrases.scripts)
	again := v != nil
	if again {
		sc = f.scriptIn(v.Language)
	} else {
		v = w.AddVisitor(f.visitorName(sc.language), f.timestamp())
		v.Language = sc.language
	}
	c := f.startChat(v, again)
	vis := &visit{Floor: f, chat: c, script: sc, number: 1000 + f.rng.IntN(9000), waitingIndex: -1}
	if f.chance(0.06) && len(sc.lines) > 5 {
		vis.transferLine = 3 + f.rng.IntN(3)
	}
	switch f.scenarios.next(f) {
	case scenarioMissed:
		vis.missed()
	case scenarioOffline:
		vis.offline()
	case scenarioHostile:
		vis.hostile()
	case scenarioBotOnly:
		vis.botOnly()
	default:
		if again && f.chance(0.6) {
			vis.post(f.phrase("again", sc.language))
		}
		if f.chance(0.5) {
			vis.greet()
			return
		}
		f.after(f.between(1, 4), vis.step)
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
	c := w.AddChat(v, t, f.timestamp())
	w.Post(c, f.timestamp(), account.Message{Sender: account.SenderVisitor, Typ: account.TypeEvent, Text: "The visitor started chat."})
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
	v.post(v.text())
	v.next++
	if v.sameSideNext(true) {
		v.after(v.between(2, 9), v.step)
		return
	}
	v.step()
}

// await makes the visitor wait for the agent's next line.
func (v *visit) await() {
	first := v.agent == nil
	if first {
		v.assign(v.assignee(v.script.department, nil))
	}
	delay := v.delay(v.agent, !v.replied)
	v.turn++
	turn := v.turn
	v.startWaiting()
	if first && v.chance(0.7) {
		v.after(min(delay/2, v.between(1, 8)), func() { v.s.Records.Assign(v.chat, v.agent.agent, v.timestamp()) })
	}
	if v.chance(0.9) {
		v.after(seconds(delay.Seconds()*(0.15+0.75*v.rng.Float64())), func() { v.markSeen(turn) })
	}
	v.after(delay, func() { v.reply(turn) })
	v.after(v.between(45, 80), func() { v.nudge(turn) })
}

// markSeen marks the visitor's messages as seen, if the agent is present.
func (v *visit) markSeen(turn int) {
	if turn == v.turn && v.agent.silent <= v.played {
		v.chat.MarkSeen(true)
	}
}

// nudge makes a visitor who still waits ask whether anybody is there, unless the script has no further line of
// the visitor's.
func (v *visit) nudge(turn int) {
	rest := v.script.lines[v.next:]
	if turn != v.turn || v.waitingIndex < 0 || !slices.ContainsFunc(rest, func(l line) bool { return l.visitor }) || v.chance(0.3) {
		return
	}
	v.post(v.phrase("nudge", v.script.language))
	v.after(v.between(50, 120), func() { v.nudge(turn) })
}

// reply makes the agent reply, unless silent or held up.
func (v *visit) reply(turn int) {
	if turn != v.turn || v.over {
		return
	}
	if until := max(v.agent.silent, v.heldUntil); until > v.played {
		v.after(until-v.played+v.between(1, 25), func() { v.reply(turn) })
		return
	}
	if v.transferLine > 0 && v.next >= v.transferLine {
		v.transfer()
		return
	}
	if !v.replied {
		v.replied = true
		v.s.Records.Join(v.chat, v.agent.agent, v.timestamp())
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
	case v.sameSideNext(false):
		v.after(v.between(3, 14), v.agentLine)
	case v.next == len(v.script.lines):
		v.wrapUp()
	default:
		v.after(max(v.logNormal(42, 0.6), 4*time.Second), v.step)
	}
}

// share makes the agent view the visitor's screen in some chats and record others. That depends on the id of the
// chat and not on the random numbers, which would change everything that follows.
func (v *visit) share() {
	switch c := v.chat; c.ID % 8 {
	case 3:
		c.Shared = 1 + int(c.ID/8%3)
	case 6:
		c.Recorded = true
	}
}

// transfer gives the chat to an agent of another department.
func (v *visit) transfer() {
	v.transferLine = 0
	v.answer(v.phrase("pass", v.script.language))
	to := v.assignee(pick(v.Floor, []string{"Support", "Sales", "Billing"}), v.agent)
	if to == v.agent {
		v.after(v.between(2, 6), v.agentLine)
		return
	}
	if v.chance(0.5) {
		v.s.Records.Post(v.chat, v.timestamp(), account.Message{Sender: account.SenderAgent, Typ: account.TypeNote, Agent: v.agent.agent, Text: v.phrase("note", "en")})
	}
	v.s.Records.Transfer(v.chat, to.agent, v.timestamp())
	v.agent.visits--
	v.agent = nil
	v.assign(to)
	v.after(v.between(5, 25), func() {
		v.answer(fill(v.phrase("over", v.script.language), v.chat.Visitor.Name, v.agent.agent.Name, v.number))
		v.after(v.between(4, 20), v.agentLine)
	})
}

// wrapUp ends a visit whose script is complete.
func (v *visit) wrapUp() {
	last := v.script.lines[len(v.script.lines)-1]
	if last.visitor && v.chance(0.85) {
		bye := line{text: v.phrase("goodbye", v.script.language)}
		v.script.lines = append(slices.Clip(v.script.lines), bye)
		v.await()
		return
	}
	v.stopWaiting()
	v.turn++
	if v.agent != nil && v.chance(0.1) {
		v.s.Records.Post(v.chat, v.timestamp(), account.Message{Sender: account.SenderAgent, Typ: account.TypeNote, Agent: v.agent.agent, Text: v.phrase("note", "en")})
	}
	if v.chance(0.2) {
		v.after(v.between(3, 20), v.rate)
	}
	if last.visitor || v.chance(0.7) {
		v.after(v.between(3, 9), func() { v.end(true) })
		return
	}
	v.end(false) // the agent wrote last and the chat falls silent
}

func (v *visit) rate() {
	stars := 5
	if v.chance(0.3) {
		stars = 1 + v.rng.IntN(5)
	}
	v.chat.Stars = stars
	v.s.Records.Post(v.chat, v.timestamp(), account.Message{Sender: account.SenderVisitor, Typ: account.TypeFeedback})
}

// end ends the visit and frees the slot for the next one.
func (v *visit) end(closed bool) {
	v.stopWaiting()
	v.turn++
	v.over = true
	if v.agent != nil {
		v.agent.visits--
	}
	if closed && v.chat.Thread.Chats[len(v.chat.Thread.Chats)-1] == v.chat {
		if v.agent != nil {
			v.s.Records.Post(v.chat, v.timestamp(), account.Message{Sender: account.SenderAgent, Typ: account.TypeEvent, Agent: v.agent.agent,
				Text: "The thread has been closed by " + v.agent.agent.Name + "."})
		}
		v.s.Records.CloseThread(v.chat.Thread, v.timestamp())
	}
	v.scheduleNextVisit()
}

// text returns the next line of the script with its names filled in.
func (v *visit) text() string {
	agent := ""
	if v.agent != nil {
		agent = v.agent.agent.Name
	}
	return fill(v.script.lines[v.next].text, v.chat.Visitor.Name, agent, v.number)
}

// sameSideNext reports whether the next line is by the given side.
func (v *visit) sameSideNext(visitor bool) bool {
	return v.next < len(v.script.lines) && v.script.lines[v.next].visitor == visitor
}

func (v *visit) assign(w *worker) {
	v.agent = w
	w.visits++
}

func (v *visit) post(text string) {
	v.s.Records.Post(v.chat, v.timestamp(), account.Message{Sender: account.SenderVisitor, Text: text})
}

// answer writes a message of the agent. It ends the wait and marks everything as seen.
func (v *visit) answer(text string) {
	v.stopWaiting()
	v.chat.MarkSeen(true)
	m := v.s.Records.Post(v.chat, v.timestamp(), account.Message{Sender: account.SenderAgent, Agent: v.agent.agent, Text: text})
	if v.chance(0.93) {
		v.after(v.between(1, 14), func() { m.Seen = true })
	}
}

func (v *visit) startWaiting() {
	if v.waitingIndex < 0 {
		v.waitingIndex, v.since = len(v.waiting), v.played
		v.waiting = append(v.waiting, v)
	}
}

func (v *visit) stopWaiting() {
	if v.waitingIndex < 0 {
		return
	}
	last := len(v.waiting) - 1
	v.waiting[v.waitingIndex] = v.waiting[last]
	v.waiting[v.waitingIndex].waitingIndex = v.waitingIndex
	v.waiting[last] = nil
	v.waiting = v.waiting[:last]
	v.waitingIndex = -1
}
