package wall

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// twoFloors is a wall of a calm floor, north, and of a busy one, south.
func twoFloors(w, h int) (wall *Wall, north, south *uitest.Floor) {
	north, south = calmFloor(), uitest.NewFloor()
	for i := range south.Threads {
		south.Threads[i].Wait, south.Threads[i].Unseen, south.Threads[i].SeenFor = model.Clock{}, model.Clock{}, model.Clock{}
	}
	south.Threads[3].Wait, south.Threads[3].Owner, south.Threads[3].OwnerName = uitest.Since(125), 77, safetext.Line("Xaver Zorn")
	south.Head.HalfHour.MissedLevel = model.LevelOK
	wall = NewFloors([]Floor{{"North", north}, {"South", south}}, DefaultConfig(), drawtest.Screen(), uitest.Now())
	wall.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return wall, north, south
}

// The pages go through the floors, each names its own, and the bar counts all of them.
func TestSeveralFloorsOnOneWall(t *testing.T) {
	w, north, south := twoFloors(160, 45)
	for i := range 9 {
		at := uitest.Now().Add(time.Duration(20*i) * time.Second)
		north.Status.LastGood, south.Status.LastGood = at, at
		for _, f := range []*uitest.Floor{north, south} {
			for j := range f.Threads {
				f.Threads[j].PolledAt = at
			}
		}
		wallTick(w, at)
		name := []string{"North", "South"}[i/4%2]
		wallHas(t, w, name+"  ")
		blockHas(t, w, strings.ToUpper(name))
		blockHas(t, w, "1 OVER LIMIT")
		blockHas(t, w, "X.Z.  SOUTH") // whose the worst is
	}
}

// A floor that is gone is stale on its pages and in the bar, and the other one goes on.
func TestAFloorThatIsGone(t *testing.T) {
	for _, size := range [][2]int{{160, 45}, {100, 27}} {
		w, north, south := twoFloors(size[0], size[1])
		at := uitest.Now().Add(62 * time.Second)
		north.Status.State, north.Status.LastGood = model.StateRetrying, uitest.Now()
		south.Status.LastGood = at
		for j := range south.Threads {
			south.Threads[j].PolledAt = at
		}
		w.rotation.since = at
		wallTick(w, at)
		wallHas(t, w, "look in Acquire itself") // the page of North
		said := func(s string) {
			t.Helper()
			if size[1] < 28 {
				wallHas(t, w, s)
			} else {
				blockHas(t, w, s)
			}
		}
		if size[1] < 28 {
			said("NORTH STALE 1:02 · SOUTH 1 OVER LIMIT · 3:07 X.Z.")
		} else {
			said("NORTH STALE · SOUTH 1 OVER  3:07  X.Z.")
		}
		if size[1] >= 28 { // an age goes before what a count is of, and a floor is named before its figures
			b := barView{&pageView{Wall: w, floor: w.shown()}}
			a := b.chatMessage([]string{"12"}, w.floors[1].worst(), w.floors[1], b.staleFloors(), true)
			if want := "NORTH STALE · SOUTH 12 OVER  3:07"; !slices.Contains(a.forms, want) || slices.Index(a.forms, want) > slices.Index(a.forms, "NORTH STALE 1:02 · SOUTH 12  3:07") {
				t.Errorf("no %q among %q", want, a.forms)
			}
		}
		for j := range south.Threads {
			south.Threads[j].Wait = model.Clock{}
		}
		w.rotation.index = 4
		wallTick(w, at)
		said("NORTH STALE 1:02")
		wallLacks(t, w, "look in Acquire itself") // the page of South
	}
}

