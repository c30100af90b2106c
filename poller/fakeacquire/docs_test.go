package fakeacquire

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// The samples are typed in from the documentation.
const (
	docMessage = `{"success": true, "error": null, "data": {"messages": [
		{"id": 944199, "chat_id": 106241, "account_id": 10719, "sender_type": "agent", "sender_id": 15416, "type": "message",
		 "message": "Hello", "date_created": "2018-07-23 13:45:50", "seen": "seen", "email_from": null, "from": null, "to": null,
		 "subject": null, "body": null, "cm_type": null, "message_date": null, "first_name": "Devid Klok", "last_name": "",
		 "photo": "pp15337107338831.png", "vd_name": "John Deo", "vd_id": 61793, "bot_name": null, "bot_icon": null,
		 "parent_bot_name": null, "parent_bot_icon": null, "offline_chat": 0,
		 "user": {"id": null, "type": "agent", "name": "Devid Klok", "photo": "pp15337107338831.png"}, "missed_chat": 0},
		{"id": 944201, "chat_id": 106241, "account_id": 10719, "sender_type": "visitor", "sender_id": 61793, "type": "message",
		 "message": "Hello", "date_created": "2018-07-23 13:45:56", "seen": "seen", "email_from": null, "from": null, "to": null,
		 "subject": null, "body": null, "cm_type": null, "message_date": null, "first_name": null, "last_name": null,
		 "photo": null, "vd_name": "John Deo", "vd_id": 61793, "bot_name": null, "bot_icon": null,
		 "parent_bot_name": null, "parent_bot_icon": null, "offline_chat": 0,
		 "user": {"id": null, "type": "visitor", "name": "John Deo", "photo": null}, "missed_chat": 0}],
		"co_browse": [], "recording": ["Welcome"], "query_seen": 0}}`
	docThread = `{"success": true, "error": null, "data": {"messages": [
		{"chat_id": 2142, "thread_id": 446, "visitor_id": 565, "thread_status": "open", "chat_updated": null, "chat_created": null,
		 "count_chat": 5, "chat_ids": "1877,2139,2140,2141,2142", "users": "agent-3518", "user_id": "3518", "agents": "John",
		 "agent_imgs": ["pp154020815443331101.png"], "recording_available": null, "chat_duration": 0, "chat_wait_time": 126,
		 "feedback_rating": null, "rating": ["4"], "rating_time": ["2018-09-20 05:34:51"], "feedback_message": null,
		 "message": "", "message_date": null, "unseen_count": 0, "cobrowse_recording": "no", "offline_chat": 0,
		 "recording_available_ids": null, "cobrowse_recording_ids": null, "encrypt_key": []}],
		"overall_threads_time": 0.042, "activity": []}}`
	docList = `{"success": true, "error": null, "data": {"total": 1, "data": [
		{"id": 70574, "session_id": 70574, "checked_status": 0, "visitor_id": 70574, "source": null, "name": "", "email": "",
		 "visitor_phone": "", "location_full_name": "San Francisco, California, United States", "ip": "",
		 "country_name": "United States", "timezone": "America/Yakutat", "country_code": "USA",
		 "date_updated": "2018-08-02 07:30:28", "city": "517", "browser_language": "", "conversion": "", "first_seen": null,
		 "last_seen": null, "lead_id": 0, "chat_id": null, "recording_available": null, "rating": null,
		 "chat_updated": "2018-08-02 07:31:02", "chat_created": "2018-08-02 07:30:28", "chat_date_created": null,
		 "chat_date_updated": null, "ua": "Chrome,,Mac,,Desktop,,,WebKit", "browser_name": "Chrome", "browser_version": "",
		 "os_name": "Mac OS", "os_version": "", "tags": "", "agent_name": "John Deo", "bg_color": "#4a1271"}],
		"main_query_time": 0.006, "chat_user_query_time": 0.003, "notify_query_time": 0.011, "tag_query_time": 0.002,
		"overall_time": 0.022}}`
	docAgents = `{"success": true, "error": null, "data": {"rows": [
		{"id": 14755, "user_id": 15022, "account_id": 10111, "user_name": "David", "user_email": "davidklok@acquire.io",
		 "allowed_ip": "", "role": 1, "role_name": "Administrator", "role_status": "active", "user_status": "active",
		 "secret_key": "[SECRET KEY]", "user_type": "Zapier", "department_id": null, "department_name": null}],
		"count": 1, "page": 1, "limit": 25}}`
	docStats = `{"success": true, "error": null, "data": {"chat_statistics": {"graph_row": {
		"chat_date": ["25 Aug","26 Aug"], "chat_answered": [13,2], "chat_missed": [10,0], "chat_total": [23,4],
		"chat_response_time": [0.5,0.1], "resp_avg": [1.44,12.21], "rating_total": [3,0], "rating_avg": [5,0],
		"rating_1": [0,0], "rating_2": [0,0], "rating_3": [0,0], "rating_4": [1,0], "rating_5": [2,0]},
		"total_res_time": "00:01:05", "total_chat": 368, "total_answered": 315, "total_missed": 42,
		"zero_thirty": 64, "thirty_two_min": 44, "two_five_min": 55, "five_plus": 148}}}`
	docTeam = `{"success": true, "error": null, "data": {"chat_report": {"analytics": {"15416": {
		"assigned_chat": 62, "total_chat": 61, "unanswered_chat": 0, "total_missed_chat": 0,
		"average_chat_time": "08 minutes 52 seconds ", "average_response_time": "02 seconds ",
		"total_time_on_chat": "09 hours 35 seconds ", "average_drop_off_time": "", "rating_positive": 3, "rating_negative": 0}},
		"login_scale": {}}}}`
)

