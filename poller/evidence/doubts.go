package evidence

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// Thresholds from which Acquire's data is reported as doubtful.
const (
	doubtShare  = 0.05             // share of bad rows in the last hour
	doubtRows   = 20               // rows needed to judge
	doubtSpan   = time.Hour        // period judged
	zoneLeast   = 5                // messages whose times are compared, at least …
	zoneMost    = 50               // … and at most
	zoneAhead   = time.Minute      // median message time after it was read
	zoneBehind  = 15 * time.Minute // … or before, although its thread was read within ZonePolled
	ZonePolled  = 30 * time.Second // how recently a thread was read before for its message times to be compared
	closedChats = 50               // chats that ended by silence before it is odd that none was closed
	rowsSpan    = DriftFor         // period judged for unreadable rows
)

// Doubts counts what in Acquire's answers could not be understood.
type Doubts struct {
	seen, side, rows, mail share
	ahead                  share // of the messages of the last hour, those sent after they were read
	lags, aheads           []lag
	ClosedEver             bool
}

// A lag is the time from sending to reading of one message.
type lag struct {
	at time.Time
	d  time.Duration
}

// CountMessages counts the rows of a messages answer, and those with unknown or unreadable fields.
func (d *Doubts) CountMessages(ans *acquire.Messages, now time.Time) {
	d.seen.record(ans.Rows, ans.Drift.UnknownSeen, doubtSpan, now)
	d.side.record(ans.Rows, ans.Drift.UnknownSide, doubtSpan, now)
	d.mail.record(ans.Rows, ans.Drift.MailFields, doubtSpan, now)
	d.CountRows(ans.Rows, ans.Drift, now)
}

// CountRows counts the rows of any answer, and the unreadable ones.
func (d *Doubts) CountRows(rows int, drift model.Drift, now time.Time) {
	d.rows.record(rows, drift.Malformed, rowsSpan, now)
}

// NoteLag compares a message's sent time with the time at of its answer, both by the server's clock.
func (d *Doubts) NoteLag(sent, at, now time.Time) {
	if sent.IsZero() {
		return
	}
	d.lags = append(d.lags, lag{now, at.Sub(sent)})
	d.lags = d.lags[max(0, len(d.lags)-zoneMost):]
}

// NoteTime counts a message that was delivered for the first time in an answer at a moment, both by the server's clock, with
// the first read too: messages from the future show at once that times are off, and NoteLag only once new ones come.
func (d *Doubts) NoteTime(sent, at, now time.Time) {
	switch by := at.Sub(sent); {
	case sent.IsZero() || by > time.Hour:
	case by < -zoneAhead:
		d.ahead.record(1, 1, doubtSpan, now)
		d.aheads = append(d.aheads, lag{now, by})
		d.aheads = d.aheads[max(0, len(d.aheads)-zoneMost):]
	default:
		d.ahead.record(1, 0, doubtSpan, now)
	}
}

// At returns the anomalies at now; silent is how many chats ended by silence.
func (d *Doubts) At(silent int, now time.Time) model.Anomalies {
	is := model.Anomalies{
		Seen:   d.seen.tooLarge(doubtSpan, now),
		Side:   d.side.tooLarge(doubtSpan, now),
		Mail:   d.mail.tooLarge(doubtSpan, now),
		Rows:   d.rows.tooLarge(rowsSpan, now),
		Closed: !d.ClosedEver && silent > closedChats,
	}
	old := func(l lag) bool { return now.Sub(l.at) > doubtSpan }
	d.lags, d.aheads = slices.DeleteFunc(d.lags, old), slices.DeleteFunc(d.aheads, old)
	if off, odd := d.off(now); odd {
		is.Zone, is.Off = true, (-off).Round(time.Minute)
	}
	return is
}

// off returns by how much Acquire's times are off, if they are: the median of all messages, or
// of those sent after they were read, as for one site in another time zone.
func (d *Doubts) off(now time.Time) (by time.Duration, odd bool) {
	if len(d.aheads) >= zoneLeast && d.ahead.over(zoneLeast, doubtSpan, now) {
		most := slices.MinFunc(d.aheads, func(a, b lag) int { return cmp.Compare(a.d, b.d) })
		return most.d, true // the newest of them was sent shortly before
	}
	if len(d.lags) < zoneLeast {
		return 0, false
	}
	all := make([]time.Duration, 0, len(d.lags))
	for _, l := range d.lags {
		all = append(all, l.d)
	}
	slices.Sort(all)
	if m := all[len(all)/2]; m < -zoneAhead || m > zoneBehind {
		return m, true
	}
	ahead, _ := slices.BinarySearch(all, -zoneAhead)
	if len(all) >= doubtRows && float64(ahead) > doubtShare*float64(len(all)) {
		return all[ahead/2], true
	}
	return 0, false
}

// A share counts rows, and the bad ones among them, over a sliding period.
type share struct{ slices []shareSlice }

type shareSlice struct {
	from      time.Time
	rows, bad int
}

// shareParts is how many slices a period has.
const shareParts = 12

func (s *share) record(rows, bad int, span time.Duration, now time.Time) {
	if rows == 0 {
		return
	}
	if n := len(s.slices); n == 0 || now.Sub(s.slices[n-1].from) >= span/shareParts {
		s.prune(span, now)
		s.slices = append(s.slices, shareSlice{from: now})
	}
	last := &s.slices[len(s.slices)-1]
	last.rows, last.bad = last.rows+rows, last.bad+bad
}

func (s *share) prune(span time.Duration, now time.Time) {
	s.slices = slices.DeleteFunc(s.slices, func(p shareSlice) bool { return now.Sub(p.from) > span })
}

// tooLarge reports whether the share of bad rows is too large.
func (s *share) tooLarge(span time.Duration, now time.Time) bool { return s.over(doubtRows, span, now) }

// over reports whether the share of bad rows is too large among at least so many.
func (s *share) over(least int, span time.Duration, now time.Time) bool {
	s.prune(span, now)
	rows, bad := 0, 0
	for _, p := range s.slices {
		rows, bad = rows+p.rows, bad+p.bad
	}
	return rows >= least && float64(bad) > doubtShare*float64(rows)
}

// DriftFor is how long an unreadable row is shown.
const DriftFor = time.Minute
