package fakeacquire

import (
	"fmt"
	"strings"
)

// A Dialect is one interpretation of what Acquire's documentation leaves open. A client must show the same floor
// with each. The zero value is the simplest.
type Dialect struct {
	Cursor     Cursor
	NoCursor   NoCursor
	NoThread   NoThread
	NewChats   NewChats
	Threadless Threadless
	IDs        IDs
	Seen       SeenWords
	Times      Times
	Events     Events
	Bots       Bots
	Closed     Closed
	Rows       Rows
	List       List
	Escapes    Escapes
	Packing    Packing
	Reading    Reading
}

// A Cursor says what last_chat_id means.
type Cursor uint8

// Meanings of last_chat_id.
const (
	CursorChatOnly     Cursor = iota // that chat only
	CursorChatAndLater               // that chat and later ones
	CursorLaterOnly                  // later ones only
	CursorUpToChat                   // all up to that chat
	CursorMessage                    // it is a message id: later messages
	cursors
)

// NoCursor says what a last_chat_id of 0 means.
type NoCursor uint8

// Meanings of last_chat_id = 0.
const (
	NoCursorAll  NoCursor = iota // no restriction
	NoCursorZero                 // the number 0, like any other id
	noCursors
)

// NoThread says what thread_id = -1 means.
type NoThread uint8

// Meanings of thread_id = -1.
const (
	NoThreadAny   NoThread = iota // any chat of the visitor
	NoThreadValue                 // only chats that belong to no thread
	noThreads
)

// NewChats says whether Message may return a chat that no list has named yet.
type NewChats uint8

// Values of NewChats.
const (
	NewChatsShown  NewChats = iota // wherever the cursor allows it
	NewChatsListed                 // only once the thread list or the profile list has named it
	newChats
)

// Threadless says where chats without a thread are listed.
type Threadless uint8

// Values of Threadless.
const (
	ThreadlessListed   Threadless = iota // in the thread list, under thread_id -1
	ThreadlessUnlisted                   // only as the chat_id of the profile list
	threadless
)

// IDs says how ids and flags are written.
type IDs uint8

// Notations of ids and flags.
const (
	IDsNumbers IDs = iota // JSON numbers, as documented: 944199
	IDsStrings            // "944199"; flags "0" and "1"
	IDsMixed              // alternating, senders as "agent-15416"; flags false and true
	idNotations
)

// SeenWords are the two values of seen.
type SeenWords uint8

// Values of seen and not seen.
const (
	SeenOrEmpty  SeenWords = iota // "seen", ""
	SeenYesNo                     // "yes", "no"
	SeenOneZero                   // 1, 0
	SeenBool                      // true, false, and sometimes null
	SeenOrUnseen                  // "seen", "unseen"
	seenWords
)

// Times says in which zone times are written.
type Times uint8

// Zones of times.
const (
	TimesUTC     Times = iota // in UTC, whatever the zone header says
	TimesShifted              // by the zone header's offset
	timeZones
)

// Events says who is the sender of an event row.
type Events uint8

// Senders of event rows.
const (
	EventsOfCauser Events = iota // whoever caused it: "agent", "visitor"
	EventsOfSystem               // always the word "system", without an id
	eventSenders
)

// Bots says how a bot's rows look.
type Bots uint8

// Senders of a bot's rows; bot_name is set in both.
const (
	BotsOwnType  Bots = iota // sender_type "bot"
	BotsAsAgents             // sender_type "agent"
	botSenders
)

// Closed is the word for a closed thread.
type Closed uint8

// Words for a closed thread.
const (
	ClosedClose  Closed = iota // "close"
	ClosedClosed               // "closed"
	closedWords
)

// Rows says how the messages of an answer are ordered.
type Rows uint8

// Orders of messages.
const (
	RowsOldestFirst Rows = iota // by id, the oldest message first
	RowsNewestFirst             // by id, the newest message first
	RowsShuffled                // in an order that follows from the ids
	RowsTwice                   // each one twice
	rowOrders
)

