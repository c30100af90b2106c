package model

import (
	"testing"
	"time"
)

// Programs read these words: they stay.
func TestWords(t *testing.T) {
	check := func(what string, got []string, want ...string) {
		t.Helper()
		for i := range want {
			if len(got) != len(want) || got[i] != want[i] {
				t.Errorf("%s: %q, want %q", what, got, want)
				return
			}
		}
	}
	var levels, words, sights, states, lanes []string
	for l := LevelNone; l <= LevelSevere; l++ {
		levels, words = append(levels, l.String()), append(words, l.Word())
	}
	for s := SightNone; s <= SightSeen; s++ {
		sights = append(sights, s.String())
	}
	for s := AgentNone; s <= AgentGone; s++ {
		states = append(states, s.String())
	}
	for l := LaneHuman; l <= LaneBotSilent; l++ {
		lanes = append(lanes, l.String())
	}
	check("levels", levels, "ok", "ok", "warn", "critical", "severe")
	check("levels for people", words, "", "", "warning", "critical", "severe")
	check("sights", sights, "none", "unseen", "part", "seen")
	check("states", states, "no owner", "busy", "overtaking", "silent", "quiet", "active", "idle", "gone")
	check("lanes", lanes, "human", "bot", "bot silent")
}

func TestLevelOf(t *testing.T) {
	for l := LevelOK; l <= LevelSevere; l++ {
		if got := LevelOf(l.String()); got != l {
			t.Errorf("%q is level %d, want %d", l, got, l)
		}
	}
	if LevelOf("") != LevelNone || LevelOf("worse") != LevelNone {
		t.Error("a word that stands for no level has one")
	}
}

func TestFormatDuration(t *testing.T) {
	for _, c := range []struct {
		d           time.Duration
		clock, took string
	}{
		{-time.Hour, "0s", "<1s"}, {0, "0s", "<1s"}, {999 * time.Millisecond, "0s", "<1s"}, {time.Second, "1s", "1s"}, {59 * time.Second, "59s", "59s"},
		{60 * time.Second, "1m00s", "1m00s"}, {252 * time.Second, "4m12s", "4m12s"}, {3599 * time.Second, "59m59s", "59m59s"},
		{time.Hour, "1h00m", "1h00m"}, {65 * time.Minute, "1h05m", "1h05m"}, {24*time.Hour - 1, "23h59m", "23h59m"},
		{24 * time.Hour, "1d00h", "1d00h"}, {51 * time.Hour, "2d03h", "2d03h"}, {100*24*time.Hour - 1, "99d23h", "99d23h"}, {100 * 24 * time.Hour, ">99d", ">99d"},
		{time.Duration(1<<63 - 1), ">99d", ">99d"},
	} {
		if got := FormatDuration(c.d); got != c.clock {
			t.Errorf("FormatDuration(%v) = %q, want %q", c.d, got, c.clock)
		}
		if got := FormatReply(c.d); got != c.took {
			t.Errorf("FormatReply(%v) = %q, want %q", c.d, got, c.took)
		}
	}
}
