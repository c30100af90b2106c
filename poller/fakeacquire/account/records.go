package account

import (
	"cmp"
	"fmt"
	"slices"

	"floorwatch/model"
)

// ID is the account_id of every row, as in the documentation's sample.
const ID = 10719

// The types of rows in the API's words.
const (
	TypeMessage  = "message"
	TypeNote     = "note"
	TypeEvent    = "event"
	TypeFeedback = "feedback"
	TypeEmail    = "email"

	SenderVisitor = "visitor"
	SenderAgent   = "agent"
	SenderBot     = "bot"
	SenderSystem  = "system"

	BotName = "Robin the bot"
)

// An Agent of the account. Its id in the agents list differs from the user id that all other endpoints use.
type Agent struct {
	ID         model.AgentID // user id
	ListID     int64
	Name       string
	Department string
	DeptID     int64
	Disabled   bool
}

// A Visitor with all threads and chats.
type Visitor struct {
	ID       model.VisitorID
	Name     string
	Language string // for package floor
	Created  int64  // unix seconds, like all times of the account
	Updated  int64  // last change in any of the chats
	Threads  []*Thread
	Chats    []*Chat // ascending ids
}

// A Thread is what Acquire's lists call a thread: the chats of a visitor that belong together.
type Thread struct {
	ID      model.ThreadID
	Visitor *Visitor
	Chats   []*Chat // ascending ids
	Closed  bool
}

// A Chat is one conversation of a visitor, in Acquire's terms.
type Chat struct {
	ID         model.ChatID
	Visitor    *Visitor
	Thread     *Thread // nil: belongs to none
	Messages   []*Message
	Agents     []*Agent // who took part, the owner last
	Created    int64
	PickedUp   int64 // when the first agent joined; 0: none has
	Answered   int64 // when the first agent replied; 0: none has
	BotReplied bool  // a bot has replied
	Ended      int64 // when the thread was closed; 0 before
	Updated    int64
	Offline    bool
	Missed     bool
	Stars      int
	Shared     int  // co-browsing sessions
	Recorded   bool // the chat was recorded
	Listed     bool // a list has named it
}

// A Message is a row of a chat: a message, a note, an event, a rating or an e-mail.
type Message struct {
	ID      model.MessageID
	Chat    *Chat
	At      int64
	Visible int64 // hidden from answers before this time
	Sender  string
	Typ     string
	Text    string
	Subject string // of an e-mail
	Agent   *Agent
	Bot     string
	Seen    bool
	Raw     string // the row as it is sent, if set
}

// Records are all data of an account. Hold the account's lock to use them.
type Records struct {
	Agents   []*Agent // ascending ids
	Visitors map[model.VisitorID]*Visitor
	Threads  map[model.ThreadID]*Thread
	Chats    map[model.ChatID]*Chat
	Messages map[model.MessageID]*Message

	Listed []*Visitor // all visitors; in the order of the profile list if sorted
	sorted bool

	// The next ids.
	nextAgent, nextVisitor, nextThread, nextChat, NextMessage int64
}

func newRecords() Records {
	return Records{
		Visitors: map[model.VisitorID]*Visitor{},
		Threads:  map[model.ThreadID]*Thread{},
		Chats:    map[model.ChatID]*Chat{},
		Messages: map[model.MessageID]*Message{},
		// The first ids are those in the documentation's sample.
		nextAgent:   15416,
		nextVisitor: 61793,
		nextThread:  40544,
		nextChat:    106241,
		NextMessage: 944199,
	}
}

// nextID returns the next id of a counter. Ids are shared in the account and have gaps of up to two.
func nextID(next *int64) int64 {
	id := *next
	*next += 1 + int64(uint32(id)*2654435761>>16)%3
	return id
}

// AddAgent adds an agent with the next number; department may be empty.
func (w *Records) AddAgent(name, department string) *Agent {
	id := nextID(&w.nextAgent)
	a := &Agent{ID: model.AgentID(id), ListID: id - 270, Name: name, Department: department}
	if department != "" {
		a.DeptID = 1
		for _, b := range w.Agents {
			if b.Department == department {
				a.DeptID = b.DeptID
				break
			}
			a.DeptID = max(a.DeptID, b.DeptID+1)
		}
	}
	w.Agents = append(w.Agents, a)
	return a
}

