package acquire

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// goodRow is a row with everything in order but what is added, which comes last and so wins.
func goodRow(id int, more string) string {
	return fmt.Sprintf(`{"id":%d,"chat_id":106241,"sender_type":"visitor","sender_id":61793,"type":"message","message":"Hi","date_created":"2018-07-23 13:45:50","seen":"","vd_id":61793,"vd_name":"John Deo"%s}`, id, more)
}

// rowsCase is a body, what must come of it, and which rows of the table of hostile inputs it stands for.
type rowsCase struct {
	name  string
	body  string
	rows  int
	drift model.Drift
	check func(t *testing.T, m []model.Message)
}

func (tt rowsCase) run(t *testing.T) {
	got := messagesOf(t, tt.body)
	if got.Rows != tt.rows {
		t.Errorf("%s: %d rows, want %d", clip(tt.body), got.Rows, tt.rows)
	}
	if got.Drift != tt.drift {
		t.Errorf("%s: drift is %+v, want %+v", clip(tt.body), got.Drift, tt.drift)
	}
	if tt.check != nil {
		tt.check(t, got.Messages)
	}
}

// ids checks the messages' ids.
func ids(want ...model.MessageID) func(*testing.T, []model.Message) {
	return func(t *testing.T, m []model.Message) {
		t.Helper()
		var got []model.MessageID
		for _, one := range m {
			got = append(got, one.ID)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("ids are %v, want %v", got, want)
		}
	}
}

// texts checks the messages' texts.
func texts(want ...string) func(*testing.T, []model.Message) {
	return func(t *testing.T, m []model.Message) {
		t.Helper()
		var got []string
		for _, one := range m {
			got = append(got, one.Text.String())
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Errorf("texts are %q, want %q", got, want)
		}
	}
}

// negative checks that there are n messages with n different negative ids.
func negative(n int) func(*testing.T, []model.Message) {
	return func(t *testing.T, m []model.Message) {
		t.Helper()
		different := map[model.MessageID]bool{}
		for _, one := range m {
			different[one.ID] = true
			if one.ID >= 0 {
				t.Errorf("id of %+v is not negative", one)
			}
		}
		if len(m) != n || len(different) != n {
			t.Errorf("%d messages with %d different ids, want %d", len(m), len(different), n)
		}
	}
}

// Of a row that is no object, or an empty one, nobody can tell who wrote it and when; of one with an odd text that is known.
func TestUnknownRows(t *testing.T) {
	for body, want := range map[string]int{
		inEnvelope(goodRow(1, "")):                                        0,
		inEnvelope(goodRow(1, `,"message":{}`), goodRow(2, "")):           0,
		inEnvelope(`7`, `null`, `[]`, `{}`, goodRow(1, "")):               4,
		inEnvelope(goodRow(1, `,"vd_id":5`), `{"id":[[]]}`):               1,
		`{"data":{"messages":[7,7],"messages":[` + goodRow(1, "") + `]}}`: 0,
	} {
		if got := messagesOf(t, body).Unknown; got != want {
			t.Errorf("%s: %d, want %d", clip(body), got, want)
		}
	}
}

