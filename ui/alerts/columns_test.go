package alerts

import (
	"strings"
	"testing"
)

// The columns go in the order of the mockups: what the agent does first, then the chat's number, the visitor, and the
// times. Who and what stay, whole for a wait of an hour and a name of thirteen letters.
func TestColumnsGoInTheirOrder(t *testing.T) {
	for _, c := range []struct {
		w     int
		heads string
	}{
		{116, "since for what agent agent is chat visitor"}, {76, "since for what agent chat visitor"},
		{56, "since for what agent"}, {44, "what agent"},
	} {
		var heads []string
		for _, col := range table(c.w, nil).Columns {
			heads = append(heads, col.Title)
			if least := map[string]int{"agent": len("Marco Bianchi"), "what": len("waits 59m59s, unseen")}[col.Title]; col.Width < least {
				t.Errorf("on %d cells %s has %d, want %d", c.w, col.Title, col.Width, least)
			}
		}
		if got := strings.Join(heads, " "); got != c.heads {
			t.Errorf("on %d cells the columns are %q, want %q", c.w, got, c.heads)
		}
	}
}