// AddVisitor adds a visitor who came at a time in unix seconds.
func (w *Records) AddVisitor(name string, at int64) *Visitor {
	v := &Visitor{ID: model.VisitorID(nextID(&w.nextVisitor)), Name: name, Created: at, Updated: at}
	w.Visitors[v.ID] = v
	w.Listed = append(w.Listed, v)
	w.sorted = false
	return v
}

// AddThread adds a thread without chats to a visitor.
func (w *Records) AddThread(v *Visitor) *Thread {
	t := &Thread{ID: model.ThreadID(nextID(&w.nextThread)), Visitor: v}
	v.Threads = append(v.Threads, t)
	w.Threads[t.ID] = t
	return t
}

// AddChat starts a chat in a thread, or in none (nil).
func (w *Records) AddChat(v *Visitor, t *Thread, at int64) *Chat {
	c := &Chat{ID: model.ChatID(nextID(&w.nextChat)), Visitor: v, Thread: t, Created: at}
	v.Chats = append(v.Chats, c)
	w.Chats[c.ID] = c
	if t != nil {
		t.Chats = append(t.Chats, c)
		t.Closed = false
	}
	w.touch(c, at)
	return c
}

// Post adds a row to a chat; m holds everything except its id, chat and time.
func (w *Records) Post(c *Chat, at int64, m Message) *Message {
	m.ID = model.MessageID(nextID(&w.NextMessage))
	m.Chat, m.At = c, at
	if m.Typ == "" {
		m.Typ = TypeMessage
	}
	if m.Sender == SenderAgent && m.Typ == TypeMessage {
		w.Assign(c, m.Agent, at)
		if c.Answered == 0 {
			c.Answered = at
		}
	}
	c.BotReplied = c.BotReplied || m.Sender == SenderBot
	p := &m
	c.Messages = append(c.Messages, p)
	w.Messages[m.ID] = p
	w.touch(c, at)
	return p
}

// Assign makes a the owner of c.
func (w *Records) Assign(c *Chat, a *Agent, at int64) {
	if a == nil || len(c.Agents) > 0 && c.Agents[len(c.Agents)-1] == a {
		return
	}
	if len(c.Agents) == 0 {
		c.PickedUp = at
	}
	c.Agents = append(slices.DeleteFunc(c.Agents, func(b *Agent) bool { return a == b }), a)
	w.touch(c, at)
}

// touch records a change of c, by which the lists are sorted.
func (w *Records) touch(c *Chat, at int64) {
	c.Updated = max(c.Updated, at)
	if at >= c.Visitor.Updated {
		c.Visitor.Updated = at
		w.sorted = false
	}
}

// CloseThread closes t and ends its newest chat.
func (w *Records) CloseThread(t *Thread, at int64) {
	t.Closed = true
	c := t.Chats[len(t.Chats)-1]
	c.Ended = at
	w.touch(c, at)
}

// List returns all visitors in the order of the profile list.
func (w *Records) List(byID bool) []*Visitor {
	if byID {
		return slices.SortedFunc(slices.Values(w.Listed), func(a, b *Visitor) int { return cmp.Compare(a.ID, b.ID) })
	}
	if !w.sorted {
		slices.SortFunc(w.Listed, func(a, b *Visitor) int {
			return cmp.Or(cmp.Compare(b.Updated, a.Updated), cmp.Compare(b.ID, a.ID))
		})
		w.sorted = true
	}
	return w.Listed
}

func (w *Records) agent(id model.AgentID) *Agent {
	i, ok := slices.BinarySearchFunc(w.Agents, id, func(a *Agent, id model.AgentID) int { return cmp.Compare(a.ID, id) })
	if !ok {
		panic(fmt.Sprintf("account: the story names agent %d, who does not exist", id))
	}
	return w.Agents[i]
}

// must returns the record with an id, or panics.
func must[K ~int64, V any](of map[K]*V, id K) *V {
	v := of[id]
	if v == nil {
		panic(fmt.Sprintf("account: the story names %T %d, which does not exist", id, id))
	}
	return v
}
