package fakeacquire

// A Dialect is one interpretation of what Acquire's documentation leaves open. A client must show the same floor
// with each. The zero value is the simplest.
type Dialect struct {
	Cursor             Cursor
	NoCursorZero       bool // last_chat_id = 0 is a number like any other id, otherwise no restriction
	NoThreadValue      bool // thread_id = -1 means chats that belong to no thread, otherwise any chat of the visitor
	NewChatsListed     bool // Message returns a chat only once the thread list or the profile list has named it
	ThreadlessUnlisted bool // chats without a thread are only the chat_id of the profile list, otherwise in the thread list under -1
	IDs                IDs
	Seen               SeenWords
	TimesShifted       bool // times are written by the zone header's offset, otherwise in UTC
	EventsOfSystem     bool // the sender of an event row is the word "system", without an id; otherwise whoever caused it
	BotsAsAgents       bool // a bot's rows have sender_type "agent", otherwise "bot"; bot_name is set in both
	ClosedWord         bool // a closed thread is "closed", otherwise "close"
	Rows               Rows
	ListByID           bool // the profile list has the oldest visitor first, whatever happened since; otherwise the last change
	EscapesAll         bool // text beyond ASCII is \uXXXX, and / is \/, as PHP writes it; otherwise only JSON's necessary escapes
	Gzip               bool // answers are compressed for clients that accept it
	ReadingMarks       bool // requesting messages marks the visitor's as seen, and query_seen is how many were marked
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

// Dialects returns the dialects that a client has to handle: every combination of what decides which rows an
// answer has (cursor, thread and lists), with the notations distributed over them so that each notation occurs
// with each cursor. It leaves out ReadingMarks, which changes the floor itself.
func Dialects() []Dialect {
	var all []Dialect
	odd := func(n int) bool { return n%2 == 1 }
	for i := range int(cursors) * 2 * 2 * 2 * 2 {
		n := i / int(cursors)
		all = append(all, Dialect{
			Cursor:             Cursor(i % int(cursors)),
			NoCursorZero:       odd(n),
			NoThreadValue:      odd(n / 2),
			NewChatsListed:     odd(n / 4),
			ThreadlessUnlisted: odd(n / 8),
			IDs:                IDs(i % int(idNotations)),
			Seen:               SeenWords((i + n) % int(seenWords)),
			TimesShifted:       odd(i / 3),
			EventsOfSystem:     odd(i / 7),
			BotsAsAgents:       odd(i / 11),
			ClosedWord:         odd(i / 2),
			Rows:               Rows(i / 3 % int(rowOrders)),
			ListByID:           odd(i / 13),
			EscapesAll:         odd(i / 5),
			Gzip:               odd(i / 9),
		})
	}
	return all
}
