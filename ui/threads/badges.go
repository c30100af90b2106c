package threads

import (
	"strconv"
	"strings"

	"floorwatch/model"
)

// rest says in a word how a chat stands that does not wait.
func rest(r *model.Row) string {
	switch {
	case r.Offline:
		return "offline"
	case r.Acked:
		return "acknowledged"
	case r.Missed:
		return "missed"
	case r.Missing:
		return "missed?"
	case r.Over:
		return "ended"
	case r.Lane == model.LaneBot:
		return "with bot"
	case r.Gone:
		return "visitor left?"
	case r.LastSide == model.SideAgent:
		return "answered"
	case r.LastSide == model.SideBot:
		return "with bot"
	}
	return "open"
}

// badges are what else there is to know of a chat, as many whole words as fit
// into w cells; what its state says already is left out. The gap stands first:
// the others are read off what is known of the chat.
func badges(r *model.Row, w int) string {
	said := ""
	if !r.Wait.Running {
		said = rest(r)
	}
	out := ""
	for _, b := range []struct {
		is   bool
		word string
	}{
		{len(r.Gaps) > 0, "gap"}, {r.Claimed, "claimed"}, {r.Missed, "missed"}, {r.Missing, "missed?"}, {r.Offline, "offline"},
		{r.Chats > 1, ordinal(r.Chats)}, {r.Bot, "bot"},
	} {
		if !b.is || strings.Contains(said, b.word) || len(out)+1+len(b.word) > w && out != "" {
			continue
		}
		if out != "" {
			out += " "
		}
		out += b.word
	}
	return out
}

// ordinal writes the number of a visitor's chat: "2nd".
func ordinal(n int) string {
	tail := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			tail = "st"
		case 2:
			tail = "nd"
		case 3:
			tail = "rd"
		}
	}
	return strconv.Itoa(n) + tail
}
