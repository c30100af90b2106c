// Package model is what the rest of the program speaks of: messages and threads,
// the Event that carries them, the Snapshot and its figures, limits, the verdict
// (what is critical), coverage, health and what is usual. What reads a Snapshot off
// Events is the package board; Events also merge without it. The figures of days are
// the package ledger's.
//
// It is pure: no I/O, no clock, no goroutine; time is always an argument. It
// imports nothing of ours but model/safetext, and every stranger's string in its
// types is a safetext.Text. Events merge in any order and any number of times.
//
// Acquire's unit is the chat (chat_id), one conversation. A thread strings a
// visitor's chats together and is one row of the screen.
package model

import (
	"slices"
	"time"

	"floorwatch/model/safetext"
)

// Ids as Acquire numbers them. An id that is no positive number that fits (a
// drift of the API) becomes a negative one derived from the row, so the row
// still has a stable key.
type (
	MessageID int64
	ChatID    int64
	ThreadID  int64
	VisitorID int64
	AgentID   int64 // the agent's user id: sender_id in messages, user_id in lists
)

// NoThread is Acquire's thread_id of a chat that belongs to no thread.
const NoThread ThreadID = -1

// A Key names a row of the screen: one thread of one visitor, or with NoThread
// all chats of the visitor that no known thread claims.
type Key struct {
	Visitor VisitorID `json:"visitor"`
	Thread  ThreadID  `json:"thread"`
}

// A Side is who speaks.
type Side uint8

// Sides. SideUnknown counts as nobody in every figure.
const (
	SideUnknown Side = iota
	SideVisitor
	SideAgent
	SideBot
)

// A Kind is what a row of a transcript is. Only KindMessage, and KindUnknown
// from a visitor, count in figures; the rest is shown and counted in nothing.
type Kind uint8

// Kinds.
const (
	KindUnknown Kind = iota
	KindMessage
	KindNote
	KindEvent
	KindFeedback
	KindEmail
)

// Seen says whether the other side has seen a message.
type Seen uint8

// Seen states. SeenUnknown is a value nobody documents; it counts as not seen.
const (
	SeenUnknown Seen = iota
	SeenNo
	SeenYes
)

// A Message is one line of a chat. All times are the server's.
type Message struct {
	ID      MessageID `json:"id"`
	Chat    ChatID    `json:"chat"`
	Visitor VisitorID `json:"visitor"`
	// Thread is the thread that was asked for, or NoThread. The thread list is
	// the better source and wins where it names the chat.
	Thread ThreadID  `json:"thread"`
	SentAt time.Time `json:"sent"` // zero where the API's time could not be read
	Side   Side      `json:"side"`
	Kind   Kind      `json:"kind"`
	// Type is the API's word where Kind is KindUnknown, else empty.
	Type        safetext.Text `json:"type,omitzero"`
	Sender      AgentID       `json:"sender,omitempty"` // of an agent's message, else 0
	Name        safetext.Text `json:"name,omitzero"`    // of the agent or bot, as shown
	VisitorName safetext.Text `json:"visitor_name,omitzero"`
	Text        safetext.Text `json:"text,omitzero"`
	// Source is what was sent, where Text was made of HTML and is not the same.
	Source  safetext.Text `json:"source,omitzero"`
	Seen    Seen          `json:"seen"`
	Offline bool          `json:"offline,omitempty"` // offline_chat
	Missed  bool          `json:"missed,omitempty"`  // missed_chat
	Edited  bool          `json:"edited,omitempty"`  // two observations differ in Text
	// Bare: retention let Text and Source go, and TextSum is left of it, which tells an edit. So it does of what is gone.
	Bare    bool   `json:"bare,omitempty"`
	TextSum uint32 `json:"text_sum,omitempty"`

	// Gone: a Board says that it is not in Acquire any more.
	Gone bool `json:"-"`

	// FirstAt is when this message was first observed, LastAt when its
	// content above was; merging keeps the earliest and the latest.
	FirstAt time.Time `json:"first"`
	LastAt  time.Time `json:"last"`
	// SeenAt is the first observation that found it seen; zero while unseen.
	SeenAt time.Time `json:"seen_at,omitzero"`
}

// Status is a thread's status in the thread list.
type Status uint8

// Statuses. Acquire keeps "open" long after a chat has ended, so StatusOpen proves nothing.
const (
	StatusUnknown Status = iota
	StatusOpen
	StatusClosed
)

// Sharing is what the thread list says of co-browsing and recordings in the newest
// chat of a thread. Older answers count co-browsing (co_browse), newer ones only name
// its recording (cobrowse_recording), so the zero value also stands for "not said".
type Sharing struct {
	CoBrowsed        int  `json:"co_browsed,omitempty"` // how many times
	CoBrowseRecorded bool `json:"co_browse_recorded,omitempty"`
	Recorded         bool `json:"recorded,omitempty"`
}

// ThreadInfo is what the thread list says of a thread.
type ThreadInfo struct {
	ID         ThreadID        `json:"id"`
	Visitor    VisitorID       `json:"visitor"`
	Chats      []ChatID        `json:"chats,omitempty"` // all chats of the thread
	Last       ChatID          `json:"last"`            // the newest one: the cursor to poll with
	Status     Status          `json:"status"`
	Agents     []AgentID       `json:"agents,omitempty"` // the owner is the last
	AgentNames []safetext.Text `json:"agent_names,omitempty"`
	Offline    bool            `json:"offline,omitempty"`
	Unseen     int             `json:"unseen,omitempty"` // unseen_count
	Stars      int             `json:"stars,omitempty"`  // feedback_rating, of the newest chat: 1 to 5; 0: not rated
	Sharing
	ActiveAt time.Time `json:"-"`  // the newest time that the row gives, of a message, a change or a chat's start; only for the order of reading
	At       time.Time `json:"at"` // when observed; the newest wins
}

