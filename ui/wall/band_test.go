package wall

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// What was bad when the wall came up is not news; what goes bad then is, for
// two minutes, by its number and in words, above every page.
func TestWallPinsNewAlerts(t *testing.T) {
	f := uitest.NewFloor()
	for i := range f.Threads {
		f.Threads[i].Unseen = model.Clock{} // the waits alone decide
	}
	w := testWall(f)
	wallHas(t, w, "3 waits are critical or worse; none is new.")
	at := func(s time.Duration) { wallPoll(w, f, uitest.Now().Add(s*time.Second)) }
	at(18)
	wallLacks(t, w, "has waited")
	at(19) // the chat has waited for 41 s, its second limit is 60 s
	wallHas(t, w, "!  CRITICAL   chat 106246 has waited 1m00s, 30s past its goal, seen 41s ago, agent 3 silent")
	at(45)
	wallHas(t, w, "!  CRITICAL   chat 106246 has waited 1m26s")
	f.Threads = f.Threads[5:6]
	at(19 + 119)
	wallHas(t, w, "chat 106246 has waited")
	at(19 + 120)
	wallLacks(t, w, "chat 106246 has waited")
	wallHas(t, w, "1 wait is critical or worse; none is new.")
	f.Threads[0].Wait = model.Clock{}
	at(150)
	wallHas(t, w, "▴  WARNING    Nothing is critical; 1 warning.") // the missed chats
	f.Head.HalfHour.MissedLevel = model.LevelOK
	at(151)
	wallHas(t, w, "●  OK")
}

func TestWallAlertsAgainWhenItGetsWorse(t *testing.T) {
	f := uitest.NewFloor()
	f.Threads = f.Threads[:1]
	f.Threads[0].Wait = uitest.Since(200)
	w := testWall(f)
	wallLacks(t, w, "has waited")
	wallPoll(w, f, uitest.Now().Add(100*time.Second))
	wallHas(t, w, "‼  SEVERE     chat 106241 has waited 5m00s, 4m00s past its goal")
}

func TestWallNamesTheWorstAlertsFirstAndCountsTheRest(t *testing.T) {
	f := uitest.NewFloor()
	w := testWall(f)
	for i := range f.Threads[:12] {
		f.Threads[i].Wait = uitest.Since(130 + 20*i)
	}
	f.Head.HalfHour.MissedLevel = model.LevelCritical
	wallTick(w, uitest.Now().Add(time.Second))
	rows := strings.Split(wallScreen(w), "\n")
	for i, want := range []string{"SEVERE", "SEVERE", "more alerts"} {
		if !strings.Contains(strings.Join(rows[1:6], "\n"), want) {
			t.Errorf("no %q (%d) in the rows below the first:\n%s", want, i, strings.Join(rows[:6], "\n"))
		}
	}
}

func TestWallFigureAlerts(t *testing.T) {
	f := uitest.QuietFloor()
	f.Head.HalfHour.Missed, f.Head.HalfHour.MissedLevel = 3, model.LevelCritical
	f.Head.HalfHour.FirstService = model.ServiceLevel{In: 6, Of: 10, Level: model.LevelCritical}
	w := testWall(f)
	wallHas(t, w, "!  CRITICAL   Missed 30m 3")
	wallHas(t, w, "!  CRITICAL   Service level 30m 60% of 10")
}

