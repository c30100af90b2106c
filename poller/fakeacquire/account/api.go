package account

import (
	"time"

	"floorwatch/model"
)

// Each method is something that happens on the floor now, by the server's clock.

// AddAgent adds an agent; department may be empty. It returns the user id.
func (acct *Account) AddAgent(name, department string) model.AgentID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	return acct.Records.AddAgent(name, department).ID
}

// AddVisitor adds a visitor; with an empty name an anonymous one.
func (acct *Account) AddVisitor(name string) model.VisitorID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	return acct.Records.AddVisitor(name, acct.Clock().Unix()).ID
}

// StartChat starts a chat in a new thread.
func (acct *Account) StartChat(visitor model.VisitorID) model.ChatID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	v := must(acct.Records.Visitors, visitor)
	return acct.Records.AddChat(v, acct.Records.AddThread(v), acct.Clock().Unix()).ID
}

// NextChat starts another chat in an existing thread and reopens it.
func (acct *Account) NextChat(thread model.ThreadID) model.ChatID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	t := must(acct.Records.Threads, thread)
	return acct.Records.AddChat(t.Visitor, t, acct.Clock().Unix()).ID
}

// StartThreadlessChat starts a chat that belongs to no thread (thread_id -1).
func (acct *Account) StartThreadlessChat(visitor model.VisitorID) model.ChatID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	return acct.Records.AddChat(must(acct.Records.Visitors, visitor), nil, acct.Clock().Unix()).ID
}

// Visit adds a visitor and starts a chat in a new thread of theirs.
func (acct *Account) Visit(name string) (model.VisitorID, model.ThreadID, model.ChatID) {
	v := acct.AddVisitor(name)
	c := acct.StartChat(v)
	return v, acct.ThreadOf(c), c
}

// ThreadOf returns the thread of a chat, or model.NoThread.
func (acct *Account) ThreadOf(chat model.ChatID) model.ThreadID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	return acct.chat(chat).threadID()
}

// Say adds a message of the visitor.
func (acct *Account) Say(chat model.ChatID, text string) model.MessageID {
	return acct.post(chat, 0, Message{Sender: SenderVisitor, Text: text})
}

// Reply adds a message of an agent, who becomes the chat's owner.
func (acct *Account) Reply(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	return acct.post(chat, agent, Message{Sender: SenderAgent, Text: text})
}

// Bot adds a message of the bot.
func (acct *Account) Bot(chat model.ChatID, text string) model.MessageID {
	return acct.post(chat, 0, Message{Sender: SenderBot, Bot: BotName, Text: text})
}

// Note adds an agent's internal note.
func (acct *Account) Note(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	return acct.post(chat, agent, Message{Sender: SenderAgent, Typ: TypeNote, Text: text})
}

// Event adds an event row caused by an agent, or with agent 0 by the visitor.
func (acct *Account) Event(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	m := Message{Sender: SenderVisitor, Typ: TypeEvent, Text: text}
	if agent != 0 {
		m.Sender = SenderAgent
	}
	return acct.post(chat, agent, m)
}

// Mail adds an e-mail of the visitor, which Acquire mixes into the transcript.
func (acct *Account) Mail(chat model.ChatID, subject, body string) model.MessageID {
	return acct.post(chat, 0, Message{Sender: SenderVisitor, Typ: TypeEmail, Subject: subject, Text: body})
}

// Rate adds the visitor's rating of a chat, one to five stars.
func (acct *Account) Rate(chat model.ChatID, stars int, text string) model.MessageID {
	id := acct.post(chat, 0, Message{Sender: SenderVisitor, Typ: TypeFeedback, Text: text})
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	acct.chat(chat).Stars = stars
	return id
}

// Raw adds a row to a chat's answers that is sent unchanged, whether it is JSON or not.
func (acct *Account) Raw(chat model.ChatID, row string) {
	acct.post(chat, 0, Message{Sender: SenderVisitor, Raw: row})
}

