package alert

import (
	"time"

	"floorwatch/model"
)

// Trial is a Notice with an alert of each kind that goes on, that of kind test first, and one of their ends. They
// are about no chat, and their names are those of no real alert of the floor.
func Trial(floor string, now time.Time) []Notice {
	at := now.UTC().Truncate(time.Second)
	on, over := Notice{At: at, Text: "a trial of the alerts"}, Notice{At: at, Text: "the trial of the alerts is over"}
	for _, k := range append([]string{model.ConcernTest.String()}, routeKinds()...) {
		a := Item{
			ID: model.AlertID(floor+"\ntrial\n"+k, model.ConcernTest, 0, now), Status: firing, Kind: k, Level: model.LevelCritical.String(),
			What: "a trial: nothing is wrong", Since: at, Time: 1,
		}
		on.Alerts = append(on.Alerts, a)
		a.Status, a.How, a.Ended, a.Time = resolved, EndBack.Word(), noticeTime(now), 0
		over.Alerts = append(over.Alerts, a)
	}
	return []Notice{on, over}
}
