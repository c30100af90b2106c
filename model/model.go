// Package model holds the vocabulary of the program: messages and threads, the Event that carries them, the
// Snapshot and its figures, limits, the verdict (what is critical), coverage, health and what is usual. Package
// board makes Snapshots of Events; Events also merge without it. The figures of days are in package ledger.
//
// It is pure: no I/O, no clock, no goroutine; time is always an argument. It imports only model/safetext of this
// program, and every string that comes from outside is a safetext.Text. Events merge in any order and any number
// of times.
//
// Acquire's unit is the chat (chat_id), one conversation. A thread strings a visitor's chats together and is one
// row of the screen.
package model

import (
	"slices"
	"time"

	"floorwatch/model/safetext"
)

// Ids as Acquire numbers them. If the API sends something other than a positive 64-bit number, the id is a
// negative number derived from the row, so that the row still has a stable key.
type (
	MessageID int64
	ChatID    int64
	ThreadID  int64
	VisitorID int64
	AgentID   int64 // the agent's user id: sender_id in messages, user_id in lists
)

// NoThread is Acquire's thread_id of a chat that belongs to no thread.
const NoThread ThreadID = -1

// A Key identifies a row of the screen: one thread of one visitor or, with NoThread, all chats of the visitor that
// are in no known thread.
type Key struct {
	Visitor VisitorID `json:"visitor"`
	Thread  ThreadID  `json:"thread"`
}

// A Side is who wrote a message.
type Side uint8

// Sides. SideUnknown counts in no figure.
const (
	SideUnknown Side = iota
	SideVisitor
	SideAgent
	SideBot
)

// A Kind is the type of a row in a transcript. Only KindMessage, and KindUnknown from a visitor, count in figures;
// the others are only shown.
type Kind uint8

// Kinds.
const (
	KindUnknown  Kind = iota // a type that floorwatch does not know
	KindMessage              // what a visitor, an agent or a bot said in the chat
	KindNote                 // an agent's note, which the visitor does not see
	KindEvent                // what happened, such as an agent joining
	KindFeedback             // the visitor's rating, with its words
	KindEmail                // an e-mail within the chat
)

// Seen says whether the other side has seen a message.
type Seen uint8

// Seen states. SeenUnknown is an undocumented value; it counts as not seen.
const (
	SeenUnknown Seen = iota
	SeenNo
	SeenYes
)

// A Message is one row of a chat. All times are by the server's clock.
type Message struct {
	ID      MessageID `json:"id"`
	Chat    ChatID    `json:"chat"`
	Visitor VisitorID `json:"visitor"`
	// Thread is the thread that was requested, or NoThread. If the thread list names the chat, that takes
	// precedence.
	Thread ThreadID  `json:"thread"`
	SentAt time.Time `json:"sent"` // zero if the API's time is unreadable
	Side   Side      `json:"side"`
	Kind   Kind      `json:"kind"`
	// Type is the API's word if Kind is KindUnknown, else empty.
	Type        safetext.Text `json:"type,omitzero"`
	Sender      AgentID       `json:"sender,omitempty"` // of an agent's message, else 0
	Name        safetext.Text `json:"name,omitzero"`    // of the agent or bot, as shown
	VisitorName safetext.Text `json:"visitor_name,omitzero"`
	Text        safetext.Text `json:"text,omitzero"`
	// Source is the original, if Text was made of HTML and differs.
	Source  safetext.Text `json:"source,omitzero"`
	Seen    Seen          `json:"seen"`
	Offline bool          `json:"offline,omitempty"` // offline_chat
	Missed  bool          `json:"missed,omitempty"`  // missed_chat
	Edited  bool          `json:"edited,omitempty"`  // two observations differ in Text
	// Bare: retention dropped Text and Source. TextSum is the hash of the text, by which an edit is still noticed;
	// a deleted message has it too.
	Bare    bool   `json:"bare,omitempty"`
	TextSum uint32 `json:"text_sum,omitempty"`

	// Gone: it no longer exists in Acquire. Set by a Board, not sent.
	Gone bool `json:"-"`

	// FirstAt is when the message was first observed, LastAt when this content was; merging keeps the earliest and
	// the latest.
	FirstAt time.Time `json:"first"`
	LastAt  time.Time `json:"last"`
	// SeenAt is when it was first observed to be seen; zero while unseen.
	SeenAt time.Time `json:"seen_at,omitzero"`
}

// A Status is what the thread list says about whether a thread is open.
type Status uint8

// Statuses. Acquire keeps "open" long after a chat has ended, so StatusOpen proves nothing.
const (
	StatusUnknown Status = iota
	StatusOpen
	StatusClosed
)

// Sharing is what the thread list says about co-browsing and recordings in the newest chat of a thread. Older
// answers count co-browsing (co_browse), newer ones only name its recording (cobrowse_recording), so the zero
// value also means unknown.
type Sharing struct {
	CoBrowsed        int  `json:"co_browsed,omitempty"` // how many times
	CoBrowseRecorded bool `json:"co_browse_recorded,omitempty"`
	Recorded         bool `json:"recorded,omitempty"`
}