func TestHostileRows(t *testing.T) {
	fifty := make([]string, 50)
	for i := range fifty {
		fifty[i] = goodRow(i+1, "")
	}
	fifty[20] = `"what"`
	tests := []rowsCase{
		{"J1 ids in every form", inEnvelope(goodRow(1, `,"id":"944199"`), goodRow(2, `,"id":1e3`), goodRow(3, `,"id":1.0`)), 3, model.Drift{}, ids(944199, 1000, 1)},
		{"J2 odd ids", inEnvelope(goodRow(1, `,"id":99999999999999999999`), goodRow(2, `,"id":-1`), goodRow(3, `,"id":0`), goodRow(4, `,"id":null`)), 4, model.Drift{OddID: 4}, negative(4)},
		{"J3 twice: the last wins", inEnvelope(goodRow(1, `,"id":2`)), 1, model.Drift{}, ids(2)},
		{"J3 names are taken as written", inEnvelope(`{"ID":7,` + goodRow(5, "")[1:]), 1, model.Drift{UnknownField: 1}, ids(5)},
		{"J3 data twice: the last wins", `{"success":true,"data":{"messages":[` + goodRow(1, "") + `]},"data":{"messages":[` + goodRow(2, "") + `]}}`, 1, model.Drift{}, ids(2)},
		{"J4 text null or missing", inEnvelope(goodRow(1, `,"message":null`), `{"id":2,"chat_id":1,"sender_type":"visitor","type":"message","date_created":"2018-07-23 13:45:50"}`), 2, model.Drift{}, texts("", "")},
		{"J4 text unreadable", inEnvelope(goodRow(1, `,"message":{}`), goodRow(2, `,"message":[]`), goodRow(3, `,"message":7`), goodRow(4, `,"message":{"text":"x"}`), goodRow(5, "")), 5,
			model.Drift{Malformed: 4}, texts(unreadable, unreadable, unreadable, unreadable, "Hi")},
		{"J5 messages null", `{"success":true,"data":{"messages":null}}`, 0, model.Drift{}, ids()},
		{"J5 messages {}", `{"success":true,"data":{"messages":{}}}`, 0, model.Drift{}, ids()},
		{"J5 messages missing", `{"success":true,"data":{}}`, 0, model.Drift{}, ids()},
		{"J5 data null", `{"success":true,"data":null}`, 0, model.Drift{}, ids()},
		{"J5 data []", `{"success":true,"data":[]}`, 0, model.Drift{}, ids()},
		{"J5 data the list itself", `{"success":true,"data":[` + goodRow(1, "") + `]}`, 1, model.Drift{}, ids(1)},
		{"J5 a list with a gap, as PHP writes it", `{"success":true,"data":{"messages":{"0":` + goodRow(1, "") + `,"2":` + goodRow(2, "") + `}}}`, 2, model.Drift{}, ids(1, 2)},
		{"J6 success as text", strings.Replace(inEnvelope(goodRow(1, "")), `:true`, `:"true"`, 1), 1, model.Drift{OddEnvelope: 1}, ids(1)},
		{"J6 success 1", strings.Replace(inEnvelope(goodRow(1, "")), `:true`, `:1`, 1), 1, model.Drift{OddEnvelope: 1}, ids(1)},
		{"J6 success missing", `{"data":{"messages":[` + goodRow(1, "") + `]}}`, 1, model.Drift{OddEnvelope: 1}, ids(1)},
		{"J8 one of 50 malformed", inEnvelope(fifty...), 50, model.Drift{Malformed: 1}, func(t *testing.T, m []model.Message) {
			if len(m) != 50 || m[20].Text.String() != unreadable || m[20].ID >= 0 || m[20].Chat != 106241 || m[20].Side != model.SideUnknown || m[20].Kind != model.KindUnknown {
				t.Errorf("%d messages, the malformed one is %+v, want 50 and a placeholder", len(m), m[min(20, len(m)-1)])
			}
		}},
		{"J8 rows of every wrong kind", inEnvelope(`7`, `null`, `[]`, `true`, `""`, goodRow(1, "")), 6, model.Drift{Malformed: 5}, func(t *testing.T, m []model.Message) {
			negative(5)(t, m[:5])
			ids(1)(t, m[5:])
		}},
		{"J12 photo", inEnvelope(goodRow(1, `,"photo":"../../x","bot_icon":"https://evil.example/x.png"`)), 1, model.Drift{}, ids(1)},
		{"J14 the same id twice", inEnvelope(goodRow(1, ""), goodRow(1, `,"message":"edited"`)), 2, model.Drift{}, texts("Hi", "edited")},
		{"J15 any order", inEnvelope(goodRow(9, ""), goodRow(3, ""), goodRow(5, "")), 3, model.Drift{}, ids(9, 3, 5)},
		{"J16 one byte order mark", "\ufeff" + inEnvelope(goodRow(1, "")), 1, model.Drift{}, ids(1)},
		{"J22 another visitor", inEnvelope(goodRow(1, `,"vd_id":5`), goodRow(2, `,"vd_id":"61793"`), goodRow(3, `,"vd_id":null`), goodRow(4, `,"vd_id":"x"`)), 4,
			model.Drift{WrongThread: 1, OddID: 1}, ids(2, 3, 4)},
		{"J23 unknown fields count once a name", inEnvelope(goodRow(1, `,"mood":"good","x":[{}]`), goodRow(2, `,"mood":"bad"`)), 2, model.Drift{UnknownField: 2}, ids(1, 2)},
		{"J23 recording", `{"success":true,"data":{"messages":[],"recording":["Welcome"],"co_browse":{"a":1}}}`, 0, model.Drift{}, ids()},
	}
	for _, tt := range tests {
		t.Run(tt.name, tt.run)
	}
}

