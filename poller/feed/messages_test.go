package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/feed/feedtest"
)

var oddTexts = []string{
	"", "a", "Hello", " ", "two\nrows", `"quoted" \ back`, "tab\tbell\a", "a\u2028b", "Zoë Ω 世界 👩‍👩‍👧", "\x1b[2Jred", "<b>&amp;</b>", "e\u0301", "\u202eover", "\ufeff", "x\x7fy", "\xff\xfe", "\U000e0041",
}

func drawText(t *rapid.T, name string) safetext.Text {
	if raw := rapid.SampledFrom(oddTexts).Draw(t, name); rapid.Bool().Draw(t, name+" is one line") {
		return safetext.Line(raw)
	} else {
		return safetext.Clean(raw)
	}
}

// drawMessages draws an Event of messages that hold everything a message can, and what no line can.
func drawMessages(t *rapid.T) model.Event {
	at := func(name string) time.Time {
		switch rapid.IntRange(0, 14).Draw(t, name) {
		case 0:
			return time.Time{}
		case 1:
			return feedtest.Noon.In(time.FixedZone("", 3600))
		case 2:
			return time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
		case 3:
			return time.Date(2024, 2, 29, 23, 59, 59, 999_999_999, time.UTC)
		}
		return feedtest.Noon.Add(time.Duration(rapid.Int64Range(0, 1e15).Draw(t, name+" after noon"))).Truncate(time.Duration(rapid.SampledFrom([]int{1, 1e3, 1e9}).Draw(t, "cut")))
	}
	id := rapid.SampledFrom([]int64{0, 1, -1, 9, 10, 1 << 40, 999_999_999_999_999_999, 1<<63 - 1, -1 << 63})
	e := model.Event{At: at("at")}
	for range rapid.IntRange(0, 3).Draw(t, "messages") {
		e.Messages = append(e.Messages, model.Message{
			ID: model.MessageID(id.Draw(t, "id")), Chat: model.ChatID(id.Draw(t, "chat")), Visitor: model.VisitorID(id.Draw(t, "visitor")), Thread: model.ThreadID(id.Draw(t, "thread")),
			SentAt: at("sent"), Side: model.Side(rapid.Byte().Draw(t, "side")), Kind: model.Kind(rapid.IntRange(0, 5).Draw(t, "kind")), Type: drawText(t, "type"),
			Sender: model.AgentID(id.Draw(t, "sender")), Name: drawText(t, "name"), VisitorName: drawText(t, "visitor's name"), Text: drawText(t, "text"), Source: drawText(t, "source"),
			Seen: model.Seen(rapid.IntRange(0, 2).Draw(t, "seen")), Offline: rapid.Bool().Draw(t, "offline"), Missed: rapid.Bool().Draw(t, "missed"), Edited: rapid.Bool().Draw(t, "edited"),
			Bare: rapid.Bool().Draw(t, "bare"), TextSum: uint32(rapid.IntRange(0, 1<<32-1).Draw(t, "sum")), FirstAt: at("first"), LastAt: at("last"), SeenAt: at("seen at"),
		})
	}
	for range rapid.IntRange(0, 2).Draw(t, "polled") {
		e.Polled = append(e.Polled, model.Polled{Key: model.Key{Visitor: model.VisitorID(id.Draw(t, "polled visitor")), Thread: model.ThreadID(id.Draw(t, "polled thread"))}, At: at("polled at")})
	}
	if rapid.Bool().Draw(t, "others") {
		e.Visitors = []model.VisitorInfo{{ID: 1, Name: drawText(t, "known")}}
	}
	return e
}

// asJSON is e as encoding/json alone writes it.
func asJSON(e model.Event) (string, bool) {
	var c Encoder
	ok := c.encodeJSON(e)
	return c.buf.String(), ok
}

func TestMessagesAreWrittenAsByJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawMessages(t)
		want, wantOK := asJSON(e)
		var c Encoder
		if line, ok := c.encode(e); ok != wantOK || ok && string(line) != want {
			t.Fatalf("written %v:\n got %s\nwant %s", ok, line, want)
		}
	})
}

// decodeJSON is Decode by encoding/json alone.
func decodeJSON(line []byte) (e model.Event, ok bool) {
	if !bounded(line) || json.Unmarshal(line, &e) != nil || e.At.IsZero() || e.Rows() > maxRows {
		return model.Event{}, false
	}
	return e, true
}

// sameDecoded reports how Decode reads a line otherwise than encoding/json does, or "".
func sameDecoded(line []byte) string {
	got, ok := Decode(bytes.Clone(line))
	want, wantOK := decodeJSON(bytes.Clone(line))
	if ok != wantOK || !reflect.DeepEqual(got, want) {
		return fmt.Sprintf("%q\n got %v %+v\nwant %v %+v", line, ok, got, wantOK, want)
	}
	return ""
}

// A line that is damaged at one place is read as encoding/json reads it, or not at all where that does not.
func TestMessagesAreReadAsByJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, ok := asJSON(drawMessages(t))
		if !ok {
			return
		}
		line := []byte(strings.TrimSuffix(text, "\n"))
		if diff := sameDecoded(line); diff != "" {
			t.Fatal(diff)
		}
		at := rapid.IntRange(0, len(line)-1).Draw(t, "at")
		switch rapid.IntRange(0, 3).Draw(t, "damage") {
		case 0:
			line = line[:at]
		case 1:
			line[at] = rapid.SampledFrom([]byte("0123456789-+.:eEZT\"\\{}[],x \n\x00\xff")).Draw(t, "sign")
		case 2:
			line = append(line[:at:at], line[at+1:]...)
		case 3:
			line = append(line[:at:at], append([]byte(rapid.SampledFrom([]string{"0", "-", " ", `,"messages":[]`, `,"MESSAGES":null`, `,"mes\u017fages":[{}]`, `"at":"2026-11-22T12:00:00+00:00",`, `,"text":"x"`, `\u0041`, "null"}).Draw(t, "inserted")), line[at:]...)...)
		}
		if diff := sameDecoded(line); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Most lines of a floor are read and written here and not by encoding/json, or all of this were for nothing.
func TestOrdinaryMessagesNeedNoJSON(t *testing.T) {
	e := feedtest.Polled(1, 0)
	var enc Encoder
	line := bytes.TrimSuffix(enc.Append(nil, e), []byte("\n"))
	if _, ok := decodeMessages(line); !ok {
		t.Errorf("it is not read: %s", line)
	}
	if _, ok := appendEvent(nil, &e, func(model.Event) ([]byte, bool) { return enc.buf.Bytes(), enc.encodeJSON(e) }); !ok {
		t.Errorf("it is not written: %s", line)
	}
}

func FuzzDecode(f *testing.F) {
	var enc Encoder
	f.Add(enc.Append(nil, feedtest.Polled(1, 0)))
	f.Add([]byte(`{"at":"2026-11-22T12:00:00Z","messages":[{"id":1}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		if diff := sameDecoded(line); diff != "" {
			t.Error(diff)
		}
	})
}
