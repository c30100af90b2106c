package cli

import (
	"time"

	"floorwatch/model"
)

// A report is the floor at one moment as snapshot prints it; the README says
// what each field means. A nil pointer is a figure without data.
type report struct {
	Version int           `json:"version"`
	At      time.Time     `json:"at"`
	Floor   string        `json:"floor,omitempty"`
	Level   string        `json:"level"`
	State   string        `json:"state"`
	Why     string        `json:"why,omitempty"`
	DataAge *int64        `json:"data_age_seconds"`
	Figures *figures      `json:"figures"` // nil: nothing is known
	Waiting []waitingChat `json:"waiting"`
	Agents  []agentReport `json:"agents"`
	Explain []explanation `json:"explain,omitempty"`
}

type figures struct {
	Waiting        int         `json:"waiting"`
	WaitingOver    int         `json:"waiting_over"`
	WaitingLevel   string      `json:"waiting_level"`
	Unseen         int         `json:"unseen"`
	Longest        *int64      `json:"longest_seconds"`
	LongestAtLeast bool        `json:"longest_at_least"`
	LongestLevel   string      `json:"longest_level"`
	SeenNoReply    int         `json:"seen_no_reply"`
	SeenLongest    *int64      `json:"seen_longest_seconds"`
	SeenLevel      string      `json:"seen_level"`
	Missing        int         `json:"missing"`
	Active         int         `json:"active"`
	ActiveAgents   int         `json:"active_agents"`
	Bot            int         `json:"bot"`
	Offline        int         `json:"offline"`
	HalfHour       windowOf    `json:"half_hour"`
	Today          windowOf    `json:"today"`
	LeftOut        leftOutRows `json:"left_out"`
}

type windowOf struct {
	From         time.Time `json:"from"`
	FirstReply   quantile  `json:"first_reply"`
	NextReply    quantile  `json:"next_reply"`
	FirstService share     `json:"first_service"`
	NextService  share     `json:"next_service"`
	Missed       int       `json:"missed"`
	MissedLevel  string    `json:"missed_level"`
	Dropped      int       `json:"dropped"`
	BotOnly      int       `json:"bot_only"`
	Transfers    int       `json:"transfers"`
	Overtakes    int       `json:"overtakes"`
	Visitors     int       `json:"visitor_messages"`
	Replies      int       `json:"agent_messages"`
}

type quantile struct {
	N      int    `json:"n"`
	Median *int64 `json:"median_seconds"`
	P90    *int64 `json:"p90_seconds"`
}

type share struct {
	InTime  int    `json:"in_time"`
	Of      int    `json:"of"`
	Percent *int64 `json:"percent"`
	Level   string `json:"level"`
}

type leftOutRows struct {
	Texts       int `json:"texts"`
	Messages    int `json:"messages"`
	UnknownType int `json:"unknown_type"`
	UnknownSide int `json:"unknown_side"`
	ClockErrors int `json:"clock_errors"`
}

// A waitingChat is a thread whose visitor waits.
type waitingChat struct {
	Visitor    model.VisitorID `json:"visitor"`
	Thread     model.ThreadID  `json:"thread"`
	Chat       model.ChatID    `json:"chat"`
	Level      string          `json:"level"`
	Wait       int64           `json:"wait_seconds"`
	AtLeast    bool            `json:"at_least"`
	First      bool            `json:"first"`
	Sight      string          `json:"sight"`
	SeenFor    *int64          `json:"seen_seconds"`
	Unanswered int             `json:"unanswered"`
	Owner      *model.AgentID  `json:"owner"`
	OwnerState string          `json:"owner_state"`
	Gap        bool            `json:"gap"` // messages of the thread may be missing
	Name       string          `json:"name,omitempty"`
	OwnerName  string          `json:"owner_name,omitempty"`
}

type agentReport struct {
	ID          model.AgentID `json:"id"`
	State       string        `json:"state"`
	Level       string        `json:"level"`
	Active      int           `json:"active"`
	Waiting     int           `json:"waiting"`
	Oldest      *int64        `json:"oldest_seconds"`
	SeenNoReply int           `json:"seen_no_reply"`
	Turns       int           `json:"turns"`
	Median      *int64        `json:"median_seconds"`
	Breaches    int           `json:"breaches"`
	Name        string        `json:"name,omitempty"`
}