func TestHostileTimes(t *testing.T) { // J9
	rows := []string{`"0000-00-00 00:00:00"`, `"2018-02-30 10:00:00"`, `""`, `null`, `1532353550`, `"2018-07-23T13:45:50+02:00"`}
	for i, date := range rows {
		rows[i] = goodRow(i+1, `,"date_created":`+date)
	}
	got := messagesOf(t, inEnvelope(rows...))
	if got.Drift != (model.Drift{OddTime: 4}) {
		t.Errorf("drift is %+v, want 4 odd times", got.Drift)
	}
	for i, m := range got.Messages {
		if m.SentAt.IsZero() != (i < 4) {
			t.Errorf("%s: sent at %v", rows[i], m.SentAt)
		}
	}
}

// Messages whose time cannot be read, and that none with a time follows.
func TestUndatedMessages(t *testing.T) {
	none := `,"date_created":null`
	for body, want := range map[string]int{
		inEnvelope(goodRow(1, ""), goodRow(2, "")):                                0,
		inEnvelope(goodRow(1, none), goodRow(2, "")):                              0,
		inEnvelope(goodRow(1, ""), goodRow(2, none)):                              1,
		inEnvelope(goodRow(2, none), goodRow(1, "")):                              1,
		inEnvelope(goodRow(1, none), goodRow(2, none)):                            2,
		inEnvelope(goodRow(1, none), goodRow(2, `,"chat_id":5`)):                  1,
		inEnvelope(goodRow(1, ""), goodRow(2, none+`,"type":"note"`)):             0,
		inEnvelope(goodRow(1, ""), goodRow(2, none+`,"id":null`), goodRow(3, "")): 1,
	} {
		if got := messagesOf(t, body).Undated; got != want {
			t.Errorf("%s: %d, want %d", body, got, want)
		}
	}
}

