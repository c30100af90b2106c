package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire"
)

// A hostileRow is an input of the table of fields that stands in single rows of an answer.
type hostileRow struct {
	number string
	play   func(server *fakeacquire.Server, visitor model.VisitorID, chat model.ChatID)
	text   string   // what is said, by the visitor and by an agent; see grid.said
	want   []string // what stands in the transcript then
	not    []string // and what does not

	ordered bool // want stands in this order
}

// missing says what is not in the transcript, or should not be; "" where all is well.
func (in hostileRow) missing(g *grid) string {
	if said := g.said(); !strings.HasSuffix(said, in.text) && !strings.HasSuffix(compact(in.text+in.text), said) { // said twice, above the screen's top where it is long
		return fmt.Sprintf("it says %q, want %q", said, in.text)
	}
	text := g.transcript()
	for _, want := range in.want {
		at := strings.Index(text, want)
		if at < 0 {
			return fmt.Sprintf("%q is missing", want)
		}
		if in.ordered {
			text = text[at:]
		}
	}
	for _, not := range in.not {
		if strings.Contains(text, not) {
			return fmt.Sprintf("%q is there", not)
		}
	}
	return ""
}

// A rawRow writes rows into a chat: a good one, and behind it the fields given, which win.
func rawRow(fields ...string) func(*fakeacquire.Server, model.VisitorID, model.ChatID) {
	return func(server *fakeacquire.Server, visitor model.VisitorID, chat model.ChatID) {
		for i, more := range fields {
			server.Raw(chat, fmt.Sprintf(`{"id":%d,"chat_id":%d,"sender_type":"visitor","sender_id":%d,"type":"message","message":"Hi","date_created":"%s","seen":"","vd_id":%d,"vd_name":"SYSTEM"%s}`,
				7_000_000+100*int(chat)+i, chat, visitor, ago(40), visitor, more))
		}
	}
}

// ago is a time of the API, so many seconds back: what is of another day is not kept.
func ago(seconds int) string {
	return time.Now().Add(-time.Duration(seconds) * time.Second).UTC().Format(time.DateTime)
}

func hostileRows() []hostileRow {
	number := strconv.FormatInt(time.Now().Unix()-40, 10)
	zoned := time.Now().Add(-40 * time.Second).In(time.FixedZone("", 2*60*60)).Format(time.RFC3339)
	return []hostileRow{
		{number: "J1", play: rawRow(`,"id":"9441991","message":"as text"`, `,"id":9.441992e6,"message":"as power"`, `,"id":9441993.0,"message":"as fraction"`),
			want: []string{"as text", "as power", "as fraction"}},
		{number: "J2", play: rawRow(`,"id":99999999999999999999,"message":"huge"`, `,"id":-1,"message":"below"`, `,"id":0,"message":"nought"`),
			want: []string{"huge", "below", "nought"}},
		{number: "J3", play: rawRow(`,"id":9443001,"id":9443002,"message":"the last wins"`, `,"id":9443001,"message":"another"`, `,"ID":9443002,"message":"a name of its own"`),
			want: []string{"the last wins", "another", "a name of its own"}},
		{number: "J4", play: rawRow(`,"message":null`, `,"message":{}`, `,"message":[]`, `,"message":7`, `,"message":{"text":"x"}`, `,"message":"a sibling"`),
			want: []string{"(empty)", "[unreadable message]", "a sibling"}},
		{number: "J8", play: func(server *fakeacquire.Server, visitor model.VisitorID, chat model.ChatID) {
			rawRow(`,"message":"before"`, `,"message":"after"`)(server, visitor, chat)
			server.Raw(chat, `"what"`)
		}, want: []string{"before", "after", "[unreadable message]"}},
		{number: "J9", play: rawRow(`,"date_created":"0000-00-00 00:00:00","message":"nought"`, `,"date_created":"2018-02-30 10:00:00","message":"February"`, `,"date_created":"","message":"none"`,
			`,"date_created":null,"message":"null"`, `,"date_created":`+number+`,"message":"a number"`, `,"date_created":"`+zoned+`","message":"with a zone"`),
			want: []string{clock(number) + " visitor  ●  a number", "●  with a zone",
				"--:--          ●  nought", "●  February", "●  none", "●  null"}},
		{number: "J10", play: rawRow(`,"sender_type":"agent\u001b[0m","first_name":"Maya","message":"coloured"`, `,"sender_type":"AGENT","message":"loud"`, `,"sender_type":"system","message":"machine"`, `,"sender_type":null,"message":"nobody"`),
			want: []string{"unknown     coloured", "agent    ✓  loud", "unknown     machine", "nobody"}},
		{number: "J11", play: rawRow(`,"first_name":"Agent","last_name":"Bob","message":"refunded"`),
			want: []string{"visitor  ●  refunded"}, not: []string{"Bob"}},
		{number: "J12", play: rawRow(`,"photo":"../../x","bot_icon":"https://example.com/x.png","message":"a photo"`),
			want: []string{"a photo"}, not: []string{"x.png", "../"}},
		{number: "J13", play: rawRow(`,"seen":"seen","message":"the word"`, `,"seen":true,"message":"true"`, `,"seen":1,"message":"one"`, `,"seen":"","message":"no word"`, `,"seen":null,"message":"null"`, `,"seen":"delivered","message":"another word"`),
			want: []string{"✓✓ the word", "✓✓ true", "✓✓ one", "●  no word", "●  null", "?  another word"}},
		{number: "J14", play: rawRow(`,"id":9454001,"message":"as it was"`, `,"id":9454001,"message":"as it is"`),
			want: []string{"~●  as it "}}, // in one answer neither is the newer one
		{number: "J15", play: rawRow(`,"id":9455009,"date_created":"`+ago(31)+`","message":"third"`, `,"id":9455003,"date_created":"`+ago(32)+`","message":"second"`, `,"id":9455001,"date_created":"`+ago(32)+`","message":"first"`),
			want: []string{"first", "second", "third"}, ordered: true},
		{number: "J22", play: rawRow(`,"vd_id":5,"message":"of another"`, `,"account_id":5,"message":"of this one"`),
			want: []string{"of this one"}, not: []string{"of another"}},
		{number: "J23", play: rawRow(`,"mood":"good","x":[{}],"recording":["Welcome"],"message":"with more fields"`),
			want: []string{"with more fields"}, not: []string{"good", "Welcome"}},
	}
}

// clock is the time of day of a Unix time, as the screen has it.
func clock(unix string) string {
	n, _ := strconv.ParseInt(unix, 10, 64)
	return time.Unix(n, 0).Format("15:04")
}
