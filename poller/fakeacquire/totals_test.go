package fakeacquire

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"
)

// tellDay tells a day of five chats, one of them without a word, and one chat of the day before.
func tellDay() *told {
	s := tell()
	start := func(after time.Duration) {
		s.now = noon.Add(after)
		s.visitor, s.thread, s.chat = s.Visit("")
		s.Say(s.chat, "hello")
	}
	wait := func(d time.Duration) { s.now = s.now.Add(d) }
	start(0) // answered after 20 s, lasting 100 s, five stars
	wait(20 * time.Second)
	s.Reply(s.chat, s.ada, "hi")
	wait(100 * time.Second)
	s.Rate(s.chat, 5, "")
	s.CloseThread(s.thread)
	start(10 * time.Minute) // answered after 70 s, lasting 10 min, two stars
	wait(70 * time.Second)
	s.Reply(s.chat, s.ada, "hi")
	wait(10 * time.Minute)
	s.Rate(s.chat, 2, "")
	s.CloseThread(s.thread)
	start(30 * time.Minute) // missed
	s.MarkMissed(s.chat)
	start(40 * time.Minute) // assigned, never answered
	s.Assign(s.chat, s.ben)
	s.now = noon.Add(-15 * time.Hour) // yesterday in London
	s.Visit("")
	s.now = noon.Add(time.Hour)
	return s
}

func TestChatStatistics(t *testing.T) {
	s := tellDay()
	_, body := ask(t, inMemory(s.Server), memory, EndpointChats, today)
	var chats struct {
		Data struct {
			Statistics struct {
				Graph map[string]json.RawMessage `json:"graph_row"`
				chatTotals
			} `json:"chat_statistics"`
		}
	}
	if err := json.Unmarshal(body, &chats); err != nil {
		t.Fatal(err)
	}
	got := chats.Data.Statistics.chatTotals
	if want := (chatTotals{"00:00:45", 5, 2, 1, 0, 1, 0, 1}); got != want {
		t.Errorf("chat statistics %+v, want %+v", got, want)
	}
	for field, want := range map[string]string{"chat_date": `["02 Mar"]`, "chat_total": "[5]", "resp_avg": "[5.5]",
		"chat_response_time": "[0.45]", "rating_total": "[2]", "rating_avg": "[4]", "rating_2": "[1]", "rating_5": "[1]"} {
		if got := string(chats.Data.Statistics.Graph[field]); got != want {
			t.Errorf("%s is %s, want %s", field, got, want)
		}
	}
}

func TestTeamAnalytics(t *testing.T) {
	s := tellDay()
	_, body := ask(t, inMemory(s.Server), memory, EndpointTeam, today+"&agent_id=")
	var team struct {
		Data struct {
			Report struct {
				Analytics map[string]rawRow
			} `json:"chat_report"`
		}
	}
	if err := json.Unmarshal(body, &team); err != nil {
		t.Fatal(err)
	}
	rows := team.Data.Report.Analytics
	want(t, rows[fmt.Sprint(s.ada)], "assigned_chat", "2", "total_chat", "2", "unanswered_chat", "0",
		"average_response_time", `"45 seconds "`, "average_chat_time", `"05 minutes 50 seconds "`,
		"total_time_on_chat", `"11 minutes 40 seconds "`, "rating_positive", "1", "rating_negative", "1")
	want(t, rows[fmt.Sprint(s.ben)], "assigned_chat", "1", "total_chat", "0", "unanswered_chat", "1", "average_chat_time", `""`)
	_, body = ask(t, inMemory(s.Server), memory, EndpointTeam, today+"&agent_id=1")
	if want := `{"success":true,"error":null,"data":{"chat_report":{"analytics":[],"login_scale":{}}}}`; string(body) != want {
		t.Errorf("an agent without chats: %s, want %s", body, want)
	}
}

type chatTotals struct {
	Response string `json:"total_res_time"`
	Total    int    `json:"total_chat"`
	Answered int    `json:"total_answered"`
	Missed   int    `json:"total_missed"`
	To30     int    `json:"zero_thirty"`
	To2      int    `json:"thirty_two_min"`
	To5      int    `json:"two_five_min"`
	Over5    int    `json:"five_plus"`
}

// TestTotalsOfWeek asks for ten days and gets ten columns.
func TestTotalsOfWeek(t *testing.T) {
	s := tell()
	_, body := ask(t, inMemory(s.Server), memory, EndpointChats,
		"timezone=Europe%2FLondon&date_start=2026-02-25+00:00:00&date_end=2026-03-06+23:59:59&filter_type=")
	var answer struct {
		Data struct {
			Statistics struct {
				Graph struct {
					Date  []string `json:"chat_date"`
					Total []int    `json:"chat_total"`
				} `json:"graph_row"`
			} `json:"chat_statistics"`
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	g := answer.Data.Statistics.Graph
	if len(g.Date) != 10 || g.Date[0] != "25 Feb" || g.Date[9] != "06 Mar" || !slices.Equal(g.Total, []int{0, 0, 0, 0, 0, 1, 0, 0, 0, 0}) {
		t.Errorf("days %q with %d chats", g.Date, g.Total)
	}
}

func TestDurationsAsText(t *testing.T) {
	tests := []struct {
		seconds     int64
		words, time string
		dotted      float64
	}{
		{0, "", "00:00:00", 0},
		{2, "02 seconds ", "00:00:02", 0.02},
		{30, "30 seconds ", "00:00:30", 0.3},
		{65, "01 minutes 05 seconds ", "00:01:05", 1.05},
		{532, "08 minutes 52 seconds ", "00:08:52", 8.52},
		{32435, "09 hours 35 seconds ", "09:00:35", 540.35},
		{3600, "01 hours ", "01:00:00", 60},
	}
	for _, tt := range tests {
		if w, c, d := durationText(tt.seconds), clockText(tt.seconds), minutesDotSeconds(tt.seconds); w != tt.words || c != tt.time || d != tt.dotted {
			t.Errorf("%d s: %q %q %v, want %q %q %v", tt.seconds, w, c, d, tt.words, tt.time, tt.dotted)
		}
	}
}