func TestSenders(t *testing.T) { // J10, J11
	tests := []struct {
		more   string
		side   model.Side
		sender model.AgentID
		name   string
		drift  model.Drift
	}{
		{`,"sender_type":"agent","sender_id":15416,"first_name":"Devid","last_name":"Klok"`, model.SideAgent, 15416, "Devid Klok", model.Drift{}},
		{`,"sender_type":"agent","sender_id":"agent-15416","first_name":"Devid Klok","last_name":""`, model.SideAgent, 15416, "Devid Klok", model.Drift{}},
		{`,"sender_type":"agent","sender_id":null,"first_name":null,"last_name":"Klok"`, model.SideAgent, 0, "Klok", model.Drift{}},
		{`,"sender_type":"agent","sender_id":"agent-x"`, model.SideAgent, model.AgentID(derivedID(value(`"agent-x"`))), "", model.Drift{OddID: 1}},
		{`,"sender_type":"visitor","first_name":"Agent","vd_name":"SYSTEM"`, model.SideVisitor, 0, "", model.Drift{}},
		{`,"sender_type":"visitor","bot_name":"Helper"`, model.SideVisitor, 0, "", model.Drift{}},
		{`,"sender_type":"agent","sender_id":7,"bot_name":"Helper"`, model.SideBot, 0, "Helper", model.Drift{}},
		{`,"sender_type":"bot","first_name":"Robo"`, model.SideBot, 0, "Robo", model.Drift{}},
		{`,"sender_type":null,"bot_name":"Helper"`, model.SideBot, 0, "Helper", model.Drift{}},
		{`,"sender_type":"agent\u001b[0m","sender_id":7`, model.SideUnknown, 0, "", model.Drift{UnknownSide: 1}},
		{`,"sender_type":"AGENT","sender_id":7,"first_name":"X"`, model.SideAgent, 7, "X", model.Drift{}},
		{`,"sender_type":"system"`, model.SideUnknown, 0, "", model.Drift{UnknownSide: 1}},
		{`,"sender_type":null`, model.SideVisitor, 0, "", model.Drift{UnknownSide: 1}},
		{`,"sender_type":{}`, model.SideVisitor, 0, "", model.Drift{UnknownSide: 1}},
		{`,"sender_type":null,"sender_id":7`, model.SideUnknown, 0, "", model.Drift{UnknownSide: 1}},
		{`,"sender_type":"","sender_id":null,"first_name":null`, model.SideUnknown, 0, "", model.Drift{UnknownSide: 1}},
	}
	for _, tt := range tests {
		got := messagesOf(t, inEnvelope(goodRow(1, tt.more)))
		m := got.Messages[0]
		if m.Side != tt.side || m.Sender != tt.sender || m.Name != line(tt.name) || got.Drift != tt.drift {
			t.Errorf("%s: side %d, sender %d, name %q, drift %+v, want %d, %d, %q, %+v",
				tt.more, m.Side, m.Sender, m.Name, got.Drift, tt.side, tt.sender, tt.name, tt.drift)
		}
	}
}

func TestKinds(t *testing.T) {
	tests := []struct {
		more  string
		kind  model.Kind
		typ   string
		text  string
		drift model.Drift
	}{
		{`,"type":"message"`, model.KindMessage, "", "Hi", model.Drift{}},
		{`,"type":"note"`, model.KindNote, "", "Hi", model.Drift{}},
		{`,"type":"event"`, model.KindEvent, "", "Hi", model.Drift{}},
		{`,"type":"feedback"`, model.KindFeedback, "", "Hi", model.Drift{}},
		{`,"type":"email"`, model.KindEmail, "", "Hi", model.Drift{}},
		{`,"type":"message","email_from":"a@b.example"`, model.KindMessage, "", "Hi", model.Drift{MailFields: 1}},
		{`,"type":"message","message":null,"email_from":"a@b.example","body":"Hello"`, model.KindEmail, "", "Hello", model.Drift{}},
		{`,"type":"note","email_from":"a@b.example"`, model.KindEmail, "", "Hi", model.Drift{}},
		{`,"message":null,"subject":"Order","body":"Where is it?"`, model.KindEmail, "", "Order\nWhere is it?", model.Drift{}},
		{`,"message":"","subject":"Order","body":""`, model.KindEmail, "", "Order", model.Drift{}},
		{`,"type":"message","subject":"Order","body":"Hi"`, model.KindMessage, "", "Hi", model.Drift{MailFields: 1}}, // it has a message of its own
		{`,"type":"card","subject":"Order"`, model.KindEmail, "", "Order\nHi", model.Drift{}},
		{`,"type":"message","subject":"","body":null`, model.KindMessage, "", "Hi", model.Drift{}},
		{`,"type":"quick_reply"`, model.KindUnknown, "quick_reply", "Hi", model.Drift{UnknownType: 1}},
		{`,"type":null`, model.KindUnknown, "", "Hi", model.Drift{UnknownType: 1}},
		{`,"type":{"x":1}`, model.KindUnknown, "", "Hi", model.Drift{UnknownType: 1}},
	}
	for _, tt := range tests {
		got := messagesOf(t, inEnvelope(goodRow(1, tt.more)))
		m := got.Messages[0]
		if m.Kind != tt.kind || m.Type != line(tt.typ) || m.Text != safetext.CleanHTML(tt.text) || got.Drift != tt.drift {
			t.Errorf("%s: kind %d, type %q, text %q, drift %+v, want %d, %q, %q, %+v", tt.more, m.Kind, m.Type, m.Text, got.Drift, tt.kind, tt.typ, tt.text, tt.drift)
		}
	}
}

