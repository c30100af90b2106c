package check

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/draw"
)

// clock compares this machine's clock with Acquire's Date header.
func (c *checker) clock(m acquire.Meta) {
	skew := m.Skew.Round(time.Second)
	switch {
	case skew.Abs() <= 2*time.Second:
		c.report("clock", "this machine's and Acquire's agree")
	case skew > 0:
		c.report("clock", "this machine's is %s behind Acquire's; floorwatch reckons with Acquire's", draw.Span(skew))
	default:
		c.report("clock", "this machine's is %s ahead of Acquire's; floorwatch reckons with Acquire's", draw.Span(-skew))
	}
}

// datesAhead is how far a message may be dated after its answer: servers' clocks differ a little.
const datesAhead = 5 * time.Second

// dates compares the dates of messages with the Date header of their answer. Dates that run
// ahead make waits and responses short: an hour ahead reads as a first response of "<1s".
func (c *checker) dates(m acquire.Messages) {
	var newest time.Time
	for _, row := range m.Messages {
		newest = model.LaterTime(newest, row.SentAt)
	}
	if newest.IsZero() {
		return
	}
	if ahead := newest.Sub(m.At); ahead > datesAhead {
		c.careful("dates", "the newest message is dated %s after Acquire's own clock, so waits and responses read too short: "+
			"set the zone that its dates are in (zone under [api])", draw.Span(ahead.Round(time.Second)))
		return
	}
	c.report("dates", "no message is dated after Acquire's clock")
}

// latency compares the duration of a request with the requests per second that the budget allows.
func (c *checker) latency(cfg config.Config) {
	if len(c.took) == 0 {
		return
	}
	var sum time.Duration
	for _, d := range c.took {
		sum += d
	}
	mean := sum / time.Duration(len(c.took))
	most := float64(cfg.API.MaxInFlight()) / max(mean.Seconds(), 1e-3)
	if rate := cfg.API.RequestsPerSecond; most < rate {
		c.report("latency", "note: an answer takes %d ms, so %d at once are %.1f requests a second and not the %.3g of api.requests_per_second: raise api.in_flight",
			mean.Milliseconds(), cfg.API.MaxInFlight(), most, rate)
		return
	}
	c.report("latency", "an answer takes %s, which reaches the %.3g requests a second", max(mean, time.Millisecond).Round(time.Millisecond), cfg.API.RequestsPerSecond)
}

// firstRead prints how long the first read takes at most: a thread list and a chat for each visitor.
func (c *checker) firstRead(visitors int, cfg config.Config) {
	d := time.Duration(float64(2*visitors) / cfg.API.RequestsPerSecond * float64(time.Second))
	c.report("first read", "about %s at most for all visitors; who waits is known first, and who wrote nothing within poll.lookback (%s) is left out",
		draw.Span(d.Round(time.Second)+time.Second), draw.Span(cfg.Poll.Lookback))
}
