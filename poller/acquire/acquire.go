// Package acquire is the HTTP client of Acquire's v1 API: requests, tolerant
// decoding into the model's types, and typed errors that say in a sentence what
// happened. It knows nothing of when to ask; that is package poller. It imports
// detached and regular for the token, model and safetext, and promises that the
// token is sent to Acquire alone and that no answer is read beyond its bounds.
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
	CAFile            string        `toml:"ca_file"` // authorities to trust beside the machine's own, in PEM; "": none
	Zone              Zone          `toml:"zone"`
	Key               string        `toml:"key"`
	RequestsPerSecond float64       `toml:"requests_per_second"`
	InFlight          int           `toml:"in_flight"` // a hard maximum; 0: automatic
	Timeout           time.Duration `toml:"timeout"`
	ShowMail          bool          `toml:"-"` // messages with mail fields count as e-mails; [people] mail says so
}

// Zone is the zone header. With "+00:00" every reading of the documentation gives the same times.
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

// usualFlight is how many requests may be under way at once where the configuration does not say.
// The first versions wrote it into every configuration, so it counts as not set.
const usualFlight = 4

// AutoInFlight reports whether the number of requests under way at once is left to the program.
func (c Config) AutoInFlight() bool { return c.InFlight == 0 || c.InFlight == usualFlight }

// OldInFlight reports whether the number is the one that the first versions wrote down.
func (c Config) OldInFlight() bool { return c.InFlight == usualFlight }

// FixedInFlight is how many requests the user allows at once, 0 where that is left to the program.
func (c Config) FixedInFlight() int {
	if c.AutoInFlight() {
		return 0
	}
	return c.InFlight
}

// mostFlight is how many there may be where that is automatic.
const mostFlight = 16

// MaxInFlight is how many requests may be under way at once.
func (c Config) MaxInFlight() int {
	if c.AutoInFlight() {
		return mostFlight
	}
	return c.InFlight
}

// Meta is what every answer carries beside its data.
type Meta struct {
	At    time.Time     // when the answer was complete, by the server's clock
	Skew  time.Duration // the server's clock (Date header) less ours; the last known one where this answer has no date
	Drift model.Drift   // what could not be understood in this answer
}

// A MessagesRequest asks for the messages of a chat.
type MessagesRequest struct {
	Visitor  model.VisitorID
	Thread   model.ThreadID // model.NoThread where none is known
	LastChat model.ChatID   // the last seen chat id; 0 where none is known
}

// Messages is the answer to a MessagesRequest. Rows is how many the answer
// held, malformed ones included, so an empty answer can be told from one that
// could not be read.
type Messages struct {
	Meta
	Messages []model.Message
	Rows     int
	Unknown  int              // of Rows, those that tell neither who wrote them nor when: any of them can be the newest message
	Cut      []model.ChatPast // of a flood, the chats whose older messages were let go
}

// Threads is one page of a visitor's threads.
type Threads struct {
	Meta
	Threads []model.ThreadInfo
	Rows    int // on this page; fewer than PageSize means the last page
}

// A Profile is a visitor in the profile list.
type Profile struct {
	model.VisitorInfo
	Updated string       // the row's change stamps, opaque: another text means that something changed
	Changed time.Time    // the newest of them, by the server's clock; zero where none could be read
	Chat    model.ChatID // chat_id where the list names one, else 0
}

// Profiles is one page of the profile list.
type Profiles struct {
	Meta
	Profiles []Profile
	Rows     int // on this page
	Total    int // in all, as the server says
}

// Agents is one page of the agents list.
type Agents struct {
	Meta
	Agents []model.AgentInfo
	Rows   int // on this page
	Total  int // in all, as the server says
}

// PageSize is the limit that is sent to the paged endpoints. Acquire documents no maximum.
const PageSize = 50
