package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A fast decoder of lines with messages and polled threads, exactly as write_messages.go writes them. It takes a
// quarter of encoding/json's time. Any other line, even with one more space, is left to encoding/json, which
// defines the format; TestMessagesAreReadAsByJSON and FuzzDecode check that both agree.

const (
	// quickRows and quickBytes limit the lines decoded here, whose messages stay below maxGrowth.
	quickRows  = 4000
	quickBytes = 4 << 20
)

// decodeMessages decodes a line of At, messages and polled, possibly with other parts after the messages. ok is false
// if the line is left to encoding/json.
func decodeMessages(line []byte) (e model.Event, ok bool) {
	if len(line) > quickBytes {
		return e, false
	}
	r := messageReader{in: line}
	r.lit(`{"at":`)
	e.At = r.time()
	head := line[:r.at]
	if r.strange || e.At.IsZero() {
		return e, false
	}
	if r.has(`,"polled":[`) {
		e.Polled = list(&r, (*messageReader).polled)
		return e, !r.strange && string(bytes.TrimSuffix(line[r.at:], []byte("\r"))) == `}`
	}
	r.lit(`,"messages":[`)
	e.Messages = list(&r, (*messageReader).message)
	if from := r.at; r.has(`,"polled":[`) {
		if e.Polled = list(&r, (*messageReader).polled); !r.strange && string(bytes.TrimSuffix(line[r.at:], []byte("\r"))) == `}` {
			return e, true
		}
		r.at, e.Polled = from, nil // other parts follow, and are decoded together
	}
	if r.strange {
		return e, false
	}
	if rest := line[r.at:]; string(bytes.TrimSuffix(rest, []byte("\r"))) != `}` {
		var others struct {
			model.Event
			Messages refused `json:"messages"` // a second list is an error
		}
		if !bounded(line) || json.Unmarshal(append(bytes.Clone(head), rest...), &others) != nil || others.At != e.At {
			return e, false
		}
		others.Event.Messages = e.Messages
		e = others.Event
	}
	return e, true
}

// list decodes the rest of a non-empty list.
func list[T any](r *messageReader, one func(*messageReader, *T)) []T {
	all := make([]T, 0, min(bytes.Count(r.in[r.at:], []byte(`},{`))+1, quickRows))
	for more := true; more && !r.strange; more = r.has(`,`) {
		if len(all) == quickRows {
			r.strange = true
			return nil
		}
		all = append(all, *new(T))
		one(r, &all[len(all)-1]) // a variable of its own would be allocated for each
	}
	r.lit(`]`)
	return all
}

func (r *messageReader) polled(p *model.Polled) {
	r.lit(`{"key":{"visitor":`)
	p.Key.Visitor = model.VisitorID(r.number())
	r.lit(`,"thread":`)
	p.Key.Thread = model.ThreadID(r.number())
	r.lit(`},"at":`)
	p.At = r.time()
	r.lit(`}`)
}

// A refused is the type of a field that must not occur.
type refused struct{}

func (*refused) UnmarshalJSON([]byte) error { return errRefused }

var errRefused = errors.New("a second list of messages")

// A messageReader parses a line. After the first unexpected character its results are invalid.
type messageReader struct {
	in      []byte
	at      int
	strange bool

	name, visitorName lastText // of the previous message, mostly the same
}

// has skips s if it comes next, and reports whether it did.
func (r *messageReader) has(s string) bool {
	if len(r.in)-r.at < len(s) || string(r.in[r.at:r.at+len(s)]) != s {
		return false
	}
	r.at += len(s)
	return true
}

// lit skips s, which must come next.
func (r *messageReader) lit(s string) {
	if !r.has(s) {
		r.strange = true
	}
}

// number parses a JSON integer of at most 18 digits.
func (r *messageReader) number() (n int64) {
	minus := r.has("-")
	from := r.at
	for ; r.at < len(r.in) && r.in[r.at]-'0' <= 9; r.at++ {
		n = 10*n + int64(r.in[r.at]-'0')
		if r.at-from == 18 {
			r.strange = true
			return 0
		}
	}
	if r.at == from || r.in[from] == '0' && (r.at > from+1 || minus) {
		r.strange = true
	}
	if minus {
		return -n
	}
	return n
}

// small parses an integer below 256.
func (r *messageReader) small() uint8 {
	n := r.number()
	if n < 0 || n > 255 {
		r.strange = true
	}
	return uint8(n)
}

