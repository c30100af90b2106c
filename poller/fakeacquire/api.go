package fakeacquire

import (
	"time"

	"floorwatch/model"
)

// The methods here tell what happens on the floor, now by the server's clock.

// AddAgent hires an agent; department may be empty. The id is the user id.
func (s *Server) AddAgent(name, department string) model.AgentID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.addAgent(name, department).id
}

// Disable switches an agent's login off.
func (s *Server) Disable(agent model.AgentID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.agent(agent).disabled = true
}

// AddVisitor lets somebody visit; an empty name is an anonymous one.
func (s *Server) AddVisitor(name string) model.VisitorID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.addVisitor(name, s.clock().Unix()).id
}

// StartChat starts a chat in a new thread.
func (s *Server) StartChat(visitor model.VisitorID) model.ChatID {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := must(s.world.visitors, visitor)
	return s.world.addChat(v, s.world.addThread(v), s.clock().Unix()).id
}

// NextChat starts another chat in an old thread and opens it again.
func (s *Server) NextChat(thread model.ThreadID) model.ChatID {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := must(s.world.threads, thread)
	return s.world.addChat(t.visitor, t, s.clock().Unix()).id
}

// LoneChat starts a chat that belongs to no thread (thread_id -1).
func (s *Server) LoneChat(visitor model.VisitorID) model.ChatID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.addChat(must(s.world.visitors, visitor), nil, s.clock().Unix()).id
}

// Visit is AddVisitor and StartChat in one.
func (s *Server) Visit(name string) (model.VisitorID, model.ThreadID, model.ChatID) {
	v := s.AddVisitor(name)
	c := s.StartChat(v)
	return v, s.ThreadOf(c), c
}

// ThreadOf returns the thread of a chat, model.NoThread where it has none.
func (s *Server) ThreadOf(chat model.ChatID) model.ThreadID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.chat(chat).threadID()
}

// Say is a line of the visitor.
func (s *Server) Say(chat model.ChatID, text string) model.MessageID {
	return s.post(chat, 0, message{sender: senderVisitor, text: text})
}

// Reply is a line of an agent, who becomes the chat's owner.
func (s *Server) Reply(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	return s.post(chat, agent, message{sender: senderAgent, text: text})
}

// Bot is a line of the bot.
func (s *Server) Bot(chat model.ChatID, text string) model.MessageID {
	return s.post(chat, 0, message{sender: senderBot, bot: botName, text: text})
}

// Note is an agent's internal note.
func (s *Server) Note(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	return s.post(chat, agent, message{sender: senderAgent, typ: typeNote, text: text})
}

// Event is a system line that an agent caused, or with agent 0 the visitor.
func (s *Server) Event(chat model.ChatID, agent model.AgentID, text string) model.MessageID {
	m := message{sender: senderVisitor, typ: typeEvent, text: text}
	if agent != 0 {
		m.sender = senderAgent
	}
	return s.post(chat, agent, m)
}

// Mail is an e-mail of the visitor that Acquire mixes into the transcript.
func (s *Server) Mail(chat model.ChatID, subject, body string) model.MessageID {
	return s.post(chat, 0, message{sender: senderVisitor, typ: typeEmail, subject: subject, text: body})
}

// Rate is the visitor's rating of a chat, one to five stars.
func (s *Server) Rate(chat model.ChatID, stars int, text string) model.MessageID {
	id := s.post(chat, 0, message{sender: senderVisitor, typ: typeFeedback, text: text})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chat(chat).stars = stars
	return id
}

// Post is a row with whatever sender_type and type the API might send.
func (s *Server) Post(chat model.ChatID, senderType, typ, text string) model.MessageID {
	return s.post(chat, 0, message{sender: senderType, typ: typ, text: text})
}

// Raw puts a row into a chat's answers that is sent as it is, be it JSON or not.
func (s *Server) Raw(chat model.ChatID, row string) {
	s.post(chat, 0, message{sender: senderVisitor, raw: row})
}

// Assign makes an agent the owner of a chat, without a word.
func (s *Server) Assign(chat model.ChatID, agent model.AgentID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.assign(s.chat(chat), s.world.agent(agent), s.clock().Unix())
}

// Join is Assign with its event row.
func (s *Server) Join(chat model.ChatID, agent model.AgentID) model.MessageID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.join(s.chat(chat), s.world.agent(agent), s.clock().Unix()).id
}

// Transfer hands a chat to another agent, with its event row.
func (s *Server) Transfer(chat model.ChatID, to model.AgentID) model.MessageID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.transfer(s.chat(chat), s.world.agent(to), s.clock().Unix()).id
}

// MarkSeen lets the other side see messages.
func (s *Server) MarkSeen(ids ...model.MessageID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		must(s.world.messages, id).seen = true
	}
}

// SeenByAgent lets the agent see all that the visitor has written in a chat.
func (s *Server) SeenByAgent(chat model.ChatID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chat(chat).see(true)
}

// SeenByVisitor lets the visitor see all that was written to them in a chat.
func (s *Server) SeenByVisitor(chat model.ChatID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chat(chat).see(false)
}

// Miss marks a chat as missed (missed_chat 1).
func (s *Server) Miss(chat model.ChatID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chat(chat)
	c.missed = true
	s.world.touch(c, s.clock().Unix())
}

// Offline marks a chat as written while nobody was there (offline_chat 1).
func (s *Server) Offline(chat model.ChatID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chat(chat).offline = true
}

// CloseThread closes a thread, and so its newest chat.
func (s *Server) CloseThread(thread model.ThreadID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.closeThread(must(s.world.threads, thread), s.clock().Unix())
}

// Edit changes the text of a message; its id and time stay.
func (s *Server) Edit(id model.MessageID, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	must(s.world.messages, id).text = text
}

// VisibleFrom keeps a message out of the answers before t: its id and time are
// then older than others that were shown already.
func (s *Server) VisibleFrom(id model.MessageID, t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	must(s.world.messages, id).visible = t.Unix()
}

// chat looks a chat up. The caller holds s.mu.
func (s *Server) chat(id model.ChatID) *chat { return must(s.world.chats, id) }

func (s *Server) post(chat model.ChatID, agent model.AgentID, m message) model.MessageID {
	s.mu.Lock()
	defer s.mu.Unlock()
	if agent != 0 {
		m.agent = s.world.agent(agent)
	}
	return s.world.post(s.chat(chat), s.clock().Unix(), m).id
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

// see marks what one side has written as seen: the visitor's, or the other's.
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
