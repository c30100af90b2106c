package fakeacquire

import (
	"time"

	"floorwatch/model"
)

// The methods here tell what happens on the floor, now by the server's clock.

// AddAgent hires an agent; department may be empty. The id is the user id.
func (acct *Account) AddAgent(name, department string) model.AgentID {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	return acct.world.addAgent(name, department).id
}

// Disable switches an agent's login off.
func (acct *Account) Disable(agent model.AgentID) {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	acct.world.agent(agent).disabled = true
}

// AddVisitor lets somebody visit; an empty name is an anonymous one.
func (acct *Account) AddVisitor(name string) model.VisitorID {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	return acct.world.addVisitor(name, acct.clock().Unix()).id
}

// StartChat starts a chat in a new thread.
func (acct *Account) StartChat(visitor model.VisitorID) model.ChatID {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	v := must(acct.world.visitors, visitor)
	return acct.world.addChat(v, acct.world.addThread(v), acct.clock().Unix()).id
}

// NextChat starts another chat in an old thread and opens it again.
func (acct *Account) NextChat(thread model.ThreadID) model.ChatID {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	t := must(acct.world.threads, thread)
	return acct.world.addChat(t.visitor, t, acct.clock().Unix()).id
}

// LoneChat starts a chat that belongs to no thread (thread_id -1).
func (acct *Account) LoneChat(visitor model.VisitorID) model.ChatID {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	return acct.world.addChat(must(acct.world.visitors, visitor), nil, acct.clock().Unix()).id
}

// Visit is AddVisitor and StartChat in one.
func (acct *Account) Visit(name string) (model.VisitorID, model.ThreadID, model.ChatID) {
	v := acct.AddVisitor(name)
	c := acct.StartChat(v)
	return v, acct.ThreadOf(c), c
}

// ThreadOf returns the thread of a chat, model.NoThread where it has none.
func (acct *Account) ThreadOf(chat model.ChatID) model.ThreadID {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	return acct.chat(chat).threadID()
}

// Say is a line of the visitor.
func (acct *Account) Say(chat model.ChatID, text string) model.MessageID {
	return acct.post(chat, 0, message{sender: senderVisitor, text: text})
}

// Reply is a line of an agent, who becomes the chat's owner.
func (acct *Account) Reply(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	return acct.post(chat, agent, message{sender: senderAgent, text: text})
}

// Bot is a line of the bot.
func (acct *Account) Bot(chat model.ChatID, text string) model.MessageID {
	return acct.post(chat, 0, message{sender: senderBot, bot: botName, text: text})
}

// Note is an agent's internal note.
func (acct *Account) Note(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	return acct.post(chat, agent, message{sender: senderAgent, typ: typeNote, text: text})
}

// Event is a system line that an agent caused, or with agent 0 the visitor.
func (acct *Account) Event(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	m := message{sender: senderVisitor, typ: typeEvent, text: text}
	if agent != 0 {
		m.sender = senderAgent
	}
	return acct.post(chat, agent, m)
}

// Mail is an e-mail of the visitor that Acquire mixes into the transcript.
func (acct *Account) Mail(chat model.ChatID, subject, body string) model.MessageID {
	return acct.post(chat, 0, message{sender: senderVisitor, typ: typeEmail, subject: subject, text: body})
}

// Rate is the visitor's rating of a chat, one to five stars.
func (acct *Account) Rate(chat model.ChatID, stars int, text string) model.MessageID {
	id := acct.post(chat, 0, message{sender: senderVisitor, typ: typeFeedback, text: text})
	acct.mu.Lock()
	defer acct.mu.Unlock()
	acct.chat(chat).stars = stars
	return id
}

// Post is a row with whatever sender_type and type the API might send.
func (acct *Account) Post(chat model.ChatID, senderType, typ, text string) model.MessageID {
	return acct.post(chat, 0, message{sender: senderType, typ: typ, text: text})
}

