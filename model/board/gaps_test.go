package board

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"floorwatch/model"
)

// drawGap draws a word on a gap between two messages of a history, or beside it.
func drawGap(t *rapid.T, msgs []model.Message) model.Gap {
	id := func(name string) model.MessageID {
		if len(msgs) == 0 || rapid.IntRange(0, 9).Draw(t, "stranger") == 0 {
			return model.MessageID(rapid.IntRange(-3, 3).Draw(t, name))
		}
		return rapid.SampledFrom(msgs).Draw(t, name).ID
	}
	g := model.Gap{Before: id("before"), After: id("after")}
	if rapid.Bool().Draw(t, "dated") {
		g.At = sec(rapid.IntRange(0, 4000).Draw(t, "noticed"))
	}
	if rapid.Bool().Draw(t, "healed") {
		g.Healed = sec(rapid.IntRange(0, 4000).Draw(t, "healed at"))
	}
	return g
}

// gapped is a Board of one chat, its messages 1000 to 1003 known, with a gap above the third.
func gapped(t testing.TB, cfg Config) *Board {
	b := New(cfg)
	b.Apply(model.Event{At: sec(40), Messages: readStream(t, 1, "V0 A10 V30 V31"), Gaps: []model.Gap{{Before: 1001, After: 1002}}})
	return b
}

func TestGapStandsUntilItIsHealed(t *testing.T) {
	b := gapped(t, Config{})
	want := func(now int, gaps ...model.MessageID) {
		t.Helper()
		if got := rowOf(t, b.At(sec(now)), 1).Gaps; !slices.Equal(got, gaps) {
			t.Errorf("at %d: gaps above %v, want %v", now, got, gaps)
		}
	}
	want(39)
	want(40, 1002)
	healed := model.Event{At: sec(90), Gaps: []model.Gap{{Before: 1001, After: 1002, At: sec(40), Healed: sec(90)}}}
	b.Apply(healed)
	want(40, 1002) // as it was known then
	want(89, 1002)
	want(90)
	b.Apply(model.Event{At: sec(100), Gaps: []model.Gap{{Before: 1001, After: 1002}}}) // an old word that comes late
	want(100)
	want(39)
}

// A gap changes no figure.
func TestGapChangesNoFigure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		a, b := h.board(), h.board()
		for range 3 {
			b.Apply(model.Event{At: sec(0), Gaps: []model.Gap{drawGap(t, h.msgs)}})
		}
		x, y := a.At(sec(h.now)), b.At(sec(h.now))
		for i := range y.Threads {
			own := *y.Threads[i] // rows are shared with later snapshots
			own.Gaps = nil
			y.Threads[i] = &own
		}
		if !reflect.DeepEqual(x, y) {
			t.Errorf("a gap changes %s\n%v", difference(x, y), h)
		}
	})
}

// What retention let go is not a gap, and a chat that moved to another thread leaves none.
func TestGapNeedsBothSides(t *testing.T) {
	b := gapped(t, Config{Keep: model.Retention{Rows: 2}})
	if got := rowOf(t, b.At(sec(50)), 1).Gaps; got != nil {
		t.Errorf("gaps above %v where retention let all go that was before, want none", got)
	}
	b = gapped(t, Config{})
	moved := readStream(t, 1, "V0 A10")[1]
	moved.Chat, moved.Visitor, moved.LastAt = 9, 77, sec(60)
	b.Apply(model.Event{At: sec(60), Messages: []model.Message{moved}})
	if got := rowOf(t, b.At(sec(61)), 1).Gaps; got != nil {
		t.Errorf("gaps above %v where the message before stands in another thread, want none", got)
	}
	b = gapped(t, Config{})
	if len(b.gaps) != 1 {
		t.Fatalf("%d gaps are known, want 1", len(b.gaps))
	}
	b.Apply(model.Event{At: noon.AddDate(0, 0, 9)})
	if len(b.gaps) != 0 {
		t.Errorf("after nine days %d gaps are remembered, want none", len(b.gaps))
	}
}
