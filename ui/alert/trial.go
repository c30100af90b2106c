package alert

import (
	"time"

	"floorwatch/model"
)

// Trial returns a Notice with one open alert of each kind, kind test first, and a Notice with their ends. The alerts
// name no chat, and their ids differ from those of the floor's real alerts.
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
