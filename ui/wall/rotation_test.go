package wall

import (
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// While something is severe the wall stays on the waiting page once it gets there, and
// goes on when that is over.
func TestTheTurnStopsWhileSomethingIsSevere(t *testing.T) {
	f := uitest.NewFloor()
	w := wallOn(f, DefaultConfig(), drawtest.Screen(), 120, 40)
	for i := range 100 {
		wallPoll(w, f, uitest.Now().Add(time.Duration(i)*time.Second))
		want := pageWaiting
		if i < 20 {
			want = pageFigures
		}
		if w.rotation.page() != want {
			t.Fatalf("after %d s the page is %s, want %s", i, w.rotation.page(), want)
		}
	}
	wallHas(t, w, "stays while severe")
	for i := range f.Threads {
		f.Threads[i].Wait = model.Clock{}
	}
	for i := 100; i <= 120; i++ {
		wallPoll(w, f, uitest.Now().Add(time.Duration(i)*time.Second))
	}
	if w.rotation.page() != pageAgents {
		t.Errorf("the page is %s when nothing is severe any more, want agents", w.rotation.page())
	}
}

func TestTheFooterCountsDown(t *testing.T) {
	w := testWall(calmFloor())
	wallHas(t, w, "next page in 20s")
	wallTick(w, uitest.Now().Add(6*time.Second))
	wallHas(t, w, "next page in 14s")
	wallTick(w, uitest.Now().Add(-time.Hour)) // the clock is set
	wallHas(t, w, "next page in 20s")
}

// Of several floors on which something is severe their waiting pages are shown by turns.
func TestTheTurnOfSeveralFloors(t *testing.T) {
	severe := map[int]bool{}
	tn := rotation{pages: DefaultConfig().pages(), floors: 3, since: uitest.Now()}
	at := uitest.Now()
	next := func() (int, wallPage) {
		at = at.Add(20 * time.Second)
		tn.advance(at, 20*time.Second, func(of int) bool { return severe[of] })
		return tn.floor(), tn.page()
	}
	for i := 1; i < 12; i++ {
		if of, page := next(); of != i/4 || string(page) != wallPages()[i%4] {
			t.Errorf("turn %d: %s of floor %d", i, page, of)
		}
	}
	severe[0], severe[2] = true, true
	for i, want := range []struct {
		of   int
		page wallPage
	}{{0, pageFigures}, {0, pageWaiting}, {2, pageWaiting}, {0, pageWaiting}} {
		if of, page := next(); of != want.of || page != want.page {
			t.Errorf("turn %d: %s of floor %d, want %s of %d", i, page, of, want.page, want.of)
		}
	}
}
