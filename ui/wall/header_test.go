package wall

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// The age of the data is in seconds, and only from a minute on like a clock; the state keeps its place.
func TestTheAgeIsNoStoppedClock(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "1s ago", -time.Second: "1s ago", 1900 * time.Millisecond: "1s ago", 59 * time.Second: "59s ago", 62 * time.Second: "1:02 ago", 65 * time.Minute: "1:05H ago"} {
		number, unit := blockAge(d)
		if got := number + unit; got != want {
			t.Errorf("an age of %v is %q, want %q", d, got, want)
		}
	}
	f := uitest.NewFloor()
	at := map[int]bool{}
	for _, s := range []int{2, 9, 10, 50} {
		w := room(f)
		wallTick(w, uitest.Now().Add(time.Duration(s-2)*time.Second))
		blockHas(t, w, "LIVE "+strconv.Itoa(s))
		wallHas(t, w, "s ago ")
		row := []rune(strings.Split(wallScreen(w), "\n")[0])
		at[strings.Index(string(row[100:]), "█   ▀█▀")] = true
	}
	if len(at) != 1 {
		t.Errorf("LIVE stands at %v", at)
	}
}

// While the floor is read for the first time the state has no age behind its percentage, which was read with it, and the
// chats that are known are at least those that wait.
func TestTheFirstReadIsNotExact(t *testing.T) {
	f := uitest.NewFloor()
	f.Status.Read, f.Status.ReadDone, f.Status.ReadAll, f.Status.State = false, 12, 48, model.StateReading
	w := room(f)
	w.rotation.index = slices.Index(w.rotation.pages, pageWaiting)
	wallTick(w, uitest.Now())
	head := strings.Split(wallScreen(w), "\n")[:4]
	if !saysInBlocks(head, w, "READING 25%") || strings.Contains(strings.Join(head, ""), "ago") {
		t.Errorf("the header is\n%s", strings.Join(head, "\n"))
	}
	wallHas(t, w, "12 of ≥12")
}

// Behind a state other than LIVE the age says that it is one of the data: "RETRYING 1:14 ago" was read as the last try.
func TestTheAgeOfOldDataIsNoTimeOfATry(t *testing.T) {
	f := uitest.NewFloor()
	for state, want := range map[model.State]string{model.StateLive: "s ago ", model.StateRetrying: "s old ", model.StateLimited: "s old "} {
		f.Status.State = state
		w := room(f)
		head := strings.Join(strings.Split(wallScreen(w), "\n")[:4], "\n")
		if !strings.Contains(head, want) {
			t.Errorf("%v: no %q in\n%s", state, want, head)
		}
	}
}

// A reason is a sentence of its own behind the one about the age of all.
func TestAReasonIsASentence(t *testing.T) {
	f := uitest.DownFloor()
	f.Status.Why = safetext.Line("the server on this box is gone")
	wallHas(t, room(f), "look in Acquire itself. The server on this box is gone")
}
