package acquire

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"floorwatch/model/budget"
)

// plainRow is a row as plain encoding/json would take it, without any tolerance.
type plainRow struct {
	ID            int64   `json:"id"`
	ChatID        int64   `json:"chat_id"`
	AccountID     int64   `json:"account_id"`
	SenderType    string  `json:"sender_type"`
	SenderID      int64   `json:"sender_id"`
	Type          string  `json:"type"`
	Message       string  `json:"message"`
	DateCreated   string  `json:"date_created"`
	Seen          string  `json:"seen"`
	EmailFrom     *string `json:"email_from"`
	From          *string `json:"from"`
	To            *string `json:"to"`
	Subject       *string `json:"subject"`
	Body          *string `json:"body"`
	CmType        *string `json:"cm_type"`
	MessageDate   *string `json:"message_date"`
	FirstName     *string `json:"first_name"`
	LastName      *string `json:"last_name"`
	Photo         *string `json:"photo"`
	VdName        string  `json:"vd_name"`
	VdID          int64   `json:"vd_id"`
	BotName       *string `json:"bot_name"`
	BotIcon       *string `json:"bot_icon"`
	ParentBotName *string `json:"parent_bot_name"`
	ParentBotIcon *string `json:"parent_bot_icon"`
	OfflineChat   int     `json:"offline_chat"`
	User          struct {
		ID    *int64  `json:"id"`
		Type  string  `json:"type"`
		Name  string  `json:"name"`
		Photo *string `json:"photo"`
	} `json:"user"`
	MissedChat int `json:"missed_chat"`
}

type plainAnswer struct {
	Success bool    `json:"success"`
	Error   *string `json:"error"`
	Data    struct {
		Messages []plainRow `json:"messages"`
	} `json:"data"`
}

// benchBody is an answer of n messages with every documented field: agents and
// visitors in turn, texts of several lengths, every fourth with escapes as PHP writes them.
func benchBody(n int) []byte {
	const rest = `"email_from":null,"from":null,"to":null,"subject":null,"body":null,"cm_type":null,"message_date":null`
	texts := []string{"Hello", "Hello, where is my order? I have been waiting for three days now.", `\u041f\u0440\u0438\u0432\u0435\u0442, see http:\/\/shop.example\/a?b=1 \ud83d\ude00`, "Ok, thanks a lot!"}
	rows := make([]string, n)
	for i := range rows {
		who := `"sender_type":"visitor","sender_id":61793,"first_name":null,"last_name":null,"photo":null,"user":{"id":null,"type":"visitor","name":"John Deo","photo":null}`
		if i%2 == 0 {
			who = `"sender_type":"agent","sender_id":15416,"first_name":"Devid Klok","last_name":"","photo":"pp15337107338831.png","user":{"id":null,"type":"agent","name":"Devid Klok","photo":"pp15337107338831.png"}`
		}
		rows[i] = fmt.Sprintf(`{"id":%d,"chat_id":106241,"account_id":10719,"type":"message","message":"%s","date_created":"2018-07-23 13:%02d:%02d","seen":"seen",%s,%s,"vd_name":"John Deo","vd_id":61793,"bot_name":null,"bot_icon":null,"parent_bot_name":null,"parent_bot_icon":null,"offline_chat":0,"missed_chat":0}`,
			944199+i, texts[i%len(texts)], i/60%60, i%60, rest, who)
	}
	return []byte(`{"success":true,"error":null,"data":{"messages":[` + strings.Join(rows, ",") + `],"co_browse":[],"recording":["Welcome"],"query_seen":0}}`)
}

// BenchmarkDecodeMessages reads an answer of 1,000 messages: as the client does,
// with all its tolerance and the checks of the envelope, and beside it with
// plain json.Unmarshal into typed structs and nothing more. Budget: 100 MB/s on
// one core and three times the plain time.
func BenchmarkDecodeMessages(b *testing.B) {
	body := benchBody(1000)
	b.Run("client", func(b *testing.B) {
		c := Client{now: fixed}
		res := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}}
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			var out Messages
			meta := Meta{At: testDate}
			err := c.decode(b.Context(), "message", res, held{}, body, &meta, func(s *scanner, m *Meta) {
				out = (&messageReader{req: ask61793, times: time.UTC, fields: &c.fields}).read(s, m)
			})
			if err != nil || len(out.Messages) != 1000 || meta.Drift.Total() != 0 {
				b.Fatalf("%d messages, drift %+v, %v", len(out.Messages), meta.Drift, err)
			}
		}
	})
	b.Run("plain", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			var out plainAnswer
			if err := json.Unmarshal(body, &out); err != nil || len(out.Data.Messages) != 1000 {
				b.Fatalf("%d messages, %v", len(out.Data.Messages), err)
			}
		}
	})
}

// BenchmarkBudgets measures reading an answer against encoding/json in the same run. Package budget names the command.
func BenchmarkBudgets(b *testing.B) {
	body := benchBody(1000)
	c := Client{now: fixed}
	res := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}}
	var ours, plain time.Duration
	for b.Loop() {
		began := time.Now()
		meta := Meta{At: testDate}
		if err := c.decode(b.Context(), "message", res, held{}, body, &meta, func(s *scanner, m *Meta) {
			(&messageReader{req: ask61793, times: time.UTC, fields: &c.fields}).read(s, m)
		}); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(began)
		began = time.Now()
		if err := json.Unmarshal(body, new(plainAnswer)); err != nil {
			b.Fatal(err)
		}
		plain += time.Since(began)
	}
	ratio := budget.Line{
		What: "decode and clean an answer of 1,000 messages", Unit: "x encoding/json", Most: map[int]float64{budget.One: 0.5},
	}
	ratio.Note(budget.One, float64(ours)/float64(plain))
	fmt.Print(budget.Table([]budget.Line{ratio}))
}
