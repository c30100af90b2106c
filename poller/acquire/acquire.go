// Package acquire is the HTTP client of Acquire's v1 API: requests, tolerant
// decoding into the model's types, and typed errors that say in a sentence what
// happened and what to do. When to send requests is package poller's decision. It
// imports detached and regular for the token, model and safetext. The token is sent
// only to Acquire, and no answer is read beyond its limits.
package acquire

import (
	"time"

	"floorwatch/model"
)

// Config is the [api] section of the configuration.
type Config struct {
	URL               string        `toml:"url"`
	TokenFile         string        `toml:"token_file"`
	TokenCommand      []string      `toml:"token_command"`
	CAFile            string        `toml:"ca_file"` // PEM file of authorities to trust in addition to the machine's; "": none
	Zone              Zone          `toml:"zone"`
	Key               string        `toml:"key"`
	RequestsPerSecond float64       `toml:"requests_per_second"`
	InFlight          int           `toml:"in_flight"` // a hard maximum; 0: automatic
	Timeout           time.Duration `toml:"timeout"`
	ShowMail          bool          `toml:"-"` // messages with mail fields count as e-mails, see [people] mail
}

// Zone is the zone header. With "+00:00" every interpretation of the documentation gives the same times.
type Zone struct {
	Timezone string `toml:"timezone" json:"timezone"`
	Offset   string `toml:"offset" json:"offset"`
}

// DefaultConfig returns the defaults of the [api] section.
func DefaultConfig() Config {
	return Config{
		URL:               "https://app.acquire.io",
		Zone:              Zone{"UTC", "+00:00"},
		RequestsPerSecond: 10,
		Timeout:           15 * time.Second,
	}
}

// usualFlight is the old default limit of concurrent requests. The first versions wrote it into
// every configuration, so it counts as not set.
const usualFlight = 4

// AutoInFlight reports whether the limit of concurrent requests is automatic.
func (c Config) AutoInFlight() bool { return c.InFlight == 0 || c.InFlight == usualFlight }

// OldInFlight reports whether the limit is the one that the first versions wrote.
func (c Config) OldInFlight() bool { return c.InFlight == usualFlight }

// FixedInFlight returns the configured limit of concurrent requests; 0 if it is automatic.
func (c Config) FixedInFlight() int {
	if c.AutoInFlight() {
		return 0
	}
	return c.InFlight
}

// mostFlight is the highest automatic limit.
const mostFlight = 16

// MaxInFlight returns the most requests that may be under way at once.
func (c Config) MaxInFlight() int {
	if c.AutoInFlight() {
		return mostFlight
	}
	return c.InFlight
}

// Meta describes an answer apart from its data.
type Meta struct {
	At    time.Time     // when the answer was completely received, by the server's clock
	Skew  time.Duration // the server's clock (Date header) minus ours; the last known value if this answer has no date
	Drift model.Drift   // what was not understood in this answer
}

// A MessagesRequest selects the messages of a chat.
type MessagesRequest struct {
	Visitor  model.VisitorID
	Thread   model.ThreadID // model.NoThread if none is known
	LastChat model.ChatID   // last_chat_id; 0 if none is known
}

// Messages is the answer to a MessagesRequest. Rows counts all rows, malformed ones
// included, to tell an empty answer from an unreadable one.
type Messages struct {
	Meta
	Messages []model.Message
	Rows     int
	Unknown  int              // rows that tell neither sender nor time: any of them may be the newest message
	Undated  int              // messages whose time cannot be read, and that no later one with a time follows: a wait may have begun with any of them
	Cut      []model.ChatPast // chats of a flood whose older messages were dropped
}

// A Page is one page of a list.
type Page[T any] struct {
	Meta
	List  []T // the readable rows
	Rows  int // on this page; fewer than PageSize means the last page
	Total int // total, as the server counts; at least Rows
}

// Pages of the three lists.
type (
	Threads  = Page[model.ThreadInfo] // of a visitor's thread list
	Profiles = Page[Profile]          // of the profile list
	Agents   = Page[model.AgentInfo]  // of the agents list
)

// A Profile is a visitor in the profile list.
type Profile struct {
	model.VisitorInfo
	Updated string       // hash of the row's change stamps: a different one means that something changed
	Changed time.Time    // the newest stamp, by the server's clock; zero if none is readable
	Chat    model.ChatID // chat_id if the list has one, otherwise 0
}

// PageSize is the limit sent to the paged endpoints. Acquire documents no maximum.
const PageSize = 50
