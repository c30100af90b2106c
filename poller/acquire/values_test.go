package acquire

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
)

func TestIDs(t *testing.T) {
	tests := []struct {
		json string
		id   int64
		kind idKind
	}{
		{`944199`, 944199, idGood},
		{`"944199"`, 944199, idGood},
		{`" 944199 "`, 944199, idGood},
		{`"agent-15416"`, 15416, idGood},
		{`"9\u0034"`, 94, idGood},
		{`1e3`, 1000, idGood},
		{`1.0`, 1, idGood},
		{`"1.5e1"`, 15, idGood},
		{`9223372036854775807`, 9223372036854775807, idGood},
		{`null`, 0, idNone}, {`""`, 0, idNone}, {`" "`, 0, idNone}, {`0`, 0, idNone}, {`-1`, 0, idNone}, {`"-1"`, 0, idNone},
		{`"0"`, 0, idNone}, {`0.0`, 0, idNone}, {`-1.0`, 0, idNone}, {`false`, 0, idNone}, {`"null"`, 0, idNone}, {`"agent-"`, 0, idNone},
		{`99999999999999999999`, 0, idOdd}, {`9223372036854775808`, 0, idOdd}, {`1e400`, 0, idOdd}, {`1.5`, 0, idOdd}, {`-2`, 0, idOdd},
		{`"abc"`, 0, idOdd}, {`"visitor-7"`, 0, idOdd}, {`{}`, 0, idOdd}, {`[1]`, 0, idOdd}, {`true`, 0, idOdd}, {`"NaN"`, 0, idOdd}, {`"0x10"`, 0, idOdd},
	}
	for _, tt := range tests {
		id, kind := value(tt.json).id()
		if !json.Valid([]byte(tt.json)) || id != tt.id || kind != tt.kind {
			t.Errorf("%s: got %d, kind %d, want %d, kind %d", tt.json, id, kind, tt.id, tt.kind)
		}
	}
	if id, kind := value(nil).id(); id != 0 || kind != idNone {
		t.Errorf("missing: got %d, kind %d, want none", id, kind)
	}
}

func TestDerivedIDs(t *testing.T) {
	seen := map[int64]string{}
	for _, parts := range [][]value{nil, {nil}, {value("1")}, {value("12")}, {value("1"), value("2")}, {nil, value("12")}, {value("12"), nil}} {
		id := derivedID(parts...)
		if id >= 0 {
			t.Errorf("%q: %d is not negative", parts, id)
		}
		if other, twice := seen[id]; twice {
			t.Errorf("%q and %s have the same id %d", parts, other, id)
		}
		seen[id] = string(jsonOf(parts))
	}
	if a, b := derivedID(value("x")), derivedID(value("x")); a != b {
		t.Errorf("the same parts give %d and %d", a, b)
	}
}

func jsonOf(parts []value) []byte {
	b, err := json.Marshal(parts)
	if err != nil {
		panic(err)
	}
	return b
}

func TestFlagsAndTruth(t *testing.T) {
	tests := []struct {
		json         string
		flag, truthy bool
	}{
		{`1`, true, true}, {`"1"`, true, true}, {`"yes"`, true, true}, {`"YES"`, true, true}, {`"true"`, true, true}, {`true`, true, true},
		{`0`, false, false}, {`"0"`, false, false}, {`"no"`, false, false}, {`"false"`, false, false}, {`false`, false, false}, {`null`, false, false},
		{`""`, false, false}, {`0.0`, false, false}, {`[]`, false, false}, {`{ }`, false, false}, {`"maybe"`, false, true}, {`[0]`, false, true}, {`2`, false, true},
	}
	for _, tt := range tests {
		v := value(tt.json)
		if v.flag() != tt.flag || v.truthy() != tt.truthy {
			t.Errorf("%s: flag %v, truthy %v, want %v, %v", tt.json, v.flag(), v.truthy(), tt.flag, tt.truthy)
		}
	}
	if v := value(nil); v.flag() || v.truthy() {
		t.Error("a missing value says yes")
	}
}

