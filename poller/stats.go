package poller

import (
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/evidence"
)

// stats are what Health is made of.
type stats struct {
	lastGood     time.Time // the last good answer to anything
	messagesGood time.Time
	drift        model.Drift
	malformedAt  time.Time
	anomalyAt    [anomalyKinds]time.Time // when an answer was last odd, by the kind
	skews        []time.Duration         // of the last answers
	skew         time.Duration           // their median
	dated        bool                    // an answer has told the server's clock
	unsure       bool                    // our clock may have jumped since the last answer
	jumped       time.Time               // when that was noticed last
	asked        time.Time               // when the request was sent whose answer is being applied
	turn         time.Time               // the time of the loop's current turn
	sent         []time.Time             // requests of the last 10 s
	paused       time.Time               // when the last pause was noticed
	pausedFor    time.Duration
	freshness    model.Freshness // how old the words are of those who wait
	failing      int             // threads that cannot be read …
	failingLists int             // … and visitors' thread lists
	unread       int             // of them, those that failed twice and more since any was read
	unreadDue    time.Time       // when the first of those is asked again
	unreadState  model.State     // what the last of them failed with …
	unreadWhy    string          // … in words
	readDone     int
	readAll      int
	readFailed   int
	readOver     bool
	reported     model.Health
	reportedAt   time.Time
	told         time.Time // the stamp of reported
	countedAt    time.Time
	stamp        time.Time // the newest that was given out
}

// noteAnswer applies what every good answer tells beside its data.
func (v *stats) noteAnswer(m acquire.Meta, now time.Time) {
	v.drift.Add(m.Drift)
	if m.Drift.Malformed > 0 {
		v.malformedAt = now
	}
	for i, n := range [anomalyKinds]int{m.Drift.OddID, m.Drift.OddEnvelope, m.Drift.WrongThread} {
		if n > 0 {
			v.anomalyAt[i] = now
		}
	}
	if v.asked.Before(v.jumped) { // our clock jumped while it was under way: it proves nothing of the server's
		return
	}
	if len(v.skews) == skewSamples {
		v.skews = slices.Delete(v.skews, 0, 1)
	}
	v.skews = append(v.skews, m.Skew)
	v.dated, v.unsure = true, false
	sorted := slices.Sorted(slices.Values(v.skews))
	v.skew = sorted[len(sorted)/2] // the Date header has whole seconds, so one answer alone jumps
}

// anomalyKinds are the kinds of drift that are worth a remark: what came of them is
// shown all the same, or is nobody's who is shown.
const anomalyKinds = 3

// anomalies names the oddities of the last answers.
func (v *stats) anomalies(now time.Time) string {
	var list []string
	for i, what := range [anomalyKinds]string{"ids that are not numbers", "answers in another form than documented", "rows of other visitors, left out"} {
		if at := v.anomalyAt[i]; !at.IsZero() && now.Sub(at) < evidence.DriftFor {
			list = append(list, what)
		}
	}
	return strings.Join(list, ", ")
}