// Nothing in view may look like now when it is not.
func TestWallSaysThatItIsStale(t *testing.T) {
	f := uitest.NewFloor()
	f.Status.LastGood = uitest.Now()
	for i := range f.Threads {
		f.Threads[i].PolledAt = uitest.Now()
	}
	for i, page := range wallPages() {
		cfg := DefaultConfig()
		cfg.Pages = []string{page}
		w := wallOn(f, cfg, drawtest.Screen(), 120, 40)
		wallTick(w, uitest.Now().Add(59*time.Second))
		wallLacks(t, w, "STALE")
		wallHas(t, w, "updated 59s")
		fresh := w.View().Content
		wallTick(w, uitest.Now().Add(60*time.Second))
		wallHas(t, w, "‼ STALE")
		wallHas(t, w, "updated 1m00s")
		wallHas(t, w, "‼  STALE      What you see is 1m00s old.")
		wallLacks(t, w, "has waited")
		ink := w.look.On[draw.OnInk]
		if !strings.Contains(fresh, ink[draw.RoleStrong]) || strings.Contains(fresh, ink[draw.RoleDim]) {
			t.Errorf("%s: no digits before, or grey ones", page)
		}
		if old := w.View().Content; strings.Contains(old, ink[draw.RoleStrong]) || !strings.Contains(old, ink[draw.RoleDim]) {
			t.Errorf("%s: digits stand as if they were of now:\n%s", page, wallScreen(w))
		}
		if got := strings.Count(wallScreen(w), "STALE"); i == 0 && got != 11 {
			t.Errorf("STALE stands %d times on the figures, want at the top, in the sentence and on nine tiles", got)
		}
		for y, row := range strings.Split(w.View().Content, "\n")[5:38] {
			for _, r := range []draw.Role{draw.RoleOK, draw.RoleWarn, draw.RoleCritical, draw.RoleSevere, draw.RoleStrong} {
				if strings.Contains(row, w.look.On[draw.OnScreen][r]) {
					t.Errorf("%s: row %d has a role that stands out (%d): %q", page, y+5, r, row)
				}
			}
		}
	}
}

func TestWallWithoutAnyData(t *testing.T) {
	f := &uitest.Floor{Status: model.Health{State: model.StateStarting, Why: safetext.Line("waiting for the first answer"), ReadDone: 12, ReadAll: 48}}
	w := testWall(f)
	wallHas(t, w, "waiting for the first answer")
	wallHas(t, w, "reading 12 of 48")
	wallLacks(t, w, "STALE")
	wallLacks(t, w, "Nobody is waiting")
	wallTick(w, uitest.Now().Add(time.Minute))
	wallLacks(t, w, "STALE") // what was never read is not old
	wallHas(t, w, "STARTING")
}

func TestWallSaysWhatIsWrong(t *testing.T) {
	w := testWall(uitest.RefusedFloor())
	for _, want := range []string{"✗ TOKEN REJECTED", "updated 40m00s", "✗  DATA       Acquire refuses the token. Put a new one into the token file.  tries again in 2m30s"} {
		wallHas(t, w, want)
	}
	for s := model.StateStarting; s <= model.StatePartial; s++ {
		f := uitest.NewFloor()
		f.Status.State = s
		w := wallOn(f, DefaultConfig(), drawtest.Screen(), 80, 24)
		wallHas(t, w, s.String())
		calm := s == model.StateLive || s == model.StateStarting || s == model.StateReading
		if !calm {
			wallHas(t, w, draw.StateSentence(s))
		}
	}
}

// Where the sentence and the next try do not fit into one row they take two.
func TestWallSentenceInTwoRows(t *testing.T) {
	f := uitest.RefusedFloor()
	f.Status.Why = safetext.Line(strings.Repeat("word ", 13))
	w := wallOn(f, DefaultConfig(), drawtest.Screen(), 80, 24)
	rows := strings.Split(wallScreen(w), "\n")
	both := strings.Join(rows[1:4], "\n")
	if !strings.Contains(both, "word word") || !strings.Contains(both, "tries again in 2m30s") {
		t.Errorf("the rows below the first are\n%s\nwant the sentence and the next try", both)
	}
}

// A chat that comes in bad is news once the floor has been read, not before.
func TestWallAlertsOfChatsThatComeInBad(t *testing.T) {
	for after, want := range map[time.Duration]bool{10 * time.Second: false, 59 * time.Second: false, time.Minute: true, time.Hour: true} {
		f := uitest.QuietFloor()
		w := testWall(f)
		now := uitest.Now().Add(after)
		f.Threads[7].Wait = model.Clock{Running: true, Since: now.Add(-10 * time.Minute)}
		wallPoll(w, f, now)
		if got := strings.Contains(wallScreen(w), "chat 106248 has waited 10m00s"); got != want {
			t.Errorf("%v after the first read it is news: %v, want %v\n%s", after, got, want, wallScreen(w))
		}
	}
}
