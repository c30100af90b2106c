package cli

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// The server's log says when another word stands for the floor, and how far the first read is, now and then.
func TestServeLogsHowTheFloorStands(t *testing.T) {
	var b strings.Builder
	l := healthLog{log: slog.New(slog.NewTextHandler(&b, nil))}
	at := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	note := func(after int, state model.State, percent int, why string) {
		l.logChange(model.Health{At: at.Add(time.Duration(after) * time.Second), State: state, Percent: percent, Why: safetext.Line(why)})
	}
	note(0, model.StateStarting, 0, "waiting for the first answer")
	note(1, model.StateStarting, 0, "waiting for the first answer")
	note(2, model.StateReading, 10, "~20 s: an answer takes 1.6 s, 4 run at once")
	note(3, model.StateReading, 20, "")
	note(4, model.StateReading, 40, "") // sooner than its time, and much further
	note(18, model.StateReading, 45, "")
	note(19, model.StateReading, 80, "")
	for s := 20; s < 90; s++ {
		note(s, model.StateLive, 0, "")
	}
	note(90, model.StatePartial, 0, "the profile list cannot be read since 08:59")
	var got []string
	for line := range strings.Lines(b.String()) {
		_, said, _ := strings.Cut(line, `msg="the floor is `)
		said, _, _ = strings.Cut(said, `"`)
		got = append(got, said)
	}
	if want := []string{"STARTING", "READING 10%", "READING 40%", "READING 80%", "LIVE", "PARTIAL"}; !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q:\n%s", got, want, &b)
	}
	if !strings.Contains(b.String(), "4 run at once") {
		t.Errorf("the log does not say what limits the pace:\n%s", &b)
	}
}
