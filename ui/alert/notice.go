package alert

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
)

// Config is the [alerts] section: what happens when something becomes critical
// besides what the screen shows. The defaults are silent.
type Config struct {
	Bell    bool     `toml:"bell"`    // ring the terminal's bell
	Desktop string   `toml:"desktop"` // off, osc9, osc777 or osc99: how the terminal is asked for a desktop notification
	Command []string `toml:"command"` // run with a Notice on its standard input; no shell

	Routes []Route `toml:"-"` // the [[alert]] blocks
}

// DefaultConfig returns the defaults of config.example.toml.
func DefaultConfig() Config { return Config{Desktop: "off"} }

func desktopNames() []string { return []string{"off", "osc9", "osc777", "osc99"} }

// Validate returns all errors of c, joined, each naming its key.
func (c Config) Validate() error {
	var errs []error
	if !slices.Contains(desktopNames(), c.Desktop) {
		errs = append(errs, fmt.Errorf("alerts.desktop is %q, must be one of %s", c.Desktop, strings.Join(desktopNames(), ", ")))
	}
	if len(c.Command) > 0 && c.Command[0] == "" {
		errs = append(errs, errors.New("alerts.command has no program: its first word must name one"))
	}
	if slices.ContainsFunc(c.Command, func(s string) bool { return strings.ContainsRune(s, 0) }) {
		errs = append(errs, errors.New("alerts.command holds a NUL, which no program can be given"))
	}
	return errors.Join(errs...)
}

// Silent reports whether alerts only show on the screen.
func (c Config) Silent() bool {
	return !c.Bell && (c.Desktop == "off" || c.Desktop == "") && c.NoCalls()
}

// NoCalls reports whether no command is run and no route called.
func (c Config) NoCalls() bool { return len(c.Command) == 0 && len(c.Routes) == 0 }

// Summary describes how alerts are sent beyond the screen.
func (c Config) Summary() string {
	if c.Silent() {
		return "on the screen only"
	}
	s := "by"
	if c.Bell {
		s += " bell"
	}
	if c.Desktop != "off" && c.Desktop != "" {
		s += " desktop"
	}
	if len(c.Command) > 0 {
		s += " command"
	}
	switch n := len(c.Routes); n {
	case 0:
	case 1:
		s += " 1 route"
	default:
		s += " " + strconv.Itoa(n) + " routes"
	}
	return s
}

// A Hook delivers alerts to the command of [alerts] and to the routes. No method may block.
type Hook interface {
	// Notify sends a Notice to the command (route < 0) or to a route of Config.Routes.
	Notify(route int, n Notice)
	// Suppress counts alerts that were not sent to a receiver since the last call: because of its quiet hours (they
	// are sent when these end if still open), and because they ended before its interval did.
	Suppress(route, quiet, limited int)
	// Counts returns how many Notices were sent and failed, and how many alerts were suppressed or Notices merged
	// into a later one because their receiver was busy or unreachable.
	Counts() (sent, failed, suppressed int)
	// Trouble returns a sentence about why the last Notice could not be delivered; "" if it was.
	Trouble() string
}

// A Withholder is a Hook that retries failed Notices. The call may not block.
type Withholder interface {
	// Withhold names the alerts that must not be sent to a receiver as open for now: an undelivered Notice keeps
	// them until they are no longer named or their end replaces them.
	Withhold(route int, ids map[string]bool)
}

// A Notice is what the command of [alerts] reads, one JSON object on a line. It
// holds only numbers and fixed words, never what a visitor or an agent wrote.
type Notice struct {
	At     time.Time `json:"at"`             // time, by Acquire's clock
	Text   string    `json:"text"`           // the sentence that the desktop notification shows
	Alerts []Item    `json:"alerts"`         // the worst first, at most 20
	More   int       `json:"more,omitempty"` // alerts beyond those

	counts bool // the sentence gives the number of all open alerts
}

// Reword rewrites the sentence of a Notice after its alerts were changed. A sentence that gives the number of all open
// alerts stays while one of them is open.
func (n *Notice) Reword() {
	var live, over []*Alert
	for i := range n.Alerts {
		if a := n.Alerts[i].alert(); n.Alerts[i].Firing() {
			live = append(live, a)
		} else {
			over = append(over, a)
		}
	}
	switch {
	case len(live) == 0:
		n.Text = overText(over)
	case !n.counts:
		n.Text = noticeText(live)
	}
}

