package ui

import (
	"time"

	"floorwatch/model"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// acknowledge says that the selected thread needs no reply.
func (a *App) acknowledge() {
	r := a.threads.Selected()
	switch {
	case a.travel.on:
		a.say("This is the past: t goes back to live first.")
	case r == nil:
		a.say("No thread is selected.")
	case !r.Wait.Running:
		a.say("Nobody waits in this thread.")
	default:
		a.acknowledgeChat(r.Chat, a.transcript.Messages)
	}
}

// acknowledgeAlert says that somebody knows of an alert; a visitor's wait ends with it.
func (a *App) acknowledgeAlert(t *alert.Alert) {
	switch {
	case !t.Ended.IsZero():
		a.say("It is over already.")
	case t.Acked:
		a.say("It is acknowledged already.")
	case t.ID.Chat != 0:
		a.acknowledgeChat(t.ID.Chat, a.floor.Transcript(t.Key))
	default:
		t.Acked = true
		a.say("Acknowledged: nobody is called again for this.")
	}
}

// acknowledgeChat says that a chat needs no reply to its words so far.
func (a *App) acknowledgeChat(chat model.ChatID, words []model.Message) {
	ack := model.Ack{Chat: chat, Upto: lastWord(words, chat), At: a.ackTime()}
	a.acks = append(a.acks, ack)
	a.note(ack)
	a.say("Acknowledged " + draw.ChatName(chat) + " until the visitor writes again; " + keymap.FirstKey(a.keys.Undo) + " takes it back.")
}

// undo takes the newest acknowledgement of this session back.
func (a *App) undo() {
	switch {
	case a.travel.on:
		a.say("This is the past: t goes back to live first.")
		return
	case len(a.acks) == 0:
		a.say("Nothing to take back.")
		return
	}
	ack := a.acks[len(a.acks)-1]
	a.acks = a.acks[:len(a.acks)-1]
	ack.Undo, ack.At = true, a.ackTime()
	a.note(ack)
	a.say("Taken back for " + draw.ChatName(ack.Chat) + ".")
}

func (a *App) note(ack model.Ack) {
	a.floor.Apply(model.Event{At: ack.At, Acks: []model.Ack{ack}})
	a.source.Ack(ack)
	a.watch.Acknowledge(ack.Chat, !ack.Undo)
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
