package model

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model/safetext"
)

// A MissedChat is one of today that ended without an answer: a Board's Missed lists them, those that ended last first.
type MissedChat struct {
	Key        Key
	Chat       ChatID
	At         time.Time     // when it was over
	Missed     bool          // no agent wrote in it, or Acquire flags it as missed
	Dropped    bool          // an agent had been there, and the visitor's last messages were left
	Unsure     bool          // whether it counts so was not observed: it is among those that may
	Waited     time.Duration // the visitor at the end, in business hours
	Unanswered int           // messages at the end
	Name       safetext.Text // of the visitor; empty where nobody knows it
	Owner      AgentID       // 0: nobody
	OwnerName  safetext.Text
	Department safetext.Text // the agent's; empty where nobody had it: Acquire does not say for which it was
}

// Ended is the word for how it ended, as the figures have it.
func (m *MissedChat) Ended() string {
	if m.Missed {
		return "missed"
	}
	return "dropped"
}

// ChatAddress is a chat's page in Acquire by screen.address, in which {chat}, {visitor} and {thread} stand for
// the numbers; "" where no address is set.
func ChatAddress(pattern string, k Key, c ChatID) string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	return strings.NewReplacer("{chat}", number(int64(c)), "{visitor}", number(int64(k.Visitor)), "{thread}", number(int64(k.Thread))).Replace(pattern)
}