// An Item is one alert of a Notice.
type Item struct {
	ID      string          `json:"id"`                // the same each time the alert is sent, and when it is over
	Status  string          `json:"status"`            // firing; resolved once it is over
	Kind    string          `json:"kind"`              // wait, first_reply, next_reply, missed, data, coverage, assigned, flood, route or test
	Level   string          `json:"level"`             // critical or severe
	What    string          `json:"what"`              // in words
	Chat    model.ChatID    `json:"chat,omitempty"`    // of a wait
	Visitor model.VisitorID `json:"visitor,omitempty"` // of a wait
	Thread  model.ThreadID  `json:"thread,omitempty"`  // of a wait; -1: a chat without a thread
	Began   *time.Time      `json:"began"`             // of a wait: when it began; null for a figure
	Since   time.Time       `json:"since"`             // when it became critical, if known
	Ended   *time.Time      `json:"ended"`             // when it ended; null while it is open
	How     string          `json:"how,omitempty"`     // of an ended one: answered, ended, acknowledged, back (the data, a figure) or gone
	By      string          `json:"by,omitempty"`      // who acknowledged it: a user of the server's machine
	Claimed string          `json:"claimed,omitempty"` // who is on it; "somebody" if that is not known
	Seconds int             `json:"seconds,omitempty"` // of a wait: how long the visitor has waited
	Time    int             `json:"time"`              // 1: new; 2 to 4: repeated; 0: over
}

// An open alert is repeated this often, and this many times, until it is acknowledged.
// Notifications of many alerts come at least manyEvery apart.
const (
	repeatEvery = 30 * time.Second
	repeats     = 3
	manyEvery   = 10 * time.Second
	noticeItems = 20
)

// oneReading is how much longer than Hold a wait must be critical if only one reading of its thread has shown it.
const oneReading = 2 * time.Second

// heldLongEnough reports whether an alert has been open long enough to be sent: for a wait, a second reading
// must agree, or the first one must be oneReading older.
func (w *Tracker) heldLongEnough(a *Alert, now time.Time) bool {
	hold := w.Hold
	if !a.firstReading.IsZero() && a.lastReading.Sub(a.firstReading) < w.Hold {
		hold += oneReading
	}
	return now.Sub(a.FoundAt) >= hold
}

// The status of an alert in a Notice.
const (
	firing   = "firing"
	resolved = "resolved"
)

// newNotice returns a Notice of open alerts, due, and ended ones, over.
func (c *Caller) newNotice(now time.Time, due, over []*Alert) Notice {
	n := Notice{At: now.UTC().Truncate(time.Second), More: max(0, len(due)+len(over)-noticeItems)}
	if n.Text = overText(over); len(due) > 0 {
		n.Text = noticeText(due)
	}
	for _, a := range due {
		if len(n.Alerts) < noticeItems {
			n.Alerts = append(n.Alerts, a.firingItem(c.timesSent[a]))
		}
	}
	for _, a := range over {
		if len(n.Alerts) < noticeItems {
			n.Alerts = append(n.Alerts, a.resolvedItem())
		}
	}
	return n
}

// alert is an Alert with the fields that the sentence of a Notice needs.
func (i *Item) alert() *Alert {
	kind, _ := model.ConcernKindOf(i.Kind)
	return &Alert{
		ID: alertID{kind, i.Chat}, Level: max(model.LevelOf(i.Level), model.LevelCritical), How: endingOf(i.How),
		wait: model.Clock{For: time.Duration(i.Seconds) * time.Second},
	}
}

// AboutData reports whether the alert is about missing data rather than about the floor.
func (i *Item) AboutData() bool {
	return i.Kind == model.ConcernData.String() || i.Kind == model.ConcernCoverage.String()
}

// Firing reports whether the alert is still open.
func (i *Item) Firing() bool { return i.Status == firing }

// firingItem returns the Item of an open alert that has been sent so many times.
func (a *Alert) firingItem(times int) Item {
	claimed := a.ClaimedBy.String()
	if a.Claimed && claimed == "" {
		claimed = "somebody"
	}
	return Item{
		Claimed: claimed,
		ID:      a.noticeID, Status: firing, Began: noticeTime(a.began), Kind: a.ID.kind.String(), Level: a.Level.String(), What: a.What,
		Chat: a.ID.Chat, Visitor: a.Key.Visitor, Thread: a.Key.Thread,
		Since: a.FoundAt.UTC().Truncate(time.Second), Seconds: int(a.wait.For / time.Second), Time: times,
	}
}

// resolvedItem returns the Item of an ended alert.
func (a *Alert) resolvedItem() Item {
	i := a.firingItem(0)
	i.Status, i.How, i.Ended = resolved, a.How.Word(), noticeTime(a.Ended)
	if a.Acked {
		i.How, i.By = EndAcknowledged.Word(), a.AckedBy.String() // the wait itself may go on
	}
	return i
}

// noticeTime returns t as a Notice has it; nil for the zero time.
func noticeTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Second)
	return &t
}

