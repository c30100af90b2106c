package threads

import (
	"strings"

	"floorwatch/model"
)

// rest says in a word what a thread is that waits for nobody.
func rest(r *model.Row) string {
	switch {
	case r.Offline:
		return "offline"
	case r.Acked:
		return "acked"
	case r.Missed:
		return "missed"
	case r.Missing:
		return "missed?"
	case r.Over:
		return "over"
	case r.Lane == model.LaneBot:
		return "with bot"
	case r.Gone:
		return "gone?"
	case r.LastSide == model.SideAgent:
		return "answered"
	case r.LastSide == model.SideBot:
		return "with bot"
	}
	return "open"
}

// badges are what else there is to know of a thread, as many whole words as fit
// into w cells; what the sight column says already is left out. The gap stands
// first: the others are read off what is known of the thread.
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
		{len(r.Gaps) > 0, "gap"}, {r.Missed, "missed"}, {r.Missing, "missed?"}, {r.Offline, "offline"}, {r.Acked, "acked"}, {r.Gone, "gone?"},
		{r.First && r.Wait.Running, "new"}, {r.Bot, "bot"},
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
