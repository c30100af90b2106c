package threads

import (
	"strings"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// claimed is the word for a chat that somebody says they look after.
const claimed = "claimed"

// badges are what else there is to know of a chat, as many whole words as fit
// into w cells; what its state says already is left out. The gap stands first:
// the others are read off what is known of the chat.
func badges(r *model.Row, w int) string {
	said := ""
	if !r.Wait.Running {
		said = draw.Standing(r)
	}
	out := ""
	for _, b := range []struct {
		is   bool
		word string
	}{
		{len(r.Gaps) > 0, "gap"}, {r.Claimed, claimed}, {r.Missed, "missed"}, {r.Missing, "missed?"}, {r.Offline, "offline"},
		{r.Chats > 1, draw.Ordinal(r.Chats)}, {r.Bot, "bot"},
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