// Events are applied to the floor that they are of.
func TestEventsOfFloors(t *testing.T) {
	w, north, south := twoFloors(80, 24)
	w.Update(FloorEvent{Floor: 1, Event: model.Event{At: uitest.Now()}})
	w.Update(FloorEvent{Floor: 7, Event: model.Event{At: uitest.Now()}})
	w.Update(draw.TickEvent{At: uitest.Now()}) // of the only floor there is when one screen shows one
	if len(north.Applied) != 1 || len(south.Applied) != 1 {
		t.Errorf("%d Events of the north, %d of the south; want 1 and 1", len(north.Applied), len(south.Applied))
	}
}

// At every size that has letters the bar says in them that a floor is gone and how many are over their limit on the
// others, and names the agent of the worst wait.
func TestTheBarOfAFloorThatIsGoneIsInLetters(t *testing.T) {
	for _, size := range [][2]int{{100, 30}, {120, 40}, {132, 43}, {160, 45}, {240, 67}, {320, 90}} {
		for _, name := range []string{"North", "Customer Care of the North"} {
			w, north, south := twoFloors(size[0], size[1])
			at := uitest.Now().Add(62 * time.Second)
			w.floors[0].name = name
			north.Status.State, north.Status.LastGood, south.Status.LastGood = model.StateRetrying, uitest.Now(), at
			for j := range south.Threads {
				south.Threads[j].PolledAt = at
			}
			w.rotation.index, w.rotation.since = 4, at
			wallTick(w, at)
			blockHas(t, w, "STALE")
			if size[0] < 120 { // rather the worst wait and its agent in letters than the count
				blockHas(t, w, "! 3:07 X.Z. · 1 STALE")
				wallHas(t, w, "1 over")
			} else {
				blockHas(t, w, "1 OVER")
			}
			if rows := inked(w); !strings.Contains(strings.Join(rows[:min(len(rows), 12)], ""), "X.Z.") && !saysInBlocks(rows[:min(len(rows), 16)], w, "X.Z.") {
				t.Errorf("%v: no agent in the bar of\n%s", size, strings.Join(rows, "\n"))
			}
		}
	}
}

// The worst wait of several floors and its agent are in letters at every size that has them, whatever its floor is called:
// that name may be in body type, and below 132 cells the number of chats too where a floor is gone.
func TestTheWorstOfSeveralFloorsIsInLetters(t *testing.T) {
	for _, size := range [][2]int{{100, 30}, {120, 40}, {132, 43}, {160, 45}} {
		for _, name := range []string{"South", "Customer Care of the South", "\u5357"} {
			for _, gone := range []bool{false, true} {
				for _, owner := range []string{"X.Z.", ""} {
					w, north, south := twoFloors(size[0], size[1])
					w.floors[1].name = name
					wait, at := "2:05", uitest.Now()
					if gone {
						at, wait = at.Add(62*time.Second), "3:07"
						north.Status.State, north.Status.LastGood, south.Status.LastGood = model.StateRetrying, uitest.Now(), at
						for j := range south.Threads {
							south.Threads[j].PolledAt = at
						}
						w.rotation.since = at
					}
					names := []string{owner}
					if owner == "" {
						south.Threads[3].Owner, south.Threads[3].OwnerName, south.Threads[3].OwnerState = 0, safetext.Text{}, model.AgentNone
						names = nameForms(draw.Unassigned)
					}
					wallTick(w, at)
					p := rowLayoutOf(size[0]-shiftAcross, size[1]-shiftDown, true)
					bar := inked(w)[p.top : p.top+p.bar+2]
					found := slices.ContainsFunc(names, func(s string) bool {
						return saysInBlocks(bar, w, wait+" "+s) || saysInBlocks(bar, w, wait+"  "+s)
					})
					counted := saysInBlocks(bar, w, "1 OVER") || gone && size[0] < 132 && strings.Contains(strings.Join(bar, ""), "1 over")
					if !found || !counted || gone && !saysInBlocks(bar, w, "STALE") {
						t.Errorf("%v, one is gone: %v, %q on %q: the bar is\n%s", size, gone, owner, name, strings.Join(bar, "\n"))
					}
				}
			}
		}
	}
}
