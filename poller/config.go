package poller

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"floorwatch/model"
)

// Config is the [poll] section, and the [[watch]] sections beside it.
type Config struct {
	Discover      bool          `toml:"discover"`       // find visitors through the profile list
	DiscoverEvery time.Duration `toml:"discover_every"` // between two rounds over the profile list
	Lookback      time.Duration `toml:"lookback"`       // how old a thread's last word may be
	Waiting       time.Duration `toml:"waiting"`        // a visitor waits, or the thread is on screen
	Active        time.Duration `toml:"active"`         // a word in the last 5 minutes
	Quiet         time.Duration `toml:"quiet"`          // a word in the last 30 minutes
	Idle          time.Duration `toml:"idle"`           // nothing for longer
	AcceptTurn    time.Duration `toml:"accept_turn"`    // longest turn over known visitors whose new chats nothing else tells of
	AcceptLacks   int           `toml:"accept_lacks"`   // visitors whom the profile list counts and never names, and that is all right
	Watch         []Watch       `toml:"-"`              // the [[watch]] sections
	Written       []string      `toml:"-"`              // the keys that the file has; ui/cli/config puts them here
}

// A Watch is a [[watch]] section: a visitor that is polled whether discovery
// finds it or not. Only VisitorID is needed.
type Watch struct {
	VisitorID  model.VisitorID `toml:"visitor_id"`
	ThreadID   model.ThreadID  `toml:"thread_id"`    // 0 and -1 mean none known
	LastChatID model.ChatID    `toml:"last_chat_id"` // 0 means none known
}

// DefaultConfig returns the defaults of the [poll] section.
func DefaultConfig() Config {
	return Config{
		Discover:      true,
		DiscoverEvery: 15 * time.Second,
		Lookback:      24 * time.Hour,
		Waiting:       2 * time.Second,
		Active:        5 * time.Second,
		Quiet:         30 * time.Second,
		Idle:          2 * time.Minute,
		AcceptTurn:    2 * time.Minute,
	}
}

// turnEvery is how often what no stamp tells of is asked about, so that a turn takes no longer than is accepted.
func (c Config) turnEvery() time.Duration {
	if c.AcceptTurn <= 0 {
		return DefaultConfig().turnEvery()
	}
	return c.AcceptTurn * 3 / 4
}

// Set names the keys of the intervals that a configuration sets. One that is
// equal to its default counts as not set: the first versions wrote the defaults
// into every configuration, and a better one must reach those too. What is set
// is the longest interval that is aimed at.
func (c Config) Set() []string { return c.keys(func(_ string, usual bool) bool { return !usual }) }

// Old names the keys of the intervals that the file has and that count as not set.
func (c Config) Old() []string {
	return c.keys(func(key string, usual bool) bool { return usual && slices.Contains(c.Written, key) })
}

// keys are those of the intervals for which want is true, which is told whether the default stands there.
func (c Config) keys(want func(key string, usual bool) bool) []string {
	d := DefaultConfig()
	var keys []string
	for _, k := range []struct {
		name      string
		is, usual time.Duration
	}{
		{"discover_every", c.DiscoverEvery, d.DiscoverEvery}, {"waiting", c.Waiting, d.Waiting}, {"active", c.Active, d.Active},
		{"quiet", c.Quiet, d.Quiet}, {"idle", c.Idle, d.Idle},
	} {
		if want(k.name, k.is == k.usual) {
			keys = append(keys, k.name)
		}
	}
	return keys
}

// Validate reports every problem at once, each with the key it is about.
func (c Config) Validate() error {
	var errs []error
	span := func(key string, d, least, most time.Duration) {
		switch {
		case d < least: // a bare 5 in TOML is 5 ns, so the unit is the likely slip
			errs = append(errs, fmt.Errorf("poll.%s is %v, must be at least %v (write %q, with the unit)", key, d, least, least))
		case d > most:
			errs = append(errs, fmt.Errorf("poll.%s is %v, must be at most %v", key, d, most))
		}
	}
	span("discover_every", c.DiscoverEvery, time.Second, time.Hour)
	span("lookback", c.Lookback, 10*time.Minute, 30*24*time.Hour)
	span("waiting", c.Waiting, time.Second, time.Hour)
	span("active", c.Active, time.Second, time.Hour)
	span("quiet", c.Quiet, time.Second, time.Hour)
	span("idle", c.Idle, time.Second, time.Hour)
	span("accept_turn", c.AcceptTurn, 10*time.Second, 24*time.Hour)
	if c.AcceptLacks < 0 {
		errs = append(errs, fmt.Errorf("poll.accept_lacks is %d, must be 0 or more", c.AcceptLacks))
	}
	errs = append(errs, c.order()...)
	for i, w := range c.Watch {
		errs = append(errs, w.problems(i)...)
	}
	if !c.Discover && len(c.Watch) == 0 {
		errs = append(errs, errors.New("poll.discover is false and there is no [[watch]]: there would be nothing to poll"))
	}
	return errors.Join(errs...)
}

// order reports intervals that fall where they must rise: a thread that waits
// must not be asked less often than one that does not.
func (c Config) order() []error {
	keys := [...]string{"waiting", "active", "quiet", "idle"}
	all := [...]time.Duration{c.Waiting, c.Active, c.Quiet, c.Idle}
	var errs []error
	for i := 1; i < len(all); i++ {
		if all[i] < all[i-1] {
			errs = append(errs, fmt.Errorf("poll.%s is %v, must not be shorter than poll.%s (%v)", keys[i], all[i], keys[i-1], all[i-1]))
		}
	}
	return errs
}

func (w Watch) problems(i int) []error {
	var errs []error
	if w.VisitorID <= 0 {
		errs = append(errs, fmt.Errorf("watch[%d].visitor_id is %d, must be a positive number", i, w.VisitorID))
	}
	if w.ThreadID < model.NoThread {
		errs = append(errs, fmt.Errorf("watch[%d].thread_id is %d, must be a positive number, or -1 for none", i, w.ThreadID))
	}
	if w.LastChatID < 0 {
		errs = append(errs, fmt.Errorf("watch[%d].last_chat_id is %d, must not be negative", i, w.LastChatID))
	}
	return errs
}
