package uitest

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// OneChat returns a visitor's message of some time ago and the reply ten seconds later, with texts that must not be stored.
func OneChat(id int64, ago time.Duration) []model.Message {
	at := time.Now().Add(-ago).Truncate(time.Second)
	m := model.Message{
		ID: model.MessageID(10 * id), Chat: model.ChatID(id), Visitor: 9_876_543, Thread: 8_765_432, SentAt: at, Kind: model.KindMessage,
		Side: model.SideVisitor, VisitorName: safetext.Line("MARKER-NAME"), Text: safetext.Clean("MARKER-TEXT"), FirstAt: at, LastAt: at,
	}
	reply := m
	at = at.Add(10 * time.Second)
	reply.ID, reply.SentAt, reply.FirstAt, reply.LastAt = m.ID+1, at, at, at
	reply.Side, reply.Sender, reply.Name = model.SideAgent, 7, safetext.Line("Ana Silva")
	return []model.Message{m, reply}
}

// HealthEvent returns a LIVE Health of this moment; read says that the first read is over.
func HealthEvent(read bool) model.Event {
	now := time.Now()
	return model.Event{At: now, Health: &model.Health{At: now, LastGood: now, State: model.StateLive, Read: read}}
}
