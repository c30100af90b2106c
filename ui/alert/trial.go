package alert

import (
	"time"

	"floorwatch/model"
)

// Trial is a Notice of an alert of kind test that goes on, and one of its end, named id.
func Trial(id string, now time.Time) []Notice {
	a := Item{
		ID: id, Status: firing, Kind: model.ConcernTest.String(), Level: model.LevelCritical.String(), What: "a trial: nobody waits",
		Since: now.UTC().Truncate(time.Second), Time: 1,
	}
	over := a
	over.Status, over.How, over.Ended, over.Time = resolved, EndBack.Word(), moment(now), 0
	return []Notice{
		{At: a.Since, Text: "a trial of the alerts", Alerts: []Item{a}},
		{At: a.Since, Text: "the trial of the alerts is over", Alerts: []Item{over}},
	}
}