// List is the order of the profile list.
type List uint8

// Orders of the profile list.
const (
	ListNewestFirst List = iota // by the last change
	ListByID                    // oldest visitor first, whatever happened since
	lists
)

// Escapes says how text is written in JSON.
type Escapes uint8

// Notations of text.
const (
	EscapesFew Escapes = iota // as UTF-8, with only JSON's necessary escapes
	EscapesAll                // beyond ASCII as \uXXXX, and \/, as PHP does
	escapes
)

// Packing says whether answers are compressed for clients that accept it.
type Packing uint8

// Compressions of answers.
const (
	PackingNone Packing = iota // never, whatever the client accepts
	PackingGzip                // with gzip, if the client accepts it
	packings
)

// Reading says whether requesting messages marks the visitor's as seen.
type Reading uint8

// Effects of reading.
const (
	ReadingLeaves Reading = iota // requesting messages changes nothing on the account
	ReadingMarks                 // and query_seen is the number of messages marked
)

// Dialects returns the dialects that a client has to handle: every combination of what decides which rows an
// answer has (cursor, thread and lists), with the notations distributed over them so that each notation occurs
// with each cursor. It leaves out Reading, which changes the floor itself.
func Dialects() []Dialect {
	var all []Dialect
	for i := range int(cursors) * int(noCursors) * int(noThreads) * int(newChats) * int(threadless) {
		d := Dialect{
			IDs:     IDs(i % int(idNotations)),
			Seen:    SeenWords((i + i/int(cursors)) % int(seenWords)),
			Times:   Times(i / 3 % int(timeZones)),
			Events:  Events(i / 7 % int(eventSenders)),
			Bots:    Bots(i / 11 % int(botSenders)),
			Closed:  Closed(i / 2 % int(closedWords)),
			Rows:    Rows(i / 3 % int(rowOrders)),
			List:    List(i / 13 % int(lists)),
			Escapes: Escapes(i / 5 % int(escapes)),
			Packing: Packing(i / 9 % int(packings)),
		}
		n := i
		d.Cursor, n = Cursor(n%int(cursors)), n/int(cursors)
		d.NoCursor, n = NoCursor(n%int(noCursors)), n/int(noCursors)
		d.NoThread, n = NoThread(n%int(noThreads)), n/int(noThreads)
		d.NewChats, n = NewChats(n%int(newChats)), n/int(newChats)
		d.Threadless = Threadless(n)
		all = append(all, d)
	}
	return all
}

// String names what differs from the zero value, for the names of tests.
func (d Dialect) String() string {
	var s []string
	say := func(what string, value uint8, words ...string) {
		if value > 0 {
			s = append(s, fmt.Sprintf("%s=%s", what, words[value-1]))
		}
	}
	say("cursor", uint8(d.Cursor), "and-later", "later-only", "up-to", "message")
	say("no-cursor", uint8(d.NoCursor), "zero")
	say("no-thread", uint8(d.NoThread), "value")
	say("new-chats", uint8(d.NewChats), "listed")
	say("threadless", uint8(d.Threadless), "unlisted")
	say("ids", uint8(d.IDs), "strings", "mixed")
	say("seen", uint8(d.Seen), "yes-no", "1-0", "bool", "unseen")
	say("times", uint8(d.Times), "shifted")
	say("events", uint8(d.Events), "system")
	say("bots", uint8(d.Bots), "agents")
	say("closed", uint8(d.Closed), "closed")
	say("rows", uint8(d.Rows), "newest-first", "shuffled", "twice")
	say("list", uint8(d.List), "by-id")
	say("escapes", uint8(d.Escapes), "all")
	say("packing", uint8(d.Packing), "gzip")
	say("reading", uint8(d.Reading), "marks")
	if len(s) == 0 {
		return "plain"
	}
	return strings.Join(s, ",")
}
