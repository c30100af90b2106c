package ui

import (
	"time"

	"floorwatch/model"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// acks are the acknowledgements of this session.
type acks struct {
	feed  *feed
	toast *toast
	key   string      // takes the newest back
	list  []model.Ack // for undo
	last  time.Time   // of the newest; each is later than the one before
}

// acknowledge says that the selected thread needs no reply.
func (st *stack) acknowledge() {
	r := st.threads.Selected()
	switch {
	case st.inPast():
	case r == nil:
		st.say("No chat is selected.")
	case !r.Wait.Running:
		st.say(draw.VisitorNumber(r) + " is not waiting")
	default:
		st.acks.chat(r.Chat, st.transcript.Messages)
		st.threads.Acknowledged()
	}
}

// alert says that somebody knows of an alert; a visitor's wait ends with it.
func (s *acks) alert(t *alert.Alert) {
	switch {
	case !t.Ended.IsZero():
		s.toast.say("It has ended already.")
	case t.Acked:
		s.toast.say("It is acknowledged already.")
	case t.ID.Chat != 0:
		s.chat(t.ID.Chat, s.feed.floor.Transcript(t.Key))
	default:
		t.Acked = true
		s.toast.say("Acknowledged: nobody is called again for this.")
	}
}

// chat says that a chat needs no reply to its words so far.
func (s *acks) chat(chat model.ChatID, words []model.Message) {
	ack := model.Ack{Chat: chat, Upto: lastWord(words, chat), At: s.time()}
	s.list = append(s.list, ack)
	s.feed.note(ack)
	s.toast.say("Acknowledged " + draw.ChatName(chat) + " until they write again. " + s.key + " undo")
}

// undo takes the newest acknowledgement of this session back.
func (s *acks) undo() {
	n := len(s.list)
	if n == 0 {
		s.toast.say("Nothing to undo")
		return
	}
	ack := s.list[n-1]
	s.list = s.list[:n-1]
	ack.Undo, ack.At = true, s.time()
	s.feed.note(ack)
	s.toast.say("Taken back for " + draw.ChatName(ack.Chat) + ".")
}

// time is now, and later than the acknowledgement before: the newest wins, and
// two keys can come between two ticks.
func (s *acks) time() time.Time {
	at := s.feed.serverNow()
	if !at.After(s.last) {
		at = s.last.Add(1)
	}
	s.last = at
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
