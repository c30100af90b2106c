package poller

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"floorwatch/model"
)

// Config is the [poll] section, with the [[watch]] sections.
type Config struct {
	Discover      bool          `toml:"discover"`       // find visitors through the profile list
	DiscoverEvery time.Duration `toml:"discover_every"` // interval of rounds over the profile list
	Lookback      time.Duration `toml:"lookback"`       // oldest last message of a polled thread
	Waiting       time.Duration `toml:"waiting"`        // interval of threads with a waiting visitor or on screen
	Active        time.Duration `toml:"active"`         // interval of threads with a message in the last 5 minutes
	Quiet         time.Duration `toml:"quiet"`          // interval of threads with a message in the last 30 minutes
	Idle          time.Duration `toml:"idle"`           // interval of other threads
	AcceptTurn    time.Duration `toml:"accept_turn"`    // longest full pass over known visitors whose new chats are found only by it
	AcceptLacks   int           `toml:"accept_lacks"`   // accepted number of visitors that the profile list counts but never names
	Watch         []Watch       `toml:"-"`              // the [[watch]] sections
	Written       []string      `toml:"-"`              // the keys in the file, set by ui/cli/config
}

// A Watch is a [[watch]] section: a visitor that is polled whether or not discovery finds
// them. Only VisitorID is required.
type Watch struct {
	VisitorID  model.VisitorID `toml:"visitor_id"`
	ThreadID   model.ThreadID  `toml:"thread_id"`    // 0 and -1: unknown
	LastChatID model.ChatID    `toml:"last_chat_id"` // 0: unknown
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

// turnEvery returns the interval for threads whose changes no timestamp shows, so that a full pass takes no longer than accepted.
func (c Config) turnEvery() time.Duration {
	if c.AcceptTurn <= 0 {
		return DefaultConfig().turnEvery()
	}
	return c.AcceptTurn * 3 / 4
}

// Set returns the keys of the intervals that a configuration sets. One that is equal to
// its default counts as not set: the first versions wrote the defaults into every
// configuration, which must get better ones too. A set interval is the longest aimed at.
func (c Config) Set() []string { return c.keys(func(_ string, usual bool) bool { return !usual }) }

// Old returns the keys of the intervals in the file that count as not set.
func (c Config) Old() []string {
	return c.keys(func(key string, usual bool) bool { return usual && slices.Contains(c.Written, key) })
}

// keys returns the keys of the intervals for which want is true; usual says that the value is the default.
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

// Validate returns all errors of the section, joined, each beginning with its key.
func (c Config) Validate() error {
	var errs []error
	span := func(key string, d, least, most time.Duration) {
		switch {
		case d < least: // a plain 5 in TOML is 5 ns, so the unit is probably missing
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

// order returns errors for intervals in the wrong order: a waiting thread must not be
// polled less often than others.
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