func TestSeen(t *testing.T) {
	tests := []struct {
		json string
		want model.Seen
		ok   bool
	}{
		{`"seen"`, model.SeenYes, true}, {`"yes"`, model.SeenYes, true}, {`1`, model.SeenYes, true}, {`"1"`, model.SeenYes, true}, {`true`, model.SeenYes, true},
		{`""`, model.SeenNo, true}, {`"no"`, model.SeenNo, true}, {`"unseen"`, model.SeenNo, true}, {`null`, model.SeenNo, true}, {`0`, model.SeenNo, true}, {`false`, model.SeenNo, true},
		{``, model.SeenNo, true},
		{`"delivered"`, model.SeenUnknown, false}, {`2`, model.SeenUnknown, false}, {`{}`, model.SeenUnknown, false}, {`[]`, model.SeenUnknown, false},
	}
	for _, tt := range tests {
		if got, ok := value(tt.json).seen(); got != tt.want || ok != tt.ok {
			t.Errorf("%s: got %d, %v, want %d, %v", tt.json, got, ok, tt.want, tt.ok)
		}
	}
}

func TestCounts(t *testing.T) {
	for text, want := range map[string]int{`61`: 61, `"61"`: 61, `61.0`: 61, `null`: 0, `""`: 0, `-3`: 0, `1.5`: 0, `[]`: 0, `1e99`: 0, `9000000000`: 1<<31 - 1} {
		if got := value(text).count(); got != want {
			t.Errorf("%s: got %d, want %d", text, got, want)
		}
	}
}