// overText returns the sentence of a notification in which all alerts have ended.
func overText(over []*Alert) string {
	if len(over) == 0 {
		return ""
	}
	text := "chat " + strconv.FormatInt(int64(over[0].ID.Chat), 10) + ": " + over[0].resolvedItem().How
	if f := model.FigureOf(over[0].ID.kind.Figure()); f.Name != "" {
		text = f.Windowed(f.Title, false) + " is back within its limit"
	} else if over[0].ID.kind == model.ConcernRoute {
		text = "all who are to be called can be called again"
	} else if over[0].ID.Chat == 0 {
		text = "the floor is being read again"
	}
	switch more := len(over) - 1; more {
	case 0:
		return text
	case 1:
		return text + ", 1 more alert is over"
	default:
		return text + ", " + strconv.Itoa(more) + " more alerts are over"
	}
}

// noticeText returns the sentence of a notification: fixed words and a chat's number,
// because desktop notifications appear on screens that others see.
func noticeText(due []*Alert) string {
	if text := manyWaits(due); text != "" {
		return text
	}
	var text string
	switch worst, f := due[0], model.FigureOf(due[0].ID.kind.Figure()); {
	case f.Name != "":
		text = f.Windowed(f.Title, false) + " is " + worst.Level.Word()
	case worst.ID.kind == model.ConcernData:
		text = "the floor is not being read"
	case worst.ID.kind == model.ConcernRoute:
		text = "an alert route fails"
	case worst.ID.kind == model.ConcernCoverage:
		text = "a part of the floor is not being read"
	case worst.ID.kind == model.ConcernFlood:
		text = "chat " + strconv.FormatInt(int64(worst.ID.Chat), 10) + " is flooded with messages"
	case worst.ID.kind == model.ConcernAssigned:
		text = "chat " + strconv.FormatInt(int64(worst.ID.Chat), 10) + " was assigned and nothing written since"
	default:
		text = "chat " + strconv.FormatInt(int64(worst.ID.Chat), 10) + " needs an answer"
	}
	switch more := len(due) - 1; more {
	case 0:
	case 1:
		text += ", 1 more alert"
	default:
		text += ", " + strconv.Itoa(more) + " more alerts"
	}
	return text
}

// many is how many waits are reported as one number rather than one by one.
const many = 6

// manyWaits returns the sentence for many waits at once, as after a first read; "" for few.
func manyWaits(due []*Alert) string {
	waits, others := 0, 0
	var longest time.Duration
	for _, a := range due {
		if a.ID.kind != model.ConcernWait {
			others++
			continue
		}
		waits++
		longest = max(longest, a.wait.For)
	}
	if waits < many {
		return ""
	}
	text := strconv.Itoa(waits) + " chats critical, longest " + model.FormatDuration(longest)
	switch others {
	case 0:
		return text
	case 1:
		return text + ", 1 more alert"
	}
	return text + ", " + strconv.Itoa(others) + " more alerts"
}

// Sequences returns the escape sequences that make the terminal notify. The end of an alert rings no bell.
func (c Config) Sequences(text string, over, tmux bool) string {
	var s string
	switch c.Desktop {
	case "osc9":
		s = ansi.Notify("floorwatch: " + text)
	case "osc777":
		s = ansi.URxvtExt("notify", "floorwatch", text)
	case "osc99":
		s = ansi.DesktopNotification("floorwatch", "i=floorwatch", "d=0") + ansi.DesktopNotification(text, "i=floorwatch", "p=body")
	}
	if tmux && s != "" {
		s = ansi.TmuxPassthrough(s) // tmux needs allow-passthrough on to forward it
	}
	if c.Bell && !over {
		s += "\a"
	}
	return s
}

// Call sends the alerts that are due to the command and the routes. It returns the sentence for the terminal, "" if
// nothing is due, and whether everything in it is over.
func (c Config) Call(w *Tracker, now time.Time, h Hook) (text string, over bool) {
	if w.Zone != nil {
		now = now.In(w.Zone)
	}
	w.restore(c, h)
	defer w.keep(h)
	for i := range c.Routes {
		caller := w.caller(i)
		n, due := caller.nextNotice(w, &c.Routes[i], now)
		if caller.reportSuppressed(i, h); due && h != nil {
			w.notify(h, i, n)
		}
		caller.withhold(i, &c.Routes[i], now, h)
	}
	n, due := w.screenCaller.nextNotice(w, &defaultRoute, now)
	if len(c.Command) > 0 {
		w.screenCaller.reportSuppressed(-1, h)
	}
	if due && h != nil && len(c.Command) > 0 {
		w.notify(h, -1, n)
	}
	if len(c.Command) > 0 {
		w.screenCaller.withhold(-1, &defaultRoute, now, h)
	}
	if !due {
		return "", false
	}
	return n.Text, !n.Alerts[0].Firing()
}

// defaultRoute is the route of [alerts], which matches all alerts.
var defaultRoute Route
