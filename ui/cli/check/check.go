// Package check tries a configuration: it requests everything that the floor is read from (agents, visitors,
// threads, messages, the day's totals) and prints what works, what does not and what to do.
// It imports config, call, keep and the packages below them. Only ui/cli imports it.
package check

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/regular"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/draw"
)

// Input is what to check, and how to report it.
type Input struct {
	Config   config.Config
	File     string // the configuration's path; empty for the demo
	Getenv   func(string) string
	Client   *acquire.Client
	Redacted bool // hide names, addresses and paths, for a bug report
}

// A Result counts what failed, and what works but makes figures wrong or marks messages as seen.
type Result struct{ Failed, Careful int }

// Run checks a configuration, prints the findings to out and returns their counts. It sends requests until ctx is done.
func Run(ctx context.Context, out io.Writer, in Input) Result {
	c := checker{client: in.Client, out: out, redacted: in.Redacted}
	if in.Redacted {
		c.secrets = secrets(in)
	}
	c.place(in)
	c.settings(in.Config)
	c.run(ctx, in.Config)
	return c.found
}

// A checker requests each endpoint once and prints a line per finding.
type checker struct {
	client   *acquire.Client
	out      io.Writer
	found    Result
	redacted bool
	secrets  []string        // replaced by "(hidden)" in a redacted report
	took     []time.Duration // durations of the requests
}

func (c *checker) run(ctx context.Context, cfg config.Config) {
	c.agents(ctx, cfg.People)
	c.totals(ctx, cfg.Screen.Location())
	defer c.latency(cfg)
	visitor := c.profiles(ctx, cfg)
	if visitor == 0 {
		c.report("threads", "not tried: there is no visitor to ask for")
		c.report("messages", "not tried: there is no visitor to ask for")
		return
	}
	thread, ok := c.threads(ctx, visitor)
	if !ok {
		c.report("messages", "not tried: there is no thread to ask for")
		return
	}
	c.messages(ctx, visitor, thread)
}

// settings prints the settings in force and the configuration's values that are overridden.
func (c *checker) settings(cfg config.Config) {
	p, flight := cfg.Poll, "at most"
	if cfg.API.AutoInFlight() {
		flight = "automatic, at most"
	}
	c.report("requests", "%.3g a second; at once %s %d", cfg.API.RequestsPerSecond, flight, cfg.API.MaxInFlight())
	c.report("programs", "each one that asks Acquire by itself takes from the same account's limit: let one serve, the others --connect")
	set := "all defaults"
	if keys := p.Set(); len(keys) > 0 {
		set = "set: " + strings.Join(keys, ", ")
	}
	c.report("intervals", "waiting %s, active %s, quiet %s, idle %s, visitors' list %s (%s)",
		draw.Span(p.Waiting), draw.Span(p.Active), draw.Span(p.Quiet), draw.Span(p.Idle), draw.Span(p.DiscoverEvery), set)
	old := p.Old()
	for i := range old {
		old[i] = "poll." + old[i]
	}
	if cfg.API.OldInFlight() {
		old = append(old, "api.in_flight")
	}
	if len(old) > 0 {
		c.report("upgrade", "an older floorwatch wrote down %s, which count as not set; CHANGELOG.md says what has changed since", strings.Join(old, ", "))
	}
	for _, remark := range cfg.Keys.Remarks() {
		c.report("keys", "%s", remark)
	}
	for _, complaint := range cfg.Theme.Complaints(cfg.Screen.Theme) {
		c.report("theme", "%s", complaint)
	}
}

func (c *checker) agents(ctx context.Context, who model.People) {
	start := time.Now()
	a, err := c.client.Agents(ctx, 1)
	if err != nil {
		c.fail("agents", err)
		return
	}
	c.took = append(c.took, time.Since(start))
	agents := a.List
	for page, rows, more := 2, a.Rows, a; page <= mostPages && more.Rows > 0 && rows < a.Total; page++ {
		if more, err = c.client.Agents(ctx, page); err != nil {
			c.fail("agents", err)
			break
		}
		rows += more.Rows
		agents = append(agents, more.List...)
	}
	c.report("agents", "ok, %s", draw.Count(len(agents), "agent", "agents"))
	if len(agents) == 0 {
		c.careful("agents", "Acquire lists none, so chats show no agent by name: is the token of the right account, and may it see the agents?")
	}
	c.people(agents, who)
	c.clock(a.Meta)
}

