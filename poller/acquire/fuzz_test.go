package acquire

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
)

// decoded reads a body as the client does after the transport, with each of the readers.
func decoded(body []byte) (Messages, error) {
	c := Client{times: time.UTC, now: fixed, token: newToken("", nil)}
	res := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}}
	meta := func() *Meta { return &Meta{At: testDate} }
	list := func(name string, row func(*scanner, *Meta)) func(*scanner, *Meta) {
		return func(s *scanner, m *Meta) {
			rows, _, _ := listOf(s, name)
			for range rows.children() {
				row(rows, m)
			}
		}
	}
	readers := []func(*scanner, *Meta){
		func(s *scanner, m *Meta) { readFloorTotals(s, m) },
		func(s *scanner, m *Meta) { readAgentTotals(s, m) },
		list("messages", func(s *scanner, m *Meta) { readThread(s, m, 61793, time.UTC) }),
		list("data", func(s *scanner, m *Meta) { readProfile(s, m, time.UTC) }),
		list("rows", func(s *scanner, m *Meta) { readAgent(s, m) }),
	}
	for _, read := range readers {
		_ = c.decode(context.Background(), "fuzz", res, held{}, body, meta(), read)
	}
	var out Messages
	m := meta()
	err := c.decode(context.Background(), "fuzz", res, held{}, body, m, func(s *scanner, m *Meta) {
		out = (&messageReader{req: ask61793, times: time.UTC, fields: &c.fields}).read(s, m)
	})
	out.Meta = *m
	return out, err
}

// FuzzDecode takes a whole body, and a row that is put between two good ones:
// neither may make the client panic, and the row costs at most itself.
func FuzzDecode(f *testing.F) {
	for _, name := range []string{"message.json", "threads.json", "threads_2018.json", "profiles.json", "agents.json", "chat_statistics.json", "team_analytics.json", "v2_error.json"} {
		f.Add([]byte(fixture(f, name)))
	}
	for _, seed := range []string{`7`, `null`, `{}`, `[]`, `""`, `"x"`, goodRow(1, ""), goodRow(1, `,"id":99999999999999999999`), goodRow(1, `,"message":{}`), goodRow(1, `,"seen":[]`),
		goodRow(1, `,"date_created":"0000-00-00 00:00:00"`), goodRow(1, `,"vd_id":5`), goodRow(1, `,"sender_type":"AGENT"`), `{"id":1,"id":2}`, `{"message":"\ud83d\u0000"}`,
		`{"success":false,"error":"\u001b[2Jbad token"}`, `{"success":true,"data":{"messages":{"0":{},"x":[]}}}`, `{"errors":[{"title":"a"}]}`, "\ufeff{}", "<html>", "{}{}",
		inEnvelope(goodRow(1, ""), `7`), strings.Repeat("[", 50), `{"data":{"chat_report":{"analytics":{"agent-1":{"average_chat_time":"1 hours"}}}}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if got, err := decoded(in); err == nil {
			checkMessages(t, in, got)
		}
		body := []byte(inEnvelope(goodRow(1001, ""), string(in), goodRow(1002, "")))
		if !json.Valid(in) || !json.Valid(body) {
			return
		}
		got, err := decoded(body)
		if err != nil || got.Rows != 3 {
			t.Fatalf("%s between two good rows: %d rows, %v, want 3", in, got.Rows, err)
		}
		checkMessages(t, body, got)
		if n := len(got.Messages); n < 2 || got.Messages[0].ID != 1001 || got.Messages[n-1].ID != 1002 {
			t.Fatalf("%s between two good rows costs more than itself: %+v", in, got.Messages)
		}
	})
}

// checkMessages checks what holds of every message, whatever it was read from.
func checkMessages(t *testing.T, body []byte, got Messages) {
	t.Helper()
	if len(got.Messages) > got.Rows || got.Rows-len(got.Messages) > got.Drift.WrongThread+max(0, got.Rows-maxRows) {
		t.Errorf("%s: %d messages of %d rows, drift %+v", body, len(got.Messages), got.Rows, got.Drift)
	}
	for _, m := range got.Messages {
		switch {
		case m.ID == 0 || m.Chat == 0 || m.Thread != model.NoThread || m.Visitor != ask61793.Visitor:
			t.Errorf("%s: keys of %+v", body, m)
		case !m.FirstAt.Equal(testDate) || !m.LastAt.Equal(testDate) || m.SeenAt.IsZero() == (m.Seen == model.SeenYes):
			t.Errorf("%s: stamps of %+v", body, m)
		case m.Side != model.SideAgent && m.Sender != 0:
			t.Errorf("%s: sender of %+v", body, m)
		}
	}
}
