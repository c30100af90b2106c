package privacy

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// strangerRow is a row whose name and last word are to be hidden.
func strangerRow(i, version int) *model.Row {
	return &model.Row{
		Key: model.Key{Visitor: model.VisitorID(i + 1)}, Messages: version,
		Name: safetext.Line(fmt.Sprintf("Ana Lima%d", i)), LastText: safetext.Clean(fmt.Sprintf("Ana Lima%d: ana%d@example.com v%d", i, i, version)),
	}
}

// Whatever changes from one Snapshot to the next, rows and masks, a Cache shows
// what a Cache that has seen nothing shows, and holds no more than it says.
func TestCacheMasksAsIfItHeldNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var held Cache
		var list []*model.Row
		for step := range rapid.IntRange(1, 30).Draw(t, "snapshots") {
			for range rapid.IntRange(0, 60).Draw(t, "changes") {
				switch i := rapid.IntRange(0, 40).Draw(t, "row"); {
				case i >= len(list):
					list = append(list, strangerRow(len(list), step))
				case i%7 == 0:
					list = slices.Delete(slices.Clone(list), i, i+1)
				default:
					list = slices.Clone(list)
					list[i] = strangerRow(i, step)
				}
			}
			m := MasksOf(rapid.SampledFrom([]string{"all", "all", "names", "texts", "off"}).Draw(t, "mask"))
			s := &model.Snapshot{Threads: list}
			got, want := held.Snapshot(m, s), new(Cache).Snapshot(m, s)
			if len(got.Threads) != len(list) {
				t.Fatalf("%d rows of %d", len(got.Threads), len(list))
			}
			for i, r := range got.Threads {
				was, is := list[i], want.Threads[i]
				if r.Key != was.Key || r.Messages != was.Messages || r.Name != is.Name || r.LastText != is.LastText {
					t.Fatalf("%+v: row %d is %+v, want %+v", m, i, r, is)
				}
				if m.Names && !r.Name.IsEmpty() || m.Texts && (r.LastText == was.LastText || r == was) {
					t.Fatalf("%+v: row %d of %q shows %q: %q", m, i, was.LastText, r.Name, r.LastText)
				}
			}
			if len(held.rows) > 2*len(list)+spareRows {
				t.Fatalf("%d rows are held for %d", len(held.rows), len(list))
			}
		}
	})
}

// A row that did not change is the one that was masked before; other masks make it another.
func TestCacheSharesRows(t *testing.T) {
	var c Cache
	all, names := MasksOf("all"), MasksOf("names")
	a, b := strangerRow(1, 1), strangerRow(2, 1)
	was := c.Snapshot(all, &model.Snapshot{Threads: []*model.Row{a, b}})
	changed := strangerRow(1, 2)
	is := c.Snapshot(all, &model.Snapshot{Threads: []*model.Row{b, changed}})
	if is.Threads[0] != was.Threads[1] {
		t.Error("a row that did not change is masked again")
	}
	if r := is.Threads[1]; r.Messages != 2 || r.LastText == was.Threads[0].LastText || r.LastText == changed.LastText {
		t.Errorf("a changed row shows %q", r.LastText)
	}
	if r := c.Snapshot(names, &model.Snapshot{Threads: []*model.Row{b}}).Threads[0]; r.LastText.String() != "[name] [name]2: [name]2@example.com v1" || !r.Name.IsEmpty() {
		t.Errorf("with names hidden alone the row is %+v", r)
	}
	s := &model.Snapshot{Threads: []*model.Row{b}}
	if c.Snapshot(Masks{}, s) != s || len(c.rows) != 0 {
		t.Errorf("where nothing is hidden %d rows are held", len(c.rows))
	}
	if r := c.Snapshot(all, s).Threads[0]; r.LastText == b.LastText || !r.Name.IsEmpty() {
		t.Errorf("hidden again the row is %+v", r)
	}
}

// Whatever an agent calls the visitor by whose name is hidden, no text of the thread shows it: neither
// one of the names that the messages have, nor the one that the visitors' list has.
func TestWordsHideEveryNameOfTheVisitor(t *testing.T) {
	text := func(side model.Side, name, visitor, words string) model.Message {
		return model.Message{Side: side, Name: safetext.Line(name), VisitorName: safetext.Line(visitor), Text: safetext.Clean(words), Source: safetext.Clean("<b>" + words)}
	}
	list := []model.Message{
		text(model.SideVisitor, "Ana Lima", "Ana Lima", "hi"),
		text(model.SideAgent, "Joy", "", "Hello ANA, Mrs Souza, is Lima your name?"),
		text(model.SideBot, "Robin", "A. Wei", "Thank you Wei, this is Joy"),
	}
	for mask, want := range map[string]string{
		"names": "Hello [name], Mrs [name], is [name] your name?|Thank you [name], this is Joy", "all": "Hello [name], Mrs [name], is [name] your name?|Thank you [name], this is Joy",
		"texts": "Hello ANA, Mrs Souza, is Lima your name?|Thank you Wei, this is Joy",
	} {
		got := MasksOf(mask).Messages(list, safetext.Line("Ana Souza"))
		if s := got[1].Text.String() + "|" + got[2].Text.String(); s != want {
			t.Errorf("%s: %q, want %q", mask, s, want)
		}
		if sent := got[1].Source.IsEmpty(); sent != (mask != "texts") {
			t.Errorf("%s: what was sent is gone: %v", mask, sent)
		}
	}
	if list[1].Text.String() != "Hello ANA, Mrs Souza, is Lima your name?" {
		t.Error("the messages themselves were changed")
	}
}

// BenchmarkSnapshot masks 50,000 threads of which 800 changed.
func BenchmarkSnapshot(b *testing.B) {
	list := make([]*model.Row, 50_000)
	for i := range list {
		list[i] = strangerRow(i, 0)
	}
	for _, kind := range []string{"first", "tick"} {
		b.Run(kind, func(b *testing.B) {
			b.ReportAllocs()
			var c Cache
			for n := 0; b.Loop(); n++ {
				if kind == "first" {
					c = Cache{}
				} else {
					for i := range 800 {
						own := *list[i]
						list[i] = &own
					}
				}
				c.Snapshot(MasksOf("all"), &model.Snapshot{Threads: list})
			}
		})
	}
}