func TestTimes(t *testing.T) {
	east := time.FixedZone("+05:30", 19800)
	paris, london, wet := zoneOf("Europe/Paris"), zoneOf("Europe/London"), time.FixedZone("WET", 0)
	utc := func(text string) time.Time { return at(text) }
	tests := []struct {
		json string
		loc  *time.Location
		want time.Time
	}{
		{`"2018-07-23 13:45:50"`, time.UTC, utc("2018-07-23 13:45:50")},
		{`"2018-07-23 13:45:50"`, east, utc("2018-07-23 08:15:50")},
		{`"2018-07-23 13:45:50.250"`, time.UTC, utc("2018-07-23 13:45:50").Add(250 * time.Millisecond)},
		{`" 2018-07-23 13:45:50 "`, time.UTC, utc("2018-07-23 13:45:50")},
		{`"2020-02-29 00:00:00"`, time.UTC, utc("2020-02-29 00:00:00")},
		{`"23-07-2018 01:45:50 PM"`, time.UTC, utc("2018-07-23 13:45:50")},
		{`"23-07-2018 12:05:50 am"`, time.UTC, utc("2018-07-23 00:05:50")},
		{`"23-07-2018 01:45:50 PM"`, east, utc("2018-07-23 08:15:50")},
		{`"2018-07-23T13:45:50Z"`, east, utc("2018-07-23 13:45:50")},
		{`"2018-07-23T13:45:50.000Z"`, east, utc("2018-07-23 13:45:50")},
		{`"2018-07-23T13:45:50+02:00"`, east, utc("2018-07-23 11:45:50")},
		{`"2018-07-23T13:45:50+0200"`, time.UTC, utc("2018-07-23 11:45:50")},
		{`"2018-07-23T13:45:50"`, east, utc("2018-07-23 08:15:50")},
		{`"2018-07-23 13:45:50+02:00"`, time.UTC, utc("2018-07-23 11:45:50")},
		{`1532353550`, east, utc("2018-07-23 13:45:50")},
		{`"1532353550"`, time.UTC, utc("2018-07-23 13:45:50")},
		{`1532353550000`, time.UTC, utc("2018-07-23 13:45:50")},
		{`1532353550.75`, time.UTC, utc("2018-07-23 13:45:50")},
		{`1532353550000000`, time.UTC, utc("2018-07-23 13:45:50")},
		{`"Mon Jul 23 2018 13:45:50 GMT+0000 (Coordinated Universal Time)"`, east, utc("2018-07-23 13:45:50")},
		{`"Mon Jul 23 2018 15:45:50 GMT+0200 (Central European Summer Time)"`, time.UTC, utc("2018-07-23 13:45:50")},
		{`"Mon, 23 Jul 2018 13:45:50 GMT"`, time.UTC, utc("2018-07-23 13:45:50")},
		{`"Mon, 23 Jul 2018 13:45:50 GMT"`, east, utc("2018-07-23 13:45:50")},
		{`"Mon, 23 Jul 2018 15:45:50 CEST"`, paris, utc("2018-07-23 13:45:50")},
		{`"Tue, 23 Jan 2018 13:45:50 GMT"`, london, utc("2018-01-23 13:45:50")},
		{`"23-07-2018 01:45:50 PM"`, wet, utc("2018-07-23 13:45:50")},
		{`{"date":"2018-07-23 13:45:50.000000","timezone_type":3,"timezone":"UTC"}`, east, utc("2018-07-23 13:45:50")},
		{`{"date":"2018-07-23 15:45:50.000000","timezone_type":1,"timezone":"+02:00"}`, time.UTC, utc("2018-07-23 13:45:50")},
		{`{"date":"2018-07-23 15:45:50.000000","timezone_type":3,"timezone":"Europe/Paris"}`, east, utc("2018-07-23 13:45:50")},
		{`{"timezone":"Europe/Paris","date":"2018-01-23 14:45:50.000000"}`, time.UTC, utc("2018-01-23 13:45:50")},
		{`{"date":"2018-07-23 13:45:50.000000","timezone":null}`, east, utc("2018-07-23 08:15:50")},
		{`{"date":"2018-07-23 13:45:50.000000"}`, east, utc("2018-07-23 08:15:50")},
	}
	for _, tt := range tests {
		if got, ok := parseTime(value(tt.json), tt.loc); !ok || !got.Equal(tt.want) || got.Location() != time.UTC {
			t.Errorf("%s in %v: got %v, %v, want %v", tt.json, tt.loc, got, ok, tt.want)
		}
	}
	for _, bad := range []string{``, `null`, `""`, `"0000-00-00 00:00:00"`, `"2018-02-30 10:00:00"`, `"2018-13-01 10:00:00"`, `"2018-01-01 24:00:00"`,
		`"2018-01-01 10:60:00"`, `"0001-01-01 00:00:00"`, `"yesterday"`, `0`, `7`, `-1`, `1e30`, `true`, `{}`, `[]`, `"Mon, 23 Jul 2018 15:45:50 CEST"`, `"Mon, 23 Jul 2018 09:45:50 EDT"`, `"2018-07-23 1a:45:50"`, `20180723134550`,
		`{"date":"2018-07-23 15:45:50","timezone":"XYZT"}`, `{"date":"2018-07-23 15:45:50","timezone":"../Paris"}`, `{"date":"2018-07-23 15:45:50","timezone":"Local"}`} {
		if got, ok := parseTime(value(bad), time.UTC); ok || !got.IsZero() {
			t.Errorf("%s: got %v, %v, want none", bad, got, ok)
		}
	}
}

