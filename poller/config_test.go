package poller

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
)

func TestDefaultConfigIsValid(t *testing.T) {
	if err := DefaultConfig().Validate(); err != nil {
		t.Errorf("DefaultConfig: %v", err)
	}
}

func TestValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"bare number", func(c *Config) { c.Waiting = 5 }, `poll.waiting is 5ns, must be at least 1s (write "1s", with the unit)`},
		{"active", func(c *Config) { c.Active = 0 }, "poll.active"},
		{"quiet", func(c *Config) { c.Quiet = 2 * time.Hour }, "poll.quiet is 2h0m0s, must be at most 1h0m0s"},
		{"order", func(c *Config) { c.Idle = 10 * time.Second }, "poll.idle is 10s, must not be shorter than poll.quiet (30s)"},
		{"discover_every", func(c *Config) { c.DiscoverEvery = time.Millisecond }, "poll.discover_every"},
		{"lookback", func(c *Config) { c.Lookback = time.Second }, "poll.lookback"},
		{"nothing to do", func(c *Config) { c.Discover = false }, "[[watch]]"},
		{"visitor", func(c *Config) { c.Watch = []Watch{{VisitorID: 1}, {}} }, "watch[1].visitor_id"},
		{"thread", func(c *Config) { c.Watch = []Watch{{VisitorID: 1, ThreadID: -2}} }, "watch[0].thread_id"},
		{"chat", func(c *Config) { c.Watch = []Watch{{VisitorID: 1, LastChatID: -1}} }, "watch[0].last_chat_id"},
	}
	for _, tt := range tests {
		c := DefaultConfig()
		tt.change(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Validate = %v, want %q in it", tt.name, err, tt.want)
		}
	}
}

func TestValidateTellsAll(t *testing.T) {
	c := Config{Watch: []Watch{{VisitorID: -1, ThreadID: -5, LastChatID: -1}}}
	err := c.Validate()
	if err == nil {
		t.Fatal("the zero Config is valid")
	}
	for _, key := range []string{"discover_every", "lookback", "waiting", "active", "quiet", "idle", "visitor_id", "thread_id", "last_chat_id"} {
		if !strings.Contains(err.Error(), key) {
			t.Errorf("Validate does not name %s: %v", key, err)
		}
	}
	w := DefaultConfig()
	w.Discover, w.Watch = false, []Watch{{VisitorID: 1, ThreadID: model.NoThread}}
	if err := w.Validate(); err != nil {
		t.Errorf("a watch without discovery: %v", err)
	}
}
