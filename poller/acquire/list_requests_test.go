package acquire

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

func threadsOf(t *testing.T, rows ...string) Threads {
	t.Helper()
	c, mux := setup(t)
	mux.HandleFunc(threadPath, answer(inEnvelope(rows...)))
	got, err := c.Threads(context.Background(), 565, 1)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestThreadRows(t *testing.T) {
	names := func(s ...string) (n []safetext.Text) {
		for _, one := range s {
			n = append(n, line(one))
		}
		return n
	}
	tests := []struct {
		name, row string
		want      model.ThreadInfo
		drift     model.Drift
	}{
		{"all null", `{"thread_id":null,"visitor_id":null,"chat_id":null,"chat_ids":null,"thread_status":null,"user_id":null,"users":null,"agents":null}`,
			model.ThreadInfo{ID: -1, Visitor: 565}, model.Drift{}},
		{"texts for numbers", `{"thread_id":"445","visitor_id":"565","chat_id":"1876","unseen_count":"3","offline_chat":"1"}`,
			model.ThreadInfo{ID: 445, Visitor: 565, Last: 1876, Chats: []model.ChatID{1876}, Unseen: 3, Offline: true}, model.Drift{}},
		{"thread −1", `{"thread_id":"-1","chat_id":7}`, model.ThreadInfo{ID: -1, Visitor: 565, Last: 7, Chats: []model.ChatID{7}}, model.Drift{}},
		{"several agents", `{"thread_id":1,"chat_id":7,"chat_ids":"5, 7","user_id":"3518,15416","agents":"John,Devid"}`,
			model.ThreadInfo{ID: 1, Visitor: 565, Last: 7, Chats: []model.ChatID{5, 7}, Agents: []model.AgentID{3518, 15416}, AgentNames: names("John", "Devid")}, model.Drift{}},
		{"bots and visitors among the users", `{"thread_id":1,"chat_id":7,"users":"visitor-565,bot-5,agent-3518","user_id":null}`,
			model.ThreadInfo{ID: 1, Visitor: 565, Last: 7, Chats: []model.ChatID{7}, Agents: []model.AgentID{3518}}, model.Drift{}},
		{"agents from users", `{"thread_id":1,"chat_id":7,"users":"agent-3518,agent-4","user_id":null,"agents":["John","Ana"]}`,
			model.ThreadInfo{ID: 1, Visitor: 565, Last: 7, Chats: []model.ChatID{7}, Agents: []model.AgentID{3518, 4}, AgentNames: names("John", "Ana")}, model.Drift{}},
		{"lists and numbers", `{"thread_id":1,"chat_ids":[5,"7"],"user_id":3518,"agents":"Klok, Devid"}`,
			model.ThreadInfo{ID: 1, Visitor: 565, Last: 7, Chats: []model.ChatID{5, 7}, Agents: []model.AgentID{3518}, AgentNames: names("Klok, Devid")}, model.Drift{}},
		{"times", `{"thread_id":1,"message_date":"2018-07-23 13:00:00","chat_updated":null,"rating_time":["2018-07-23 12:00:00","2018-07-23 13:30:00"]}`,
			model.ThreadInfo{ID: 1, Visitor: 565, ActiveAt: time.Date(2018, 7, 23, 13, 30, 0, 0, time.UTC)}, model.Drift{}},
		{"rated", `{"thread_id":1,"feedback_rating":"2"}`, model.ThreadInfo{ID: 1, Visitor: 565, Stars: 2}, model.Drift{}},
		{"rated beyond five stars", `{"thread_id":1,"feedback_rating":98}`, model.ThreadInfo{ID: 1, Visitor: 565}, model.Drift{}},
		{"rated in words", `{"thread_id":1,"feedback_rating":"great"}`, model.ThreadInfo{ID: 1, Visitor: 565}, model.Drift{}},
		{"co-browsed", `{"thread_id":1,"co_browse":"3","cobrowse_recording":"no","recording_available":null}`,
			model.ThreadInfo{ID: 1, Visitor: 565, Sharing: model.Sharing{CoBrowsed: 3}}, model.Drift{}},
		{"recorded", `{"thread_id":1,"co_browse":[],"cobrowse_recording":"yes","recording_available":1}`,
			model.ThreadInfo{ID: 1, Visitor: 565, Sharing: model.Sharing{CoBrowseRecorded: true, Recorded: true}}, model.Drift{}},
		{"recordings by id", `{"thread_id":1,"cobrowse_recording":"no","cobrowse_recording_ids":"4,5","recording_available_ids":["7"]}`,
			model.ThreadInfo{ID: 1, Visitor: 565, Sharing: model.Sharing{CoBrowseRecorded: true, Recorded: true}}, model.Drift{}},
		{"no recording", `{"thread_id":1,"cobrowse_recording":0,"cobrowse_recording_ids":[],"recording_available":"0","recording_available_ids":""}`,
			model.ThreadInfo{ID: 1, Visitor: 565}, model.Drift{}},
		{"closed", `{"thread_id":1,"thread_status":"close"}`, model.ThreadInfo{ID: 1, Visitor: 565, Status: model.StatusClosed}, model.Drift{}},
		{"Closed", `{"thread_id":1,"thread_status":"Closed"}`, model.ThreadInfo{ID: 1, Visitor: 565, Status: model.StatusClosed}, model.Drift{}},
		{"unknown status", `{"thread_id":1,"thread_status":"paused"}`, model.ThreadInfo{ID: 1, Visitor: 565}, model.Drift{}},
		{"odd ids", `{"thread_id":1e99,"chat_ids":"5,x","user_id":""}`,
			model.ThreadInfo{ID: model.ThreadID(derivedID(value("1e99"))), Visitor: 565, Last: 5, Chats: []model.ChatID{5, model.ChatID(derivedID(value("x")))}}, model.Drift{OddID: 2}},
	}
	for _, tt := range tests {
		got := threadsOf(t, tt.row)
		tt.want.At = testDate
		same(t, tt.name, got, Threads{Meta: Meta{At: testDate, Skew: 90 * time.Second, Drift: tt.drift}, List: []model.ThreadInfo{tt.want}, Rows: 1, Total: 1})
	}
}

func TestBadThreadRowsCostThemselves(t *testing.T) {
	got := threadsOf(t, `7`, `null`, `{"thread_id":1,"visitor_id":9,"chat_id":3}`, `{"thread_id":2,"chat_id":4}`)
	if got.Rows != 4 || len(got.List) != 1 || got.List[0].ID != 2 || got.Drift != (model.Drift{Malformed: 2, WrongThread: 1}) {
		t.Errorf("got %+v, want thread 2 alone, two malformed rows and one of another visitor", got)
	}
}

func TestHugeIDListIsBounded(t *testing.T) {
	got := threadsOf(t, `{"thread_id":1,"chat_id":9,"chat_ids":"`+strings.Repeat("8,", 50_000)+`9","user_id":"1,2","agents":"`+strings.Repeat("x,", 50_000)+`"}`)
	info := got.List[0]
	if len(info.Chats) != maxRows || info.Chats[maxRows-1] != 9 || len(info.AgentNames) != maxNames {
		t.Errorf("%d chats, %d names, want %d with chat 9 last, and %d", len(info.Chats), len(info.AgentNames), maxRows, maxNames)
	}
}

func profilesOf(t *testing.T, data string) Profiles {
	t.Helper()
	c, mux := setup(t)
	mux.HandleFunc(listPath, answer(`{"success":true,"data":`+data+`}`))
	got, err := c.Profiles(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestProfileRows(t *testing.T) {
	got := profilesOf(t, `{"total":"120","data":[
		{"visitor_id":"70574","name":"Ana","chat_id":"5","chat_updated":"2018-08-02 07:31:02"},
		{"id":70575,"name":null,"chat_id":null},
		{"name":"nobody"}, 7, {"visitor_id":{}}]}`)
	if got.Rows != 5 || got.Total != 120 || len(got.List) != 3 || got.Drift != (model.Drift{Malformed: 2, OddID: 1}) {
		t.Fatalf("got %+v, want 5 rows of 120, 3 of them profiles, 2 malformed, 1 odd id", got)
	}
	if p := got.List[0]; p.ID != 70574 || p.Name != line("Ana") || p.Chat != 5 {
		t.Errorf("first is %+v, want visitor 70574, Ana, chat 5", p)
	}
	if p := got.List[1]; p.ID != 70575 || !p.Name.IsEmpty() || p.Chat != 0 {
		t.Errorf("second is %+v, want visitor 70575 and no more", p)
	}
}

func TestProfileStampChangesWithTheRow(t *testing.T) {
	stamp := func(fields string) string {
		return profilesOf(t, `{"data":[{"visitor_id":1,"name":"Ana"`+fields+`}]}`).List[0].Updated
	}
	base := `,"chat_updated":"2018-08-02 07:31:02","date_updated":"2018-08-02 07:30:28","browser_name":"Chrome"`
	if a, b := stamp(base), stamp(`,"browser_name":"Opera"`+base); a != b || a == "" {
		t.Errorf("stamps of rows with the same times are %q and %q, want the same", a, b)
	}
	for _, change := range []string{`,"chat_updated":"2018-08-02 07:31:03"`, `,"date_updated":null`, `,"chat_id":9`, `,"last_seen":"x"`, `,"rating":5`} {
		if stamp(base) == stamp(base+change) {
			t.Errorf("%s does not change the stamp", change)
		}
	}
}

func TestAgentRows(t *testing.T) {
	c, mux := setup(t)
	mux.HandleFunc(agentsPath, answer(`{"success":true,"data":{"count":"60","rows":[
		{"id":1,"user_id":"agent-15022","user_name":"David","role":1,"role":"Administrator","role_name":"Operator","department_name":"Sales","user_status":"active"},
		{"id":2,"user_id":15023,"user_name":null,"user_status":"disable"},
		{"id":3,"user_id":null,"user_name":"Zap"}, "x"]}}`))
	got, err := c.Agents(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "agents", got.List, []model.AgentInfo{
		{ID: 15022, Name: line("David"), Role: line("Operator"), Department: line("Sales"), At: testDate},
		{ID: 15023, Disabled: true, At: testDate},
	})
	if got.Rows != 4 || got.Total != 60 || got.Drift != (model.Drift{Malformed: 2}) {
		t.Errorf("%d rows of %d, drift %+v, want 4 of 60 and 2 malformed", got.Rows, got.Total, got.Drift)
	}
}

// Every list may be null, [] or {}, and the data itself a list.
func TestEmptyLists(t *testing.T) {
	for _, data := range []string{`null`, `[]`, `{}`, `{"total":0,"count":"0"}`, `{"messages":null,"data":null,"rows":null}`, `{"messages":{},"data":{},"rows":[]}`, `{"data":[],"messages":[],"rows":[],"total":"many"}`} {
		c, mux := setup(t)
		for _, path := range []string{threadPath, listPath, agentsPath, statsPath, teamPath} {
			mux.HandleFunc(path, answer(`{"success":true,"data":`+data+`}`))
		}
		ctx := context.Background()
		threads, err1 := c.Threads(ctx, 565, 1)
		profiles, err2 := c.Profiles(ctx, 1)
		agents, err3 := c.Agents(ctx, 1)
		totals, err4 := dayTotals(c, ctx, testNow, testNow, time.UTC)
		if err1 != nil || err2 != nil || err3 != nil || err4 != nil {
			t.Errorf("%s: %v, %v, %v, %v, want no errors", data, err1, err2, err3, err4)
		}
		if n := threads.Rows + profiles.Rows + agents.Rows + len(totals.Agents) + totals.Total; n != 0 {
			t.Errorf("%s: got %+v, %+v, %+v, %+v, want nothing", data, threads, profiles, agents, totals)
		}
	}
}

// A list under another name, or none at all, is unknown and not empty.
func TestListsThatAreMissing(t *testing.T) {
	for _, body := range []string{`{}`, `{"success":true}`, `{"success":true,"data":"OK Y"}`, `{"success":true,"data":7}`, `{"success":true,"data":""}`,
		`{"success":true,"data":{"total":2,"items":[{"id":1},{"id":2}]}}`, `{"success":true,"data":{"data":"none","messages":"none","rows":true}}`} {
		c, mux := setup(t)
		for _, path := range []string{threadPath, listPath, agentsPath} {
			mux.HandleFunc(path, answer(body))
		}
		ctx := context.Background()
		_, err1 := c.Threads(ctx, 565, 1)
		_, err2 := c.Profiles(ctx, 1)
		_, err3 := c.Agents(ctx, 1)
		for _, err := range []error{err1, err2, err3} {
			if !errors.Is(err, FaultNoList) {
				t.Errorf("%s: %v, want no list", body, err)
			}
		}
	}
}

func TestTotalsOfOddShapes(t *testing.T) {
	c, mux := setup(t)
	mux.HandleFunc(statsPath, answer(`{"success":true,"data":{"chat_statistics":{"total_chat":"5","total_answered":4.0,"total_missed":null,"total_res_time":""}}}`))
	mux.HandleFunc(teamPath, answer(`{"success":true,"data":{"chat_report":{"analytics":{
		"agent-9":{"total_chat":2,"average_response_time":"soon"},"x":{},"7":[],"8":{"assigned_chat":"3","total_time_on_chat":90}}}}}`))
	got, err := dayTotals(c, context.Background(), testNow, testNow, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "totals", got, model.DayTotals{At: testDate, Total: 5, Answered: 4, Agents: []model.AgentTotals{
		{ID: 8, Assigned: 3, TimeOnChat: model.Duration{D: 90 * time.Second, Known: true}},
		{ID: 9, Handled: 2},
	}})
}
