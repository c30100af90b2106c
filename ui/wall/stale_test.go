package wall

import (
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

func TestAStaleBarIsNotFilled(t *testing.T) {
	f := uitest.NewFloor()
	f.Status.State = model.StateRetrying
	for _, size := range [][2]int{{160, 45}, {80, 24}} {
		w := wallOn(f, DefaultConfig(), drawtest.Screen(), size[0], size[1])
		wallTick(w, uitest.Now().Add(62*time.Second))
		b := barView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
		if a := b.message(); a.mark != "?" || a.filled() {
			t.Errorf("%v: the bar is %+v, want one that is not filled", size, a)
		}
	}
}

func TestNobodyWaitedOnAStaleFloor(t *testing.T) {
	for _, size := range [][2]int{{56, 20}, {80, 24}, {100, 30}, {160, 45}} {
		f := calmFloor()
		w := wallOn(f, DefaultConfig(), drawtest.Screen(), size[0], size[1])
		f.Status.State, f.Status.LastGood = model.StateRetrying, uitest.Now()
		w.rotation.pages = []wallPage{pageFigures}
		wallTick(w, uitest.Now().Add(62*time.Second))
		wallHas(t, w, "Nobody was waiting then.")
		for _, now := range []string{"Nobody is waiting", "nobody waits"} {
			wallLacks(t, w, now)
		}
	}
}

func TestWallSaysThatItIsStale(t *testing.T) {
	f := uitest.NewFloor()
	f.Status.State, f.Status.LastGood = model.StateRetrying, uitest.Now()
	for i := range f.Threads {
		f.Threads[i].PolledAt = uitest.Now()
	}
	for i, page := range wallPages() {
		cfg := DefaultConfig()
		cfg.Pages = []string{page}
		w := wallOn(f, cfg, drawtest.Screen(), 160, 45)
		wallTick(w, uitest.Now().Add(59*time.Second))
		blockLacks(t, w, "STALE")
		blockHas(t, w, "RETRYING 59")
		fresh := w.View().Content
		wallTick(w, uitest.Now().Add(62*time.Second))
		blockHas(t, w, "?  STALE 1:02  NO ANSWER FROM ACQUIRE")
		wallHas(t, w, "All is as of 12:41:07: look in Acquire itself.")
		ink := w.style.On[draw.OnInk]
		if i == 0 && !strings.Contains(fresh, ink[draw.RoleCritical]) {
			t.Errorf("%s: no digits before", page)
		}
		if page == "figures" {
			wallHas(t, w, "as of 12:41:")
		}
		for y, row := range strings.Split(w.View().Content, "\n")[8:42] {
			for _, r := range []draw.Role{draw.RoleOK, draw.RoleWarn, draw.RoleCritical, draw.RoleSevere, draw.RoleStrong, draw.RoleChip} {
				if strings.Contains(row, w.style.On[draw.OnScreen][r]) || strings.Contains(row, ink[r]) {
					t.Errorf("%s: row %d has a role that stands out (%d): %q", page, y+8, r, row)
				}
			}
		}
		wallLacks(t, w, " now")
	}
}

func TestTheWallStandsStillWhenStale(t *testing.T) {
	f := uitest.NewFloor()
	f.Status.State, f.Status.LastGood = model.StateRetrying, uitest.Now()
	w := room(f)
	page := func(after time.Duration) string {
		w.rotation.since = uitest.Now().Add(after)
		wallTick(w, uitest.Now().Add(after))
		rows := inked(w)
		return strings.Join(rows[8:len(rows)-3], "\n")
	}
	if was, is := page(70*time.Second), page(75*time.Second); was != is {
		t.Errorf("something moves on a page that is not of now:\n%s\nthen\n%s", was, is)
	}
	blockHas(t, w, "+4:12") // as of the last answer
}

func TestWallIsHatchedWithoutGrey(t *testing.T) {
	for name, hatched := range map[string]bool{"busy": false, "mono": true, "sixteen": true} {
		i := slices.IndexFunc(wallScenes(), func(s wallScene) bool { return s.name == name })
		w := wallScenes()[i].open("figures", 160, 45)
		w.rotation.pages = []wallPage{pageFigures}
		wallLacks(t, w, "▒")
		w.floors[0].board.(*uitest.Floor).Status.State = model.StateRetrying
		wallTick(w, uitest.Now().Add(3*time.Minute))
		if got := strings.Contains(wallScreen(w), "▒"); got != hatched {
			t.Errorf("%s: hatched %v, want %v", name, got, hatched)
		}
		if strings.Contains(w.View().Content, "\x1b[2m▒") {
			t.Errorf("%s: what is hatched is faint", name)
		}
	}
}
