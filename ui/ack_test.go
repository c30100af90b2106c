package ui

import (
	"slices"
	"strings"
	"testing"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"

	tea "charm.land/bubbletea/v2"
)

func acksOf(f *uitest.Floor) []model.Ack {
	var acks []model.Ack
	for _, e := range f.Applied {
		acks = append(acks, e.Acks...)
	}
	return acks
}

func TestAcknowledgeAndUndo(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 80, 24)
	row := a.threads.Row(1)
	press(a, "down a")
	next := a.threads.Selected()
	if want := a.threads.Row(2); next.Chat != want.Chat || a.transcript.Key != want.Key {
		t.Errorf("after a chat %d is selected, want the next one, %d, with its words", next.Chat, want.Chat)
	}
	press(a, "u k a")
	acks := acksOf(f)
	if len(acks) != 3 {
		t.Fatalf("%d acknowledgements applied, want 3: %+v", len(acks), acks)
	}
	for i, ack := range acks {
		if ack.Chat != row.Chat || ack.Upto != newestOfVisitor(f.Words[row.Key]) {
			t.Errorf("acknowledgement %d is of chat %d up to %d, want chat %d up to its newest word", i, ack.Chat, ack.Upto, row.Chat)
		}
		if ack.Undo != (i == 1) {
			t.Errorf("acknowledgement %d: undo %v", i, ack.Undo)
		}
		if i > 0 && !ack.At.After(acks[i-1].At) {
			t.Errorf("acknowledgement %d at %v is not later than the one before, at %v: the newest wins", i, ack.At, acks[i-1].At)
		}
	}
	rowWith(t, a, "Acknowledged "+draw.VisitorNumber(row)+" until they write again. u undo")
	press(a, "u")
	rowWith(t, a, "Taken back for "+draw.VisitorNumber(row)+".")
}

func newestOfVisitor(words []model.Message) model.MessageID {
	var id model.MessageID
	for _, m := range words {
		if m.Side == model.SideVisitor && m.Kind == model.KindMessage {
			id = max(id, m.ID)
		}
	}
	return id
}

func TestAcknowledgeWhereThereIsNothingTo(t *testing.T) {
	for _, c := range []struct {
		name, keys, want string
		floor            *uitest.Floor
	}{
		{"nobody waits", "end a", " is not waiting", uitest.NewFloor()},
		{"nothing selected", "a", "No chat is selected.", &uitest.Floor{}},
		{"nothing done", "u", "Nothing to undo", uitest.NewFloor()},
		{"taken back twice", "a u u", "Nothing to undo", uitest.NewFloor()},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, _ := newTestApp(c.floor, 80, 24)
			press(a, c.keys)
			rowWith(t, a, c.want)
		})
	}
}

// An acknowledgement is by the server's clock, like everything of the floor.
func TestAcknowledgeByTheServersClock(t *testing.T) {
	f := uitest.NewFloor()
	f.Status.Skew = 90e9
	a, _ := newTestApp(f, 80, 24)
	press(a, "a")
	if got, want := acksOf(f)[0].At, uitest.Now().Add(90e9); !got.Equal(want) {
		t.Errorf("acknowledged at %v, want %v", got, want)
	}
}

// Whoever else shows or records the floor is told, with the time that the screen's own Board has it by.
func TestAcknowledgementsArePassedOn(t *testing.T) {
	f := uitest.NewFloor()
	a, source := newTestApp(f, 80, 24)
	press(a, "a u")
	if got, want := source.Acks, acksOf(f); len(got) != 2 || !slices.Equal(got, want) {
		t.Errorf("passed on %+v, want the two that were applied: %+v", got, want)
	}
}

func TestReadOnly(t *testing.T) {
	f := uitest.NewFloor()
	cfg := testConfig()
	cfg.ReadOnly = true
	a, source := newAppWith(f, cfg, 80, 24)
	press(a, "a u")
	for _, k := range []string{"y", "Y"} {
		if cmd := press(a, k); cmd != nil {
			t.Errorf("%s of a screen that is read only does something", k)
		}
	}
	if len(acksOf(f)) != 0 || len(source.Acks) != 0 {
		t.Errorf("applied %+v and passed on %+v, want nothing of a screen that is read only", acksOf(f), source.Acks)
	}
	if strings.Contains(screen(a), "acknowledge") {
		t.Errorf("the screen offers to acknowledge:\n%s", screen(a))
	}
}

// The transcript says who is on a chat: the leader who claimed it from here is addressed as its toast does.
func TestWhoIsOnAChat(t *testing.T) {
	f := uitest.NewFloor()
	cfg := DefaultConfig()
	cfg.Me = safetext.Line("ana")
	a := New(f, cfg, &uitest.Source{}, uitest.Now())
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	i := slices.IndexFunc(f.Threads, func(r model.Row) bool { return r.Chat == a.threads.Row(0).Chat })
	now := uitest.Now()
	by := func(name string) {
		f.Threads[i].Claimed, f.Threads[i].ClaimedBy = true, safetext.Line(name)
		now = now.Add(1e9)
		a.Update(draw.Tick(now))
	}
	by("ben")
	rowWith(t, a, "· ben is on it ·")
	by("ana") // from another screen
	rowWith(t, a, "· ana is on it ·")
	press(a, "c")
	by("ana")
	rowWith(t, a, "· you are on it ·")
	by("ben") // who has taken it over
	rowWith(t, a, "· ben is on it ·")
}

// A claim goes to the server, its clock goes on, and the same key gives it back.
func TestClaim(t *testing.T) {
	f, src := uitest.NewFloor(), &uitest.Source{}
	cfg := DefaultConfig()
	cfg.Me = safetext.Line("ana")
	a := New(f, cfg, src, uitest.Now())
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	row := *a.threads.Row(0)
	press(a, "c")
	rowWith(t, a, "You are on "+draw.VisitorNumber(&row)+"")
	press(a, "c")
	rowWith(t, a, "Given back: "+draw.VisitorNumber(&row)+".")
	press(a, "c u")
	rowWith(t, a, "Taken back for "+draw.VisitorNumber(&row)+".")
	var undone []bool
	for _, c := range src.Claims {
		if c.Chat != row.Chat || c.Upto != newestOfVisitor(f.Words[row.Key]) || c.By.String() != "ana" {
			t.Errorf("claimed %+v, want chat %d up to its newest word, by ana", c, row.Chat)
		}
		undone = append(undone, c.Undo)
	}
	if want := []bool{false, true, false, true}; !slices.Equal(undone, want) || len(src.Acks) != 0 {
		t.Errorf("claims undone %v, want %v; %d acknowledgements", undone, want, len(src.Acks))
	}
	press(a, "! c")
	if n := len(src.Claims); n != 5 || src.Claims[4].Chat == 0 {
		t.Errorf("the list of alerts claims %d, want the fifth claim", n)
	}
}
