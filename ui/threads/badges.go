package threads

import (
	"strings"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// claimed is the badge of a chat that a leader has claimed.
const claimed = "claimed"

// badges lists the notes on a chat, as many whole words as fit into w cells, without those that
// its state says already. A gap comes first, because the others depend on data that it may lack.
func badges(r *model.Row, w int) string {
	status := ""
	if !r.Wait.Running {
		status = draw.ChatStatus(r)
	}
	out := ""
	for _, b := range []struct {
		is   bool
		word string
	}{
		{len(r.Gaps) > 0, "gap"}, {r.Claimed, claimed}, {r.Missed, "missed"}, {r.Missing, "missed?"}, {r.Offline, "offline"},
		{r.Chats > 1, draw.Ordinal(r.Chats)}, {r.Bot, "bot"},
	} {
		if !b.is || strings.Contains(status, b.word) || len(out)+1+len(b.word) > w && out != "" {
			continue
		}
		if out != "" {
			out += " "
		}
		out += b.word
	}
	return out
}