// Where the configuration says so, a message with mail fields is an e-mail.
func TestShowMail(t *testing.T) {
	c, mux := setup(t)
	c.cfg.ShowMail = true
	mux.HandleFunc(messagePath, answer(inEnvelope(goodRow(1, `,"email_from":"a@b.example"`), goodRow(2, `,"subject":"Order"`), goodRow(3, ""))))
	got, err := c.Messages(t.Context(), MessagesRequest{Visitor: 61793})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []model.Kind{model.KindEmail, model.KindEmail, model.KindMessage} {
		if m := got.Messages[i]; m.Kind != want {
			t.Errorf("row %d: kind %d, want %d", i, m.Kind, want)
		}
	}
	if got.Drift != (model.Drift{}) {
		t.Errorf("drift %+v, want none", got.Drift)
	}
}

// TestSource: what was sent is kept where the text is not the same, and only there.
func TestSource(t *testing.T) {
	for _, tt := range []struct{ more, source string }{
		{`,"message":"Hello"`, ""},
		{`,"message":"1 < 2 & 3 > 2, <3"`, ""},
		{`,"message":"<unknown>"`, ""},
		{`,"message":"<b>Hi</b> &amp; bye"`, "<b>Hi</b> &amp; bye"},
		{`,"message":"<p></p>"`, "<p></p>"},
		{`,"message":"a&nbsp;b"`, "a&nbsp;b"},
		{`,"message":"<p>\u001b[2J\u202e</p>"`, "<p>\u241b[2J<U+202E></p>"},
		{`,"message":null,"subject":"Order","body":"<br>Where?"`, "Order\n<br>Where?"},
		{`,"message":{"x":"<b>"}`, ""},
	} {
		m := messagesOf(t, inEnvelope(goodRow(1, tt.more))).Messages[0]
		if got := m.Source.String(); got != tt.source {
			t.Errorf("%s: as sent %q, want %q", tt.more, got, tt.source)
		}
	}
}

func TestSeenIsStamped(t *testing.T) { // J13
	got := messagesOf(t, inEnvelope(goodRow(1, `,"seen":"seen"`), goodRow(2, `,"seen":""`), goodRow(3, `,"seen":"delivered"`), goodRow(4, `,"seen":true`)))
	want := []model.Seen{model.SeenYes, model.SeenNo, model.SeenUnknown, model.SeenYes}
	for i, m := range got.Messages {
		if m.Seen != want[i] || m.SeenAt.IsZero() != (want[i] != model.SeenYes) || !m.FirstAt.Equal(testDate) || !m.LastAt.Equal(testDate) {
			t.Errorf("row %d: seen %d at %v, first %v, last %v, want seen %d", i, m.Seen, m.SeenAt, m.FirstAt, m.LastAt, want[i])
		}
	}
	if got.Drift != (model.Drift{UnknownSeen: 1}) {
		t.Errorf("drift is %+v, want one unknown seen value", got.Drift)
	}
}

func TestFlagsOfARow(t *testing.T) {
	got := messagesOf(t, inEnvelope(goodRow(1, `,"offline_chat":1,"missed_chat":"0"`), goodRow(2, `,"offline_chat":"no","missed_chat":true`)))
	for i, want := range [][2]bool{{true, false}, {false, true}} {
		if m := got.Messages[i]; m.Offline != want[0] || m.Missed != want[1] {
			t.Errorf("row %d: offline %v, missed %v, want %v", i, m.Offline, m.Missed, want)
		}
	}
}