// totals requests Acquire's own figures of today. They are shown beside ours, and the floor is read without them too.
func (c *checker) totals(ctx context.Context, zone *time.Location) {
	y, m, d := time.Now().In(zone).Date()
	from, to := time.Date(y, m, d, 0, 0, 0, 0, zone), time.Date(y, m, d, 23, 59, 59, 0, zone)
	floor, err := c.client.FloorTotals(ctx, from, to, zone)
	if err != nil {
		c.fail("totals", err)
		return
	}
	agents, err := c.client.AgentTotals(ctx, from, to, zone)
	if err != nil {
		c.fail("totals", err)
		return
	}
	c.report("totals", "ok, by Acquire's own count %s today, of %s", draw.Count(floor.Total, "chat", "chats"), draw.Count(len(agents), "agent", "agents"))
}

func (c *checker) profiles(ctx context.Context, cfg config.Config) model.VisitorID {
	start := time.Now()
	p, err := c.client.Profiles(ctx, 1)
	if err != nil {
		c.fail("visitors", err)
		return 0
	}
	c.took = append(c.took, time.Since(start))
	n := max(p.Total, len(p.List))
	c.report("visitors", "ok, %s with chats", draw.Count(n, "visitor", "visitors"))
	c.firstRead(n, cfg)
	if len(p.List) == 0 {
		return 0
	}
	return p.List[0].ID
}

func (c *checker) threads(ctx context.Context, visitor model.VisitorID) (model.ThreadInfo, bool) {
	start := time.Now()
	t, err := c.client.Threads(ctx, visitor, 1)
	if err != nil {
		c.fail("threads", err)
		return model.ThreadInfo{}, false
	}
	c.took = append(c.took, time.Since(start))
	c.report("threads", "ok, %s of the first visitor", draw.Count(len(t.List), "thread", "threads"))
	if len(t.List) == 0 {
		return model.ThreadInfo{}, false
	}
	return t.List[len(t.List)-1], true
}

// messages reads a thread and then the thread list and the messages again:
// Acquire does not document whether reading marks messages as seen, so it is
// measured on the account.
func (c *checker) messages(ctx context.Context, visitor model.VisitorID, t model.ThreadInfo) {
	request := acquire.MessagesRequest{Visitor: visitor, Thread: t.ID, LastChat: t.Last}
	start := time.Now()
	first, err := c.client.Messages(ctx, request)
	if err != nil {
		c.fail("messages", err)
		return
	}
	c.took = append(c.took, time.Since(start))
	c.dates(first)
	c.report("messages", "ok, %s", draw.Count(len(first.Messages), "message", "messages"))
	if n := first.Drift.Total(); n > 0 {
		c.report("format", "%s in this answer could not be understood; they are shown but may be missing in the figures", draw.Count(n, "value", "values"))
	}
	again, err := c.client.Messages(ctx, request)
	if err != nil {
		c.fail("seen", err)
		return
	}
	after, err := c.client.Threads(ctx, visitor, 1)
	if err != nil {
		c.fail("seen", err)
		return
	}
	c.seen(t, first.Messages, again.Messages, after.List)
}

func (c *checker) seen(before model.ThreadInfo, first, again []model.Message, after []model.ThreadInfo) {
	for _, t := range after {
		if t.ID == before.ID && t.Unseen < before.Unseen {
			c.careful("seen", "reading lowered the unseen count from %d to %d, so polling may mark messages as seen", before.Unseen, t.Unseen)
			return
		}
	}
	unseen := map[model.MessageID]bool{}
	for _, m := range first {
		unseen[m.ID] = m.Seen == model.SeenNo
	}
	for _, m := range again {
		if unseen[m.ID] && m.Seen == model.SeenYes {
			c.careful("seen", "a message turned seen between two reads, so polling may mark messages as seen")
			return
		}
	}
	for _, m := range first {
		if unseen[m.ID] {
			c.report("seen", "reading left the unseen messages unseen")
			return
		}
	}
	c.report("seen", "nothing unseen there to measure with: run check again while a visitor waits")
}

func (c *checker) report(what, format string, args ...any) {
	c.line(what, fmt.Sprintf(format, args...))
}

// careful reports what works but has a consequence that the user should know.
func (c *checker) careful(what, format string, args ...any) {
	c.found.Careful++
	c.line(what, "CAREFUL: "+fmt.Sprintf(format, args...))
}

func (c *checker) fail(what string, err error) {
	c.found.Failed++
	c.line(what, "FAILED: "+regular.Plain(err))
}

func (c *checker) line(what, text string) {
	for _, s := range c.secrets {
		text = strings.ReplaceAll(text, s, "(hidden)")
	}
	fmt.Fprintf(c.out, "%-10s %s\n", what, text)
}
