package ui

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// acks are the acknowledgements and claims of this session.
type acks struct {
	floor *liveFloor
	toast *toast
	key   string        // the undo key
	user  safetext.Text // who acts here; empty: the server knows
	list  []ackOrClaim  // for undo
	last  time.Time     // time of the newest; each is later than the one before
}

// An ackOrClaim is an acknowledgement, or a claim, which has the same fields.
type ackOrClaim struct {
	model.Ack
	claim bool
}

// claim claims the selected chat for the leader, or gives it back if it was claimed here.
func (st *stack) claim() {
	r := st.threads.Selected()
	switch {
	case st.refuseInPast(st.keys.Claim):
	case r == nil:
		st.showToast("No chat is selected.")
	case !r.Wait.Running:
		st.showToast("This chat is not waiting.")
	default:
		st.acks.claimChat(r.Chat, st.transcript.Messages)
	}
}

// claimAlert claims the chat of an alert.
func (s *acks) claimAlert(t *alert.Alert) {
	switch {
	case !t.Ended.IsZero():
		s.toast.showToast("It has ended already.")
	case t.ID.Chat == 0:
		s.toast.showToast("Only a chat can be claimed.")
	default:
		s.claimChat(t.ID.Chat, s.floor.floor.Transcript(t.Key))
	}
}

// claimChat claims a chat, or gives back the same claim of this session. It takes over a chat that
// another leader has claimed.
func (s *acks) claimChat(chat model.ChatID, words []model.Message) {
	n := ackOrClaim{model.Ack{Chat: chat, Upto: lastWord(words, chat), At: s.nextTime(), By: s.user}, true}
	i := slices.IndexFunc(s.list, func(o ackOrClaim) bool { return o.claim && o.Chat == chat && o.Upto == n.Upto })
	if i >= 0 {
		s.list = slices.Delete(s.list, i, i+1)
		n.Undo = true
		s.floor.applyAck(n)
		s.toast.showToast("Given back: " + s.visitorOf(chat) + ".")
		return
	}
	s.floor.applyAck(n)
	s.list = append(s.list, n)
	s.toast.showToast("You are on " + s.visitorOf(chat) + ": its clocks go on, nobody is called again; " + s.key + " takes it back.")
}

// acknowledge acknowledges the selected chat: it needs no reply.
func (st *stack) acknowledge() {
	r := st.threads.Selected()
	switch {
	case st.refuseInPast(st.keys.Acknowledge):
	case r == nil:
		st.showToast("No chat is selected.")
	case !r.Wait.Running:
		st.showToast(draw.VisitorNumber(r) + " is not waiting")
	default:
		st.acks.acknowledgeChat(r.Chat, st.transcript.Messages)
		st.threads.Acknowledged()
	}
}

// acknowledgeAlert acknowledges an alert; for a chat, that ends the wait.
func (s *acks) acknowledgeAlert(t *alert.Alert) {
	switch {
	case !t.Ended.IsZero():
		s.toast.showToast("It has ended already.")
	case t.Acked:
		s.toast.showToast("It is acknowledged already.")
	case t.ID.Chat != 0:
		s.acknowledgeChat(t.ID.Chat, s.floor.floor.Transcript(t.Key))
	default:
		t.Acked = true
		s.toast.showToast("Acknowledged: nobody is called again for this.")
	}
}

// acknowledgeChat marks a chat's messages so far as needing no reply.
func (s *acks) acknowledgeChat(chat model.ChatID, words []model.Message) {
	ack := ackOrClaim{Ack: model.Ack{Chat: chat, Upto: lastWord(words, chat), At: s.nextTime(), By: s.user}}
	s.list = append(s.list, ack)
	s.floor.applyAck(ack)
	s.toast.showToast("Acknowledged " + s.visitorOf(chat) + " until they write again. " + s.key + " undo")
}

// undo takes back the newest acknowledgement or claim of this session.
func (s *acks) undo() {
	n := len(s.list)
	if n == 0 {
		s.toast.showToast("Nothing to undo")
		return
	}
	ack := s.list[n-1]
	s.list = s.list[:n-1]
	ack.Undo, ack.At = true, s.nextTime()
	s.floor.applyAck(ack)
	s.toast.showToast("Taken back for " + s.visitorOf(ack.Chat) + ".")
}

// claimed reports whether the claim of a chat is one of this session: not where another leader has taken it over since.
func (s *acks) claimed(r *model.Row) bool {
	return r.Claimed && r.ClaimedBy == s.user && slices.ContainsFunc(s.list, func(o ackOrClaim) bool { return o.claim && o.Chat == r.Chat })
}

// visitorOf names a chat as the list does, by its visitor; by its own number if it is not listed.
func (s *acks) visitorOf(chat model.ChatID) string {
	for _, r := range s.floor.current.Threads {
		if r.Chat == chat {
			return draw.VisitorNumber(r)
		}
	}
	return draw.ChatName(chat)
}

// nextTime is now, but always later than the previous acknowledgement: the newest wins, and two
// keys can come between two ticks.
func (s *acks) nextTime() time.Time {
	at := s.floor.serverNow()
	if !at.After(s.last) {
		at = s.last.Add(1)
	}
	s.last = at
	return at
}

// lastWord is the visitor's newest message in a chat.
func lastWord(messages []model.Message, chat model.ChatID) model.MessageID {
	var id model.MessageID
	for i := range messages {
		if m := &messages[i]; m.Chat == chat && m.Side == model.SideVisitor {
			id = m.ID
		}
	}
	return id
}