// Assign makes an agent the owner of a chat, without a row.
func (acct *Account) Assign(chat model.ChatID, agent model.AgentID) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	acct.Records.Assign(acct.chat(chat), acct.Records.agent(agent), acct.Clock().Unix())
}

// Join is Assign with its event row.
func (acct *Account) Join(chat model.ChatID, agent model.AgentID) model.MessageID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	return acct.Records.Join(acct.chat(chat), acct.Records.agent(agent), acct.Clock().Unix()).ID
}

// Transfer gives a chat to another agent, with its event row.
func (acct *Account) Transfer(chat model.ChatID, to model.AgentID) model.MessageID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	return acct.Records.Transfer(acct.chat(chat), acct.Records.agent(to), acct.Clock().Unix()).ID
}

// MarkSeen marks messages as seen by the other side.
func (acct *Account) MarkSeen(ids ...model.MessageID) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	for _, id := range ids {
		must(acct.Records.Messages, id).Seen = true
	}
}

// SeenByAgent marks all of the visitor's messages in a chat as seen.
func (acct *Account) SeenByAgent(chat model.ChatID) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	acct.chat(chat).MarkSeen(true)
}

// SeenByVisitor marks all messages to the visitor in a chat as seen.
func (acct *Account) SeenByVisitor(chat model.ChatID) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	acct.chat(chat).MarkSeen(false)
}

// MarkMissed marks a chat as missed (missed_chat 1).
func (acct *Account) MarkMissed(chat model.ChatID) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	c := acct.chat(chat)
	c.Missed = true
	acct.Records.touch(c, acct.Clock().Unix())
}

// CloseThread closes a thread and thereby its newest chat.
func (acct *Account) CloseThread(thread model.ThreadID) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	acct.Records.CloseThread(must(acct.Records.Threads, thread), acct.Clock().Unix())
}

// Edit changes the text of a message; its id and time stay.
func (acct *Account) Edit(id model.MessageID, text string) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	must(acct.Records.Messages, id).Text = text
}

// VisibleFrom hides a message from answers until t, when its id and time are older than those of messages that
// were shown before.
func (acct *Account) VisibleFrom(id model.MessageID, t time.Time) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	must(acct.Records.Messages, id).Visible = t.Unix()
}

// chat returns a chat. The caller holds acct.Mu.
func (acct *Account) chat(id model.ChatID) *Chat { return must(acct.Records.Chats, id) }

func (acct *Account) post(chat model.ChatID, agent model.AgentID, m Message) model.MessageID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	if agent != 0 {
		m.Agent = acct.Records.agent(agent)
	}
	return acct.Records.Post(acct.chat(chat), acct.Clock().Unix(), m).ID
}

// Join makes a the owner of c, with an event row.
func (w *Records) Join(c *Chat, a *Agent, at int64) *Message {
	w.Assign(c, a, at)
	return w.Post(c, at, Message{Sender: SenderAgent, Typ: TypeEvent, Agent: a, Text: a.Name + " just joined this chat."})
}

// Transfer makes to the owner of c, with an event row that names the previous one.
func (w *Records) Transfer(c *Chat, to *Agent, at int64) *Message {
	from := to
	if n := len(c.Agents); n > 0 {
		from = c.Agents[n-1]
	}
	w.Assign(c, to, at)
	return w.Post(c, at, Message{Sender: SenderAgent, Typ: TypeEvent, Agent: from,
		Text: from.Name + " transferred this chat to " + to.Name + "."})
}

// MarkSeen marks one side's messages as seen: the visitor's, or the others'.
func (c *Chat) MarkSeen(ofVisitor bool) {
	for _, m := range c.Messages {
		if (m.Sender == SenderVisitor) == ofVisitor {
			m.Seen = true
		}
	}
}

func (c *Chat) threadID() model.ThreadID {
	if c.Thread == nil {
		return model.NoThread
	}
	return c.Thread.ID
}
