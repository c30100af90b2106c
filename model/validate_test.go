package model

import (
	"strings"
	"testing"
	"time"
)

func TestDefaultsAreValid(t *testing.T) {
	if err := DefaultLimits().Validate("limits"); err != nil {
		t.Errorf("DefaultLimits: %v", err)
	}
	if err := DefaultRetention().Validate(); err != nil {
		t.Errorf("DefaultKeep: %v", err)
	}
}

func TestValidateNamesEveryKey(t *testing.T) {
	limits := DefaultLimits()
	limits.First.Warn = 0
	limits.Next.Critical = time.Second
	limits.Unseen.Severe = time.Second
	limits.Missed.Warn = 0
	limits.FirstReply = ServiceThresholds{Within: 0, Warn: 101, Critical: -1, MinTurns: 0}
	team := Team{Name: "", Limits: &limits}
	for _, c := range []struct {
		name string
		err  error
		want []string
	}{
		{"limits", limits.Validate("limits"), []string{
			"limits.first.warn ", "limits.next.critical ", "limits.unseen.severe ", "limits.missed.warn ",
			"limits.first_reply.within ", "limits.first_reply.warn ", "limits.first_reply.critical ", "limits.first_reply.min_turns ",
		}},
		{"keep", Retention{}.Validate(), []string{"keep.hours ", "keep.messages_per_thread ", "keep.messages ", "keep.rows "}},
		{"teams", ValidateTeams([]Team{team, team}), []string{
			"team[0].name ", "team[0] must", "team[0].limits.first.warn ", "team[1].name is the name of another",
		}},
	} {
		for _, want := range c.want {
			if c.err == nil || !strings.Contains(c.err.Error(), want) {
				t.Errorf("%s: %v does not name %q", c.name, c.err, want)
			}
		}
	}
}