// digits parses exactly n digits.
func (r *messageReader) digits(n int) (v int) {
	if len(r.in)-r.at < n {
		r.strange = true
		return 0
	}
	for _, c := range r.in[r.at : r.at+n] {
		if c-'0' > 9 {
			r.strange = true
			return 0
		}
		v = 10*v + int(c-'0')
	}
	r.at += n
	return v
}

// time parses a time in UTC.
func (r *messageReader) time() time.Time {
	r.lit(`"`)
	year := r.digits(4)
	r.lit("-")
	month := r.digits(2)
	r.lit("-")
	day := r.digits(2)
	r.lit("T")
	hour := r.digits(2)
	r.lit(":")
	minute := r.digits(2)
	r.lit(":")
	second, nanos := r.digits(2), 0
	if r.has(".") {
		from := r.at
		for ; r.at < len(r.in) && r.in[r.at]-'0' <= 9 && r.at-from < 9; r.at++ {
			nanos = 10*nanos + int(r.in[r.at]-'0')
		}
		if r.at == from {
			r.strange = true
		}
		for range 9 - (r.at - from) {
			nanos *= 10
		}
	}
	r.lit(`Z"`)
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC)
	if month < 1 || month > 12 || t.Day() != day || hour > 23 || minute > 59 || second > 59 {
		r.strange = true
	}
	return t
}

// A lastText is a text and the bytes it was decoded from.
type lastText struct {
	raw  []byte
	text safetext.Text
}

// again decodes a text that is probably the previous one.
func (r *messageReader) again(before *lastText) safetext.Text {
	from := r.at
	if r.has(`"`) && r.has(string(before.raw)) && len(before.raw) > 0 && r.has(`"`) {
		return before.text
	}
	r.at = from
	before.text = r.text()
	before.raw = nil
	if raw := r.in[min(from+1, r.at):max(r.at-1, from+1)]; !r.strange && plain(raw) {
		before.raw = raw
	}
	return before.text
}

func (r *messageReader) text() (t safetext.Text) {
	from := r.at
	r.lit(`"`)
	if r.strange {
		return t
	}
	n := textLength(r.in[r.at:])
	raw := r.in[r.at : r.at+n]
	r.at += n
	r.lit(`"`)
	switch {
	case r.strange:
	case plain(raw):
		t.UnmarshalText(raw) //nolint:errcheck // never fails
	case !utf8.Valid(raw) || json.Unmarshal(r.in[from:r.at], &t) != nil:
		r.strange = true
	}
	return t
}

func (r *messageReader) message(m *model.Message) {
	r.lit(`{"id":`)
	m.ID = model.MessageID(r.number())
	r.lit(`,"chat":`)
	m.Chat = model.ChatID(r.number())
	r.lit(`,"visitor":`)
	m.Visitor = model.VisitorID(r.number())
	r.lit(`,"thread":`)
	m.Thread = model.ThreadID(r.number())
	r.lit(`,"sent":`)
	m.SentAt = r.time()
	r.lit(`,"side":`)
	m.Side = model.Side(r.small())
	r.lit(`,"kind":`)
	m.Kind = model.Kind(r.small())
	if r.has(`,"type":`) {
		m.Type = r.text()
	}
	if r.has(`,"sender":`) {
		m.Sender = model.AgentID(r.number())
	}
	if r.has(`,"name":`) {
		m.Name = r.again(&r.name)
	}
	if r.has(`,"visitor_name":`) {
		m.VisitorName = r.again(&r.visitorName)
	}
	if r.has(`,"text":`) {
		m.Text = r.text()
	}
	if r.has(`,"source":`) {
		m.Source = r.text()
	}
	r.lit(`,"seen":`)
	m.Seen = model.Seen(r.small())
	m.Offline = r.has(`,"offline":true`)
	m.Missed = r.has(`,"missed":true`)
	m.Edited = r.has(`,"edited":true`)
	m.Bare = r.has(`,"bare":true`)
	if r.has(`,"text_sum":`) {
		n := r.number()
		if n < 0 || n > 1<<32-1 {
			r.strange = true
		}
		m.TextSum = uint32(n)
	}
	r.lit(`,"first":`)
	m.FirstAt = r.time()
	r.lit(`,"last":`)
	m.LastAt = r.time()
	if r.has(`,"seen_at":`) {
		m.SeenAt = r.time()
	}
	r.lit(`}`)
}