// VisitorInfo is what the profile list says of a visitor.
type VisitorInfo struct {
	ID   VisitorID     `json:"id"`
	Name safetext.Text `json:"name,omitzero"`
	At   time.Time     `json:"at"` // when observed; the newest wins
}

// AgentInfo is what the agents list says of an agent.
type AgentInfo struct {
	ID         AgentID       `json:"id"`
	Name       safetext.Text `json:"name,omitzero"`
	Role       safetext.Text `json:"role,omitzero"`
	Department safetext.Text `json:"department,omitzero"`
	Type       safetext.Text `json:"user_type,omitzero"` // Acquire's user_type: of an automation no person's
	Disabled   bool          `json:"disabled,omitempty"` // the login is switched off; not presence
	At         time.Time     `json:"at"`                 // when observed; the newest wins
}

// Polled says that a thread was read with success: the base of every data age.
type Polled struct {
	Key Key       `json:"key"`
	At  time.Time `json:"at"` // the newest wins
}

// An Ack is a leader's word that a chat needs no reply up to a visitor's
// message. It holds until the visitor writes again. An Ack with Undo takes
// back earlier ones of the chat; the newest wins.
type Ack struct {
	Chat ChatID    `json:"chat"`
	Upto MessageID `json:"upto"`
	Undo bool      `json:"undo,omitempty"`
	At   time.Time `json:"at"`
	// By is the user who said so, as the server knows them, never as a viewer names itself; empty: not known.
	By safetext.Text `json:"by,omitzero"`
}

// A Claim is a leader's "I am on it" for a chat, up to a visitor's message. The
// clocks go on. A Claim with Undo takes back earlier ones of the chat; the
// newest wins. It is no Ack with a mark, since a program that does not know the
// mark would stop the clocks.
type Claim struct {
	Chat ChatID        `json:"chat"`
	Upto MessageID     `json:"upto,omitempty"`
	Undo bool          `json:"undo,omitempty"`
	At   time.Time     `json:"at"`
	By   safetext.Text `json:"by,omitzero"` // as in Ack
}

// An AuditAction is what a leader has done that shows or takes away what is to be kept: a line for the log of who reads the floor.
type AuditAction struct {
	What string `json:"what"`           // AuditUnmask or AuditExport
	Rows int    `json:"rows,omitempty"` // of an export
}

// What an AuditAction can be.
const (
	AuditUnmask = "unmasked"
	AuditExport = "exported"
)

// Known reports whether d is of a kind that this program knows.
func (d AuditAction) Known() bool { return d.What == AuditUnmask || d.What == AuditExport }

// Floor says which floor a stream is of, so that who reads it needs no
// configuration for its name. The newest wins.
type Floor struct {
	Name     safetext.Text `json:"name,omitzero"`
	Invented bool          `json:"invented,omitempty"` // of --demo or a demo-server
	Zone     safetext.Text `json:"zone,omitzero"`      // the time zone of its days, as an IANA name
	At       time.Time     `json:"at"`
}

// Conflicts reports whether what is kept of two floors must not meet: one is invented and the other is real, or both are
// invented and by name of different runs, whose chats have the same numbers.
func (f Floor) Conflicts(g Floor) bool {
	return f.Invented != g.Invented || f.Invented && f.Name.String() != g.Name.String()
}

// Compare orders what was said of a floor, the newest last.
func (f *Floor) Compare(g *Floor) int { return compareNewest(f.At, g.At, f, g) }

// A Duration read from Acquire's totals; Known is false where Acquire gave none.
type Duration struct {
	D     time.Duration `json:"d"`
	Known bool          `json:"known"`
}

// DayTotals are today's totals as Acquire counts them. They are shown beside
// our own figures under Acquire's name and never mixed with them.
type DayTotals struct {
	At       time.Time     `json:"at"`
	Total    int           `json:"total"`
	Answered int           `json:"answered"`
	Missed   int           `json:"missed"`
	Response Duration      `json:"response"`
	Agents   []AgentTotals `json:"agents,omitempty"`
}

// AgentTotals are one agent's totals of the day in Acquire's Team Analytics.
type AgentTotals struct {
	ID             AgentID  `json:"id"`
	Assigned       int      `json:"assigned"`
	Handled        int      `json:"handled"` // Acquire's total_chat means chats handled
	Unanswered     int      `json:"unanswered"`
	Missed         int      `json:"missed"`
	ChatTime       Duration `json:"chat_time"`    // average
	Response       Duration `json:"response"`     // average
	TimeOnChat     Duration `json:"time_on_chat"` // total
	RatingPositive int      `json:"rating_positive"`
	RatingNegative int      `json:"rating_negative"`
}

// NewestChat is the chat that the list's row is about; 0 where it names none.
func (t *ThreadInfo) NewestChat() ChatID {
	if t.Last != 0 || len(t.Chats) == 0 {
		return t.Last
	}
	return slices.Max(t.Chats)
}

// HasChat reports whether t says that the chat is its own.
func (t *ThreadInfo) HasChat(c ChatID) bool { return t.Last == c || slices.Contains(t.Chats, c) }

// Owner is the agent whom the list names; 0 is nobody.
func (t *ThreadInfo) Owner() AgentID {
	if len(t.Agents) == 0 {
		return 0
	}
	return t.Agents[len(t.Agents)-1]
}

// AllChats returns the chats that t names.
func (t *ThreadInfo) AllChats() []ChatID {
	if t.Last == 0 || slices.Contains(t.Chats, t.Last) {
		return t.Chats
	}
	return append(slices.Clip(t.Chats), t.Last)
}