// A derived id is the row's key from poll to poll, so what changes with time must not change it.
func TestDerivedIDIsStable(t *testing.T) {
	first := messagesOf(t, inEnvelope(goodRow(0, `,"seen":"","missed_chat":0`), goodRow(0, `,"message":"other"`)))
	again := messagesOf(t, inEnvelope(goodRow(0, `,"message":"other"`), goodRow(0, `,"seen":"seen","missed_chat":1`)))
	if first.Messages[0].ID != again.Messages[1].ID || first.Messages[1].ID != again.Messages[0].ID {
		t.Errorf("ids are %d, %d and then %d, %d, want the same two", first.Messages[0].ID, first.Messages[1].ID, again.Messages[0].ID, again.Messages[1].ID)
	}
	if first.Messages[0].ID == first.Messages[1].ID {
		t.Errorf("rows with different texts have the same id %d", first.Messages[0].ID)
	}
}

func TestChatsOfRows(t *testing.T) {
	got := messagesOf(t, inEnvelope(goodRow(1, `,"chat_id":"7"`), goodRow(2, `,"chat_id":null`), goodRow(3, `,"chat_id":1e99`)))
	want := []model.ChatID{7, 106241, model.ChatID(derivedID(value("1e99")))}
	for i, m := range got.Messages {
		if m.Chat != want[i] {
			t.Errorf("row %d: chat %d, want %d", i, m.Chat, want[i])
		}
	}
}

func TestZoneOffsetOfRows(t *testing.T) {
	c, mux := setup(t, func(c *Config) { c.Zone = Zone{"Central/Alabama", "-05:00"} })
	mux.HandleFunc(messagePath, answer(inEnvelope(goodRow(1, ""))))
	got, err := c.Messages(context.Background(), ask61793)
	if err != nil || !got.Messages[0].SentAt.Equal(at("2018-07-23 18:45:50")) {
		t.Errorf("got %+v, %v, want a message of 18:45:50 UTC", got.Messages, err)
	}
}

// J21: of a flood the newest rows are kept, in whatever order they come.
func TestFloodIsBounded(t *testing.T) {
	n := 100_000
	if testing.Short() {
		n = 3 * maxRows
	}
	for _, order := range []string{"rising", "falling"} {
		var b strings.Builder
		b.WriteString(`{"success":true,"data":{"messages":[`)
		for i := range n {
			id := i + 1
			if order == "falling" {
				id = n - i
			}
			from := "visitor"
			if id == 1000 {
				from = "agent"
			}
			fmt.Fprintf(&b, `{"id":%d,"chat_id":%d,"sender_type":%q,"type":"message","date_created":%d},`, id, 1+id/n, from, 1532353550+id)
		}
		b.WriteString(goodRow(1, "") + `]}}`)
		got := messagesOf(t, b.String())
		if got.Rows != n+1 || len(got.Messages) != maxRows {
			t.Fatalf("%s: %d rows, %d kept, want %d and %d", order, got.Rows, len(got.Messages), n+1, maxRows)
		}
		if first, last := got.Messages[0].ID, got.Messages[maxRows-1].ID; int(first) != n-maxRows+1 || int(last) != n {
			t.Errorf("%s: kept are %d to %d, want %d to %d", order, first, last, n-maxRows+1, n)
		}
		sent := func(id int) time.Time { return time.Unix(int64(1532353550+id), 0).UTC() }
		same(t, order, got.Cut, []model.ChatPast{{Chat: 1, EvictedLast: sent(n - maxRows), EvictedAgent: sent(1000)}}) // of chat 2 all is there
	}
}

// J24: JSON under another name is read, and counted.
func TestContentTypes(t *testing.T) {
	for kind, odd := range map[string]int{
		"application/json": 0, "application/json; charset=utf-8": 0, "Application/JSON; Charset=UTF-8": 0,
		"text/html": 1, "text/html; charset=iso-8859-1": 1, "application/json; charset=windows-1252": 1, "nonsense/": 1, "": 1,
	} {
		c, mux := setup(t)
		mux.HandleFunc(messagePath, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{kind}
			_, _ = w.Write([]byte(inEnvelope(goodRow(1, ""))))
		})
		got, err := c.Messages(context.Background(), ask61793)
		if err != nil || got.Drift.OddEnvelope != odd || len(got.Messages) != 1 {
			t.Errorf("%q: %+v, %v, want one message and %d odd envelopes", kind, got, err, odd)
		}
	}
}
