package model

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// A ChatPast is what was observed of a chat over time beside its messages: it
// cannot be read off the newest word on its thread. Export makes it, and a
// reader who had to let messages go; two of one chat add up.
type ChatPast struct {
	Chat        ChatID      `json:"chat"`
	ClosedFirst time.Time   `json:"closed_first,omitzero"` // first and last found closed
	ClosedLast  time.Time   `json:"closed_last,omitzero"`
	OpenLast    time.Time   `json:"open_last,omitzero"`
	OfflineAt   time.Time   `json:"offline_at,omitzero"` // last looked whether it is an offline one …
	Offline     bool        `json:"offline,omitempty"`   // … and whether it was
	Owners      []OwnerPast `json:"owners,omitempty"`
	Agents      []OwnerPast `json:"agents,omitempty"`      // all that a look found with it
	ListedFirst time.Time   `json:"listed_first,omitzero"` // a thread list first named it as the newest
	CutLast     time.Time   `json:"cut_last,omitzero"`     // the last message that retention let go
	CutAgent    time.Time   `json:"cut_agent,omitzero"`
}

// An OwnerPast is an agent of a chat (as its owner, 0: nobody), and when first and last observed so.
type OwnerPast struct {
	Agent AgentID   `json:"agent"`
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
}

// LetGo says what retention let go, so that a Board made from an Export counts
// it too and does not take it in again. Of two the larger stands.
type LetGo struct {
	Rows int       `json:"rows,omitempty"` // messages
	At   time.Time `json:"at,omitzero"`    // messages up to this place, by time …
	ID   MessageID `json:"id,omitempty"`   // … and id, are not held
}

// mergeLetGo returns what both say.
func mergeLetGo(a, b *LetGo) *LetGo {
	out := LetGo{Rows: max(a.Rows, b.Rows), At: a.At, ID: a.ID}
	if c := cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)); c > 0 {
		out.At, out.ID = b.At, b.ID
	}
	return &out
}

// mergePasts adds up those of one chat.
func mergePasts(a, b []ChatPast) []ChatPast {
	list := slices.Concat(a, b)
	if len(a) == 0 || len(b) == 0 {
		return list
	}
	sum := NewBoard(Config{})
	for i := range list {
		sum.putPast(&list[i])
	}
	list = list[:0]
	for _, id := range slices.Sorted(maps.Keys(sum.facts)) {
		list = append(list, sum.facts[id].past(id))
	}
	return list
}
