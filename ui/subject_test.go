package ui

import (
	"testing"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

// The pane with the focus says whose activity is shown; the activity pane keeps it.
func TestActivityFollowsTheFocus(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	key := selectedKey(t, a)
	for _, c := range []struct {
		keys, title string
		want        model.Filter
	}{
		{"", "of the floor", model.Filter{}},
		{"tab", "of #61780", model.Filter{Key: key}},
		{"tab", "of the floor", model.Filter{}},           // no agent has been chosen
		{"down", "of Devid Klok", model.Filter{Agent: 1}}, // below those that nobody has
		{"down", "of Aisha Rahman", model.Filter{Agent: 4}},
		{"tab", "of Aisha Rahman", model.Filter{Agent: 4}},
		{"shift+tab enter", "of Aisha Rahman", model.Filter{Agent: 4}},
		{"esc", "of the floor", model.Filter{}},
	} {
		press(a, c.keys)
		if title := "Activity · " + c.title + " · last "; c.want != (model.Filter{}) {
			rowWith(t, a, title)
		} else {
			rowWith(t, a, "Activity · last ") // of the floor needs no word
		}
		if f.Filter != c.want {
			t.Errorf("after %q the activity is of %+v, want %+v", c.keys, f.Filter, c.want)
		}
	}
}