// Raw puts a row into a chat's answers that is sent as it is, be it JSON or not.
func (acct *Account) Raw(chat model.ChatID, row string) {
	acct.post(chat, 0, message{sender: senderVisitor, raw: row})
}

// Assign makes an agent the owner of a chat, without a word.
func (acct *Account) Assign(chat model.ChatID, agent model.AgentID) {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	acct.world.assign(acct.chat(chat), acct.world.agent(agent), acct.clock().Unix())
}

// Join is Assign with its event row.
func (acct *Account) Join(chat model.ChatID, agent model.AgentID) model.MessageID {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	return acct.world.join(acct.chat(chat), acct.world.agent(agent), acct.clock().Unix()).id
}

// Transfer hands a chat to another agent, with its event row.
func (acct *Account) Transfer(chat model.ChatID, to model.AgentID) model.MessageID {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	return acct.world.transfer(acct.chat(chat), acct.world.agent(to), acct.clock().Unix()).id
}

// MarkSeen lets the other side see messages.
func (acct *Account) MarkSeen(ids ...model.MessageID) {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	for _, id := range ids {
		must(acct.world.messages, id).seen = true
	}
}

// SeenByAgent lets the agent see all that the visitor has written in a chat.
func (acct *Account) SeenByAgent(chat model.ChatID) {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	acct.chat(chat).see(true)
}

// SeenByVisitor lets the visitor see all that was written to them in a chat.
func (acct *Account) SeenByVisitor(chat model.ChatID) {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	acct.chat(chat).see(false)
}

// Miss marks a chat as missed (missed_chat 1).
func (acct *Account) Miss(chat model.ChatID) {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	c := acct.chat(chat)
	c.missed = true
	acct.world.touch(c, acct.clock().Unix())
}

// Offline marks a chat as written while nobody was there (offline_chat 1).
func (acct *Account) Offline(chat model.ChatID) {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	acct.chat(chat).offline = true
}

// CloseThread closes a thread, and so its newest chat.
func (acct *Account) CloseThread(thread model.ThreadID) {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	acct.world.closeThread(must(acct.world.threads, thread), acct.clock().Unix())
}

// Edit changes the text of a message; its id and time stay.
func (acct *Account) Edit(id model.MessageID, text string) {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	must(acct.world.messages, id).text = text
}

// VisibleFrom keeps a message out of the answers before t: its id and time are
// then older than others that were shown already.
func (acct *Account) VisibleFrom(id model.MessageID, t time.Time) {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	must(acct.world.messages, id).visible = t.Unix()
}

// chat looks a chat up. The caller holds acct.mu.
func (acct *Account) chat(id model.ChatID) *chat { return must(acct.world.chats, id) }

func (acct *Account) post(chat model.ChatID, agent model.AgentID, m message) model.MessageID {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	if agent != 0 {
		m.agent = acct.world.agent(agent)
	}
	return acct.world.post(acct.chat(chat), acct.clock().Unix(), m).id
}

func (w *world) join(c *chat, a *agent, at int64) *message {
	w.assign(c, a, at)
	return w.post(c, at, message{sender: senderAgent, typ: typeEvent, agent: a, text: a.name + " just joined this chat."})
}

func (w *world) transfer(c *chat, to *agent, at int64) *message {
	from := to
	if n := len(c.agents); n > 0 {
		from = c.agents[n-1]
	}
	w.assign(c, to, at)
	return w.post(c, at, message{sender: senderAgent, typ: typeEvent, agent: from,
		text: from.name + " transferred this chat to " + to.name + "."})
}

// see marks what one side has written as seen: the visitor's, or the other'acct.
func (c *chat) see(ofVisitor bool) {
	for _, m := range c.messages {
		if (m.sender == senderVisitor) == ofVisitor {
			m.seen = true
		}
	}
}

func (c *chat) threadID() model.ThreadID {
	if c.thread == nil {
		return model.NoThread
	}
	return c.thread.id
}
