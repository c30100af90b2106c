package poller

import (
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/evidence"
)

// stats are the data from which Health is made.
type stats struct {
	lastGood      time.Time // the last good answer of any kind
	messagesGood  time.Time
	drift         model.Drift
	malformedAt   time.Time
	anomalyAt     [anomalyKinds]time.Time // when each kind of anomaly last occurred
	skews         []time.Duration         // of the last answers
	skew          time.Duration           // the median of skews
	dated         bool                    // an answer has told the server's time
	unsure        bool                    // our clock may have jumped since the last answer
	moved         bool                    // the server's clock has jumped: what was worked out by it is to be worked out again
	jumped        time.Time               // when that was last noticed
	asked         time.Time               // send time of the request whose answer is being applied
	turn          time.Time               // the time of the loop's current turn
	sent          []time.Time             // requests of the last 10 s
	paused        time.Time               // when the last pause was noticed
	pausedFor     time.Duration
	freshness     model.Freshness // how recently waiting threads were read
	failing       int             // threads that cannot be read …
	failingLists  int             // … and visitors' thread lists
	unread        int             // of them, those that failed at least twice since any was read
	unreadDue     time.Time       // when the first of those is retried
	unreadState   model.State     // state of the last failure …
	unreadWhy     string          // … and its sentence
	readDone      int
	readAll       int
	readFailed    int
	readOver      bool
	reported      model.Health
	reportedAt    time.Time
	reportedStamp time.Time // the stamp of reported
	countedAt     time.Time
	stamp         time.Time // the newest stamp given out
}

// noteAnswer applies a good answer's Meta.
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
	if v.asked.Before(v.jumped) { // our clock jumped during the request, so it does not tell the server's
		return
	}
	if len(v.skews) == skewSamples {
		v.skews = slices.Delete(v.skews, 0, 1)
	}
	v.skews = append(v.skews, m.Skew)
	dated, before := v.dated, v.skew
	v.dated, v.unsure = true, false
	sorted := slices.Sorted(slices.Values(v.skews))
	v.skew = sorted[len(sorted)/2] // the Date header has whole seconds, so a single value jitters
	v.moved = v.moved || dated && (v.skew-before).Abs() > clockJump
}

// clockJump is a change of the server's clock that neither jitter nor slewing explains.
const clockJump = 30 * time.Second

// anomalyKinds is the number of kinds of drift worth a remark although their data is
// shown, or belongs to nobody shown.
const anomalyKinds = 3

// anomalies describes the anomalies of recent answers.
func (v *stats) anomalies(now time.Time) string {
	var list []string
	for i, what := range [anomalyKinds]string{"ids that are not numbers", "answers in another form than documented", "rows of other visitors, left out"} {
		if at := v.anomalyAt[i]; !at.IsZero() && now.Sub(at) < evidence.DriftFor {
			list = append(list, what)
		}
	}
	return strings.Join(list, ", ")
}
