package ui

import (
	"time"

	"floorwatch/model"
)

// acknowledge says that the selected thread needs no reply.
func (a *App) acknowledge() {
	r := a.threads.selected()
	switch {
	case r == nil:
		a.say("No thread is selected.")
		return
	case !r.Wait.Running:
		a.say("Nobody waits in this thread.")
		return
	}
	ack := model.Ack{Chat: r.Chat, Upto: lastWord(a.transcript.messages, r.Chat), At: a.ackTime()}
	a.acks = append(a.acks, ack)
	a.note(ack)
	a.say("Acknowledged: needs no reply until the visitor writes again. u takes it back.")
}

// undo takes the newest acknowledgement of this session back.
func (a *App) undo() {
	if len(a.acks) == 0 {
		a.say("Nothing to take back.")
		return
	}
	ack := a.acks[len(a.acks)-1]
	a.acks = a.acks[:len(a.acks)-1]
	ack.Undo, ack.At = true, a.ackTime()
	a.note(ack)
	a.say("Taken back.")
}

func (a *App) note(ack model.Ack) {
	a.floor.Apply(model.Event{At: ack.At, Acks: []model.Ack{ack}})
	a.source.Ack(ack)
	a.stale = true
}

// ackTime is now, and later than the acknowledgement before: the newest wins,
// and two keys can come between two ticks.
func (a *App) ackTime() time.Time {
	at := a.serverNow()
	if !at.After(a.ackAt) {
		at = a.ackAt.Add(1)
	}
	a.ackAt = at
	return at
}

// lastWord is the newest message of the visitor in a chat.
func lastWord(messages []model.Message, chat model.ChatID) model.MessageID {
	var id model.MessageID
	for i := range messages {
		if m := &messages[i]; m.Chat == chat && m.Side == model.SideVisitor {
			id = m.ID
		}
	}
	return id
}
