package account

import (
	"time"

	"floorwatch/model"
)

// The methods here tell what happens on the floor, now by the server's clock.

// AddAgent hires an agent; department may be empty. The id is the user id.
func (acct *Account) AddAgent(name, department string) model.AgentID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	return acct.Records.AddAgent(name, department).ID
}

// Disable switches an agent's login off.
func (acct *Account) Disable(agent model.AgentID) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	acct.Records.agent(agent).Disabled = true
}

// AddVisitor lets somebody visit; an empty name is an anonymous one.
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

// NextChat starts another chat in an old thread and opens it again.
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

// Visit is AddVisitor and StartChat in one.
func (acct *Account) Visit(name string) (model.VisitorID, model.ThreadID, model.ChatID) {
	v := acct.AddVisitor(name)
	c := acct.StartChat(v)
	return v, acct.ThreadOf(c), c
}

// ThreadOf returns the thread of a chat, model.NoThread where it has none.
func (acct *Account) ThreadOf(chat model.ChatID) model.ThreadID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	return acct.chat(chat).threadID()
}

// Say is a line of the visitor.
func (acct *Account) Say(chat model.ChatID, text string) model.MessageID {
	return acct.post(chat, 0, Message{Sender: SenderVisitor, Text: text})
}

// Reply is a line of an agent, who becomes the chat's owner.
func (acct *Account) Reply(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	return acct.post(chat, agent, Message{Sender: SenderAgent, Text: text})
}

// Bot is a line of the bot.
func (acct *Account) Bot(chat model.ChatID, text string) model.MessageID {
	return acct.post(chat, 0, Message{Sender: SenderBot, Bot: BotName, Text: text})
}

// Note is an agent's internal note.
func (acct *Account) Note(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	return acct.post(chat, agent, Message{Sender: SenderAgent, Typ: TypeNote, Text: text})
}

// Event is a system line that an agent caused, or with agent 0 the visitor.
func (acct *Account) Event(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	m := Message{Sender: SenderVisitor, Typ: TypeEvent, Text: text}
	if agent != 0 {
		m.Sender = SenderAgent
	}
	return acct.post(chat, agent, m)
}

// Mail is an e-mail of the visitor that Acquire mixes into the transcript.
func (acct *Account) Mail(chat model.ChatID, subject, body string) model.MessageID {
	return acct.post(chat, 0, Message{Sender: SenderVisitor, Typ: TypeEmail, Subject: subject, Text: body})
}

// Rate is the visitor's rating of a chat, one to five stars.
func (acct *Account) Rate(chat model.ChatID, stars int, text string) model.MessageID {
	id := acct.post(chat, 0, Message{Sender: SenderVisitor, Typ: TypeFeedback, Text: text})
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	acct.chat(chat).Stars = stars
	return id
}

// Post is a row with whatever sender_type and type the API might send.
func (acct *Account) Post(chat model.ChatID, senderType, typ, text string) model.MessageID {
	return acct.post(chat, 0, Message{Sender: senderType, Typ: typ, Text: text})
}

// Raw puts a row into a chat's answers that is sent as it is, be it JSON or not.
func (acct *Account) Raw(chat model.ChatID, row string) {
	acct.post(chat, 0, Message{Sender: SenderVisitor, Raw: row})
}

// Assign makes an agent the owner of a chat, without a word.
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

// Transfer hands a chat to another agent, with its event row.
func (acct *Account) Transfer(chat model.ChatID, to model.AgentID) model.MessageID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	return acct.Records.Transfer(acct.chat(chat), acct.Records.agent(to), acct.Clock().Unix()).ID
}

// MarkSeen lets the other side see messages.
func (acct *Account) MarkSeen(ids ...model.MessageID) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	for _, id := range ids {
		must(acct.Records.Messages, id).Seen = true
	}
}

// SeenByAgent lets the agent see all that the visitor has written in a chat.
func (acct *Account) SeenByAgent(chat model.ChatID) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	acct.chat(chat).MarkSeen(true)
}

// SeenByVisitor lets the visitor see all that was written to them in a chat.
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

// MarkOffline marks a chat as written while nobody was there (offline_chat 1).
func (acct *Account) MarkOffline(chat model.ChatID) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	acct.chat(chat).Offline = true
}

// CloseThread closes a thread, and so its newest chat.
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

// VisibleFrom keeps a message out of the answers before t: its id and time are
// then older than others that were shown already.
func (acct *Account) VisibleFrom(id model.MessageID, t time.Time) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	must(acct.Records.Messages, id).Visible = t.Unix()
}

// chat looks a chat up. The caller holds acct.mu.
func (acct *Account) chat(id model.ChatID) *Chat { return must(acct.Records.Chats, id) }

func (acct *Account) post(chat model.ChatID, agent model.AgentID, m Message) model.MessageID {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	if agent != 0 {
		m.Agent = acct.Records.agent(agent)
	}
	return acct.Records.Post(acct.chat(chat), acct.Clock().Unix(), m).ID
}

func (w *Records) Join(c *Chat, a *Agent, at int64) *Message {
	w.Assign(c, a, at)
	return w.Post(c, at, Message{Sender: SenderAgent, Typ: TypeEvent, Agent: a, Text: a.Name + " just joined this chat."})
}

func (w *Records) Transfer(c *Chat, to *Agent, at int64) *Message {
	from := to
	if n := len(c.Agents); n > 0 {
		from = c.Agents[n-1]
	}
	w.Assign(c, to, at)
	return w.Post(c, at, Message{Sender: SenderAgent, Typ: TypeEvent, Agent: from,
		Text: from.Name + " transferred this chat to " + to.Name + "."})
}

// MarkSeen marks what one side has written as seen: the visitor's, or the other'acct.
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