func TestDurations(t *testing.T) {
	tests := []struct {
		json  string
		want  time.Duration
		known bool
		ok    bool
	}{
		{`36`, 36 * time.Second, true, true},
		{`"2"`, 2 * time.Second, true, true},
		{`0`, 0, true, true},
		{`10.41`, 641 * time.Second, true, true},
		{`0.17`, 17 * time.Second, true, true},
		{`"4.05"`, 245 * time.Second, true, true},
		{`4.0`, 4 * time.Minute, true, true},
		{`0.5`, 0, false, true},
		{`1.75`, 0, false, false},
		{`"00:01:05"`, 65 * time.Second, true, true},
		{`"27:00:00"`, 27 * time.Hour, true, true},
		{`"00:61:00"`, 0, false, false},
		{`"08 minutes 52 seconds "`, 532 * time.Second, true, true},
		{`"02 seconds "`, 2 * time.Second, true, true},
		{`"09 hours 35 seconds "`, 9*time.Hour + 35*time.Second, true, true},
		{`"01 hours 01 minutes 45 seconds "`, 3705 * time.Second, true, true},
		{`"01 Hour 1 minute"`, 61 * time.Minute, true, true},
		{`""`, 0, false, true}, {`null`, 0, false, true}, {``, 0, false, true}, {`" "`, 0, false, true},
		{`-5`, 0, false, false}, {`"soon"`, 0, false, false}, {`"5 parsecs"`, 0, false, false}, {`"hours 5"`, 0, false, false}, {`[]`, 0, false, false},
		{`"99999 hours 99999 hours"`, 0, false, false}, {`true`, 0, false, false}, {`999999999`, 0, false, false},
	}
	for _, tt := range tests {
		got, ok := parseDuration(value(tt.json))
		if want := (model.Duration{D: tt.want, Known: tt.known}); got != want || ok != tt.ok {
			t.Errorf("%s: got %+v, %v, want %+v, %v", tt.json, got, ok, want, tt.ok)
		}
	}
}

// Who speaks, by sender_type in any letter case. What nobody knows is a visitor's word where the row names no agent, and is counted.
func TestSenderWords(t *testing.T) {
	for _, tt := range []struct {
		row   string
		want  model.Side
		count int
	}{
		{`"sender_type":"Visitor"`, model.SideVisitor, 0},
		{`"sender_type":"contact"`, model.SideVisitor, 0},
		{`"sender_type":"end_user"`, model.SideVisitor, 0},
		{`"sender_type":"Operator","sender_id":"7"`, model.SideAgent, 0},
		{`"sender_type":"BOT"`, model.SideBot, 0},
		{`"sender_type":"system"`, model.SideUnknown, 1},
		{`"sender_type":"shopper","sender_id":0`, model.SideVisitor, 1},
		{`"sender_type":"shopper","sender_id":"61793"`, model.SideVisitor, 1},
		{`"sender_type":"shopper","sender_id":7`, model.SideUnknown, 1},
		{`"sender_type":"shopper","first_name":"Ana"`, model.SideUnknown, 1},
	} {
		var drift Meta
		r := messageReader{req: MessagesRequest{Visitor: 61793, LastChat: 5}, fields: &fieldLog{}, meta: &drift}
		m, ok := r.row(&scanner{text: []byte(`{"id":1,"type":"message","message":"x",` + tt.row + `}`)})
		if !ok || m.Side != tt.want || drift.Drift.UnknownSide != tt.count {
			t.Errorf("%s: side %v, %d unknown; want %v, %d", tt.row, m.Side, drift.Drift.UnknownSide, tt.want, tt.count)
		}
	}
}

// A layout is left out only for texts that it does not fit.
func TestShapedLeavesOutNoLayoutThatFits(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	fits := 0
	for _, layout := range layouts {
		for range 400 {
			text := []byte(time.Unix(rng.Int64N(2e9), 0).In(time.FixedZone("", (rng.IntN(25)-12)*3600)).Format(layout))
			if rng.IntN(2) == 0 {
				text[rng.IntN(len(text))] = "0123456789-:+ TtZ,."[rng.IntN(19)]
			}
			for _, l := range layouts {
				if _, err := time.ParseInLocation(l, strings.ToUpper(string(text)), time.UTC); err == nil {
					if fits++; !shaped(string(text), l) {
						t.Errorf("%q fits %q", text, l)
					}
				}
			}
		}
	}
	if fits < 1000 {
		t.Errorf("%d texts fit a layout, so the test shows little", fits)
	}
}