const today = "timezone=Europe%2FLondon&date_start=2026-03-02+00:00:00&date_end=2026-03-02+23:59:59&filter_type=today"

// sampleFloor is a floor like the one in the documentation's samples.
func sampleFloor() *Server {
	s := NewServer(Options{Now: func() time.Time { return noon }})
	devid := s.AddAgent("Devid Klok", "")
	v := s.AddVisitor("John Deo")
	chat := s.StartChat(v)
	s.Reply(chat, devid, "Hello")
	s.Say(chat, "Hello")
	s.SeenByAgent(chat)
	s.SeenByVisitor(chat)
	s.Rate(chat, 4, "")
	return s
}

// TestDocumentedFields compares what is served with the documentation: the same
// fields in the same order of nesting, and values of the same JSON types.
func TestDocumentedFields(t *testing.T) {
	tests := []struct {
		endpoint     Endpoint
		body, sample string
	}{
		{EndpointMessage, johnDeo, docMessage},
		{EndpointThread, "lead_id=0&limit=20&chatid=0&visitor_id=61793&page=1", docThread},
		{EndpointProfiles, "limit=10&page=1&filter%5Bmaster%5D=chathistory", docList},
		{EndpointAgents, `{"page":1,"limit":25,"sort_by":{"key":"","order":""}}`, docAgents},
		{EndpointChats, today, docStats},
		{EndpointTeam, today + "&agent_id=", docTeam},
	}
	s := sampleFloor()
	for _, tt := range tests {
		t.Run(string(tt.endpoint), func(t *testing.T) {
			res, body := ask(t, inMemory(s), memory, tt.endpoint, tt.body)
			if got := res.Header.Get("Date"); got != "Mon, 02 Mar 2026 12:00:00 GMT" {
				t.Errorf("Date is %q", got)
			}
			compareJSON(t, "", read(t, body), read(t, []byte(tt.sample)))
		})
	}
	if c := s.Complaints(); len(c) > 0 {
		t.Errorf("complaints %q", c)
	}
}

func read(t *testing.T, body []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return v
}

// compareJSON compares shapes: null may stand for anything, lists are compared
// by their first element.
func compareJSON(t *testing.T, path string, got, want any) {
	t.Helper()
	if got == nil || want == nil {
		return
	}
	if g, w := fmt.Sprintf("%T", got), fmt.Sprintf("%T", want); g != w {
		t.Errorf("%s is a %s, documented as %s", path, g, w)
		return
	}
	switch want := want.(type) {
	case map[string]any:
		got := got.(map[string]any)
		gotKeys, wantKeys := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want))
		if !slices.Equal(gotKeys, wantKeys) {
			t.Errorf("%s has the fields\n%s, documented are\n%s", path, strings.Join(gotKeys, " "), strings.Join(wantKeys, " "))
		}
		for k := range want {
			compareJSON(t, path+"."+k, got[k], want[k])
		}
	case []any:
		got := got.([]any)
		if len(want) > 0 && len(got) == 0 {
			t.Errorf("%s is empty", path)
		}
		if len(want) > 0 && len(got) > 0 {
			compareJSON(t, path+"[0]", got[0], want[0])
		}
	}
}

// TestTheSampleItself compares the rows of the Message sample value by value.
func TestTheSampleItself(t *testing.T) {
	s := sampleFloor()
	_, body := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
	rows := func(b []byte) []any { return read(t, b).(map[string]any)["data"].(map[string]any)["messages"].([]any) }
	got, want := rows(body), rows([]byte(docMessage))
	for i := range want {
		g, w := got[i].(map[string]any), want[i].(map[string]any)
		for k := range w {
			switch k {
			case "id", "date_created", "photo", "user": // ours differ by design
			default:
				if g[k] != w[k] {
					t.Errorf("row %d: %s is %v, want %v", i, k, g[k], w[k])
				}
			}
		}
	}
}
