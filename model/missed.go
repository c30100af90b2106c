package model

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model/safetext"
)

// A MissedChat is a chat of today that ended without an answer. Board.Missed lists them, the latest end first.
type MissedChat struct {
	Key        Key
	Chat       ChatID
	At         time.Time     // when it ended
	Missed     bool          // no agent wrote in it, or Acquire flags it as missed; else it was dropped
	Unsure     bool          // its end was not observed, so it counts only in the upper bounds
	Waited     time.Duration // how long the visitor had been waiting at the end, in business hours
	Unanswered int           // messages without an answer at the end
	Name       safetext.Text // of the visitor; empty if unknown
	Owner      AgentID       // 0: nobody
	OwnerName  safetext.Text
	Department safetext.Text // the agent's; empty without an owner, since Acquire does not say which one the chat was for
}

// Ended is the word for how it ended, as in the figures' names.
func (m *MissedChat) Ended() string {
	if m.Missed {
		return "missed"
	}
	return "dropped"
}

// ChatAddress returns the address of a chat's page in Acquire. pattern is screen.address, in which {chat},
// {visitor} and {thread} stand for the numbers; the result of an empty pattern is empty.
func ChatAddress(pattern string, k Key, c ChatID) string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	return strings.NewReplacer("{chat}", number(int64(c)), "{visitor}", number(int64(k.Visitor)), "{thread}", number(int64(k.Thread))).Replace(pattern)
}