// ThreadInfo is a thread as the thread list describes it.
type ThreadInfo struct {
	ID         ThreadID        `json:"id"`
	Visitor    VisitorID       `json:"visitor"`
	Chats      []ChatID        `json:"chats,omitempty"` // all chats of the thread
	Last       ChatID          `json:"last"`            // the newest one, with which the thread is polled
	Status     Status          `json:"status"`
	Agents     []AgentID       `json:"agents,omitempty"` // the last is the owner
	AgentNames []safetext.Text `json:"agent_names,omitempty"`
	Offline    bool            `json:"offline,omitempty"`
	Unseen     int             `json:"unseen,omitempty"` // unseen_count
	Stars      int             `json:"stars,omitempty"`  // feedback_rating, of the newest chat: 1 to 5; 0: not rated
	Sharing
	ActiveAt time.Time `json:"-"`  // the newest time in the row, of a message, a change or a chat's start; only for the order of reading
	At       time.Time `json:"at"` // when observed; the newest wins
}

// VisitorInfo is a visitor as the profile list describes it.
type VisitorInfo struct {
	ID   VisitorID     `json:"id"`
	Name safetext.Text `json:"name,omitzero"`
	At   time.Time     `json:"at"` // when observed; the newest wins
}

// AgentInfo is an agent as the agents list describes it.
type AgentInfo struct {
	ID         AgentID       `json:"id"`
	Name       safetext.Text `json:"name,omitzero"`
	Role       safetext.Text `json:"role,omitzero"`
	Department safetext.Text `json:"department,omitzero"`
	Type       safetext.Text `json:"user_type,omitzero"` // Acquire's user_type, by which automations are recognised
	Disabled   bool          `json:"disabled,omitempty"` // the login is disabled; this says nothing about presence
	At         time.Time     `json:"at"`                 // when observed; the newest wins
}

// Polled records that a thread was read successfully: the basis of every data age.
type Polled struct {
	Key Key       `json:"key"`
	At  time.Time `json:"at"` // the newest wins
}

// An Ack records a leader's decision that a chat needs no reply up to a visitor's message. It holds until the
// visitor writes again. An Ack with Undo cancels earlier ones of the chat; the newest wins.
type Ack struct {
	Chat ChatID    `json:"chat"`
	Upto MessageID `json:"upto"`
	Undo bool      `json:"undo,omitempty"`
	At   time.Time `json:"at"`
	// By is the user who did it, as the server authenticated them and not as a viewer names itself; empty:
	// unknown.
	By safetext.Text `json:"by,omitzero"`
}

// A Claim records a leader's "I am on it" for a chat, up to a visitor's message. The clocks go on. A Claim with
// Undo cancels earlier ones of the chat; the newest wins. It is a type of its own and not an Ack with a flag,
// because a program that does not know the flag would stop the clocks.
type Claim struct {
	Chat ChatID        `json:"chat"`
	Upto MessageID     `json:"upto,omitempty"`
	Undo bool          `json:"undo,omitempty"`
	At   time.Time     `json:"at"`
	By   safetext.Text `json:"by,omitzero"` // as in Ack
}

// An AuditAction is something a leader did that reveals or copies personal data: a line in the log of who reads
// the floor.
type AuditAction struct {
	What string `json:"what"`           // AuditUnmask or AuditExport
	Rows int    `json:"rows,omitempty"` // if exported
}

// Values of AuditAction.What.
const (
	AuditUnmask = "unmasked" // masked names and texts were shown
	AuditExport = "exported" // a table was written to a file
)

// Known reports whether this program knows the kind of action.
func (d AuditAction) Known() bool { return d.What == AuditUnmask || d.What == AuditExport }

// Floor says which floor a stream is from, so that a reader needs no configuration for its name. The newest wins.
type Floor struct {
	Name     safetext.Text `json:"name,omitzero"`
	Invented bool          `json:"invented,omitempty"` // from --demo or a demo-server
	Zone     safetext.Text `json:"zone,omitzero"`      // time zone of its days, an IANA name
	At       time.Time     `json:"at"`
}

// Conflicts reports whether data of the two floors must be kept apart: one is invented and the other real, or both
// are invented and, by their names, of different runs, whose chats have the same numbers.
func (f Floor) Conflicts(g Floor) bool {
	return f.Invented != g.Invented || f.Invented && f.Name.String() != g.Name.String()
}

// Compare orders descriptions of a floor, the newest last.
func (f *Floor) Compare(g *Floor) int { return compareNewest(f.At, g.At, f, g) }

// A Duration is one of Acquire's totals; Known is false if Acquire sent none.
type Duration struct {
	D     time.Duration `json:"d"`
	Known bool          `json:"known"`
}

// DayTotals are today's totals as Acquire counts them. They are shown beside our own figures under Acquire's name
// and never mixed with them.
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

// NewestChat returns the chat that the row describes, or 0 if it names none.
func (t *ThreadInfo) NewestChat() ChatID {
	if t.Last != 0 || len(t.Chats) == 0 {
		return t.Last
	}
	return slices.Max(t.Chats)
}

// HasChat reports whether the row names the chat.
func (t *ThreadInfo) HasChat(c ChatID) bool { return t.Last == c || slices.Contains(t.Chats, c) }

// Owner returns the agent who owns the newest chat; 0 is nobody.
func (t *ThreadInfo) Owner() AgentID {
	if len(t.Agents) == 0 {
		return 0
	}
	return t.Agents[len(t.Agents)-1]
}

// AllChats returns the chats that the row names.
func (t *ThreadInfo) AllChats() []ChatID {
	if t.Last == 0 || slices.Contains(t.Chats, t.Last) {
		return t.Chats
	}
	return append(slices.Clip(t.Chats), t.Last)
}
