package fakeacquire

import (
	"cmp"
	"fmt"
	"slices"

	"floorwatch/model"
)

// account is the account_id of every row, as in the documentation's sample.
const account = 10719

// The kinds of rows in the API's own words.
const (
	typeMessage  = "message"
	typeNote     = "note"
	typeEvent    = "event"
	typeFeedback = "feedback"
	typeEmail    = "email"

	senderVisitor = "visitor"
	senderAgent   = "agent"
	senderBot     = "bot"
	senderSystem  = "system"
)

// An agent of the account. The list's id is another number than the user id
// that all other endpoints use.
type agent struct {
	id         model.AgentID // the user id
	listID     int64
	name       string
	department string
	deptID     int64
	disabled   bool
}

// A visitor and all that was said with them.
type visitor struct {
	id       model.VisitorID
	name     string
	language string // of a floor's visitor
	created  int64  // unix seconds, like all times of the world
	updated  int64  // the last change of any of the chats
	threads  []*thread
	chats    []*chat // rising ids
}

type thread struct {
	id      model.ThreadID
	visitor *visitor
	chats   []*chat // rising ids
	closed  bool
}

type chat struct {
	id       model.ChatID
	visitor  *visitor
	thread   *thread // nil: belongs to none
	messages []*message
	agents   []*agent // who took part, the owner last
	created  int64
	picked   int64 // when the first agent came; 0 while none has
	answered int64 // when the first agent spoke; 0 while none has
	botted   bool  // a bot has spoken
	ended    int64 // when the thread was closed; 0 before
	updated  int64
	offline  bool
	missed   bool
	stars    int
	listed   bool // a list has named it
}

type message struct {
	id      model.MessageID
	chat    *chat
	at      int64
	visible int64 // not shown before
	sender  string
	typ     string
	text    string
	subject string // of an e-mail
	agent   *agent
	bot     string
	seen    bool
	raw     string // the row as it is sent, where a story gave it
}

// A world is all that an account holds.
type world struct {
	agents   []*agent // rising ids
	visitors map[model.VisitorID]*visitor
	threads  map[model.ThreadID]*thread
	chats    map[model.ChatID]*chat
	messages map[model.MessageID]*message

	listed []*visitor // all visitors; in the order of the profile list where sorted
	sorted bool

	// The next ids.
	nextAgent, nextVisitor, nextThread, nextChat, nextMessage int64
}

func newWorld() world {
	return world{
		visitors: map[model.VisitorID]*visitor{},
		threads:  map[model.ThreadID]*thread{},
		chats:    map[model.ChatID]*chat{},
		messages: map[model.MessageID]*message{},
		// The first ids are those of the documentation's sample.
		nextAgent:   15416,
		nextVisitor: 61793,
		nextThread:  40544,
		nextChat:    106241,
		nextMessage: 944199,
	}
}

// take returns the next id of a counter. Ids are shared in the account and
// have gaps of up to two.
func take(next *int64) int64 {
	id := *next
	*next += 1 + int64(uint32(id)*2654435761>>16)%3
	return id
}

func (w *world) addAgent(name, department string) *agent {
	id := take(&w.nextAgent)
	a := &agent{id: model.AgentID(id), listID: id - 270, name: name, department: department}
	if department != "" {
		a.deptID = 1
		for _, b := range w.agents {
			if b.department == department {
				a.deptID = b.deptID
				break
			}
			a.deptID = max(a.deptID, b.deptID+1)
		}
	}
	w.agents = append(w.agents, a)
	return a
}

func (w *world) addVisitor(name string, at int64) *visitor {
	v := &visitor{id: model.VisitorID(take(&w.nextVisitor)), name: name, created: at, updated: at}
	w.visitors[v.id] = v
	w.listed = append(w.listed, v)
	w.sorted = false
	return v
}

func (w *world) addThread(v *visitor) *thread {
	t := &thread{id: model.ThreadID(take(&w.nextThread)), visitor: v}
	v.threads = append(v.threads, t)
	w.threads[t.id] = t
	return t
}

// addChat starts a chat in a thread, or in none (nil).
func (w *world) addChat(v *visitor, t *thread, at int64) *chat {
	c := &chat{id: model.ChatID(take(&w.nextChat)), visitor: v, thread: t, created: at}
	v.chats = append(v.chats, c)
	w.chats[c.id] = c
	if t != nil {
		t.chats = append(t.chats, c)
		t.closed = false
	}
	w.touch(c, at)
	return c
}

// post adds a row to a chat; m holds all but its id, chat and time.
func (w *world) post(c *chat, at int64, m message) *message {
	m.id = model.MessageID(take(&w.nextMessage))
	m.chat, m.at = c, at
	if m.typ == "" {
		m.typ = typeMessage
	}
	if m.sender == senderAgent && m.typ == typeMessage {
		w.assign(c, m.agent, at)
		if c.answered == 0 {
			c.answered = at
		}
	}
	c.botted = c.botted || m.sender == senderBot
	p := &m
	c.messages = append(c.messages, p)
	w.messages[m.id] = p
	w.touch(c, at)
	return p
}

// assign makes a the owner of c.
func (w *world) assign(c *chat, a *agent, at int64) {
	if a == nil || len(c.agents) > 0 && c.agents[len(c.agents)-1] == a {
		return
	}
	if len(c.agents) == 0 {
		c.picked = at
	}
	c.agents = append(slices.DeleteFunc(c.agents, func(b *agent) bool { return a == b }), a)
	w.touch(c, at)
}

// touch notes a change of c for the lists.
func (w *world) touch(c *chat, at int64) {
	c.updated = max(c.updated, at)
	if at >= c.visitor.updated {
		c.visitor.updated = at
		w.sorted = false
	}
}

func (w *world) closeThread(t *thread, at int64) {
	t.closed = true
	c := t.chats[len(t.chats)-1]
	c.ended = at
	w.touch(c, at)
}

// list returns all visitors in the order of the profile list.
func (w *world) list(byID bool) []*visitor {
	if byID {
		return slices.SortedFunc(slices.Values(w.listed), func(a, b *visitor) int { return cmp.Compare(a.id, b.id) })
	}
	if !w.sorted {
		slices.SortFunc(w.listed, func(a, b *visitor) int {
			return cmp.Or(cmp.Compare(b.updated, a.updated), cmp.Compare(b.id, a.id))
		})
		w.sorted = true
	}
	return w.listed
}

func (w *world) agent(id model.AgentID) *agent {
	i, ok := slices.BinarySearchFunc(w.agents, id, func(a *agent, id model.AgentID) int { return cmp.Compare(a.id, id) })
	if !ok {
		panic(fmt.Sprintf("fakeacquire: the story names agent %d, who does not exist", id))
	}
	return w.agents[i]
}

// must looks up what a story names.
func must[K ~int64, V any](of map[K]*V, id K) *V {
	v := of[id]
	if v == nil {
		panic(fmt.Sprintf("fakeacquire: the story names %T %d, which does not exist", id, id))
	}
	return v
}
