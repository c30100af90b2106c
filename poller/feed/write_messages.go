package feed

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Most of a line is messages, and encoding/json takes more time for them than anything else that a new viewer or
// the recorder waits for. This encoder writes the same bytes three times as fast and leaves what it does not know
// to encoding/json. TestMessagesAreWrittenAsByJSON checks that both agree.

// appendEvent appends e as encoding/json writes it, without LF. ok is false if e is left to
// encoding/json.
func appendEvent(dst []byte, e *model.Event, rest func(model.Event) ([]byte, bool)) (_ []byte, ok bool) {
	w := messageWriter{dst: append(dst, `{"at":`...)}
	w.time(e.At)
	head := len(w.dst) - len(dst)
	w.raw(`,"messages":[`)
	for i := range e.Messages {
		if i > 0 {
			w.raw(",")
		}
		w.message(&e.Messages[i])
	}
	w.raw("]")
	others := *e
	if others.Messages = nil; others.Rows() > 0 {
		line, ok := rest(others)
		if !ok {
			return dst, false
		}
		w.dst = append(w.dst, bytes.TrimSuffix(line[head:], []byte("\n"))...)
	} else {
		w.raw("}")
	}
	return w.dst, !w.strange
}

// A messageWriter appends messages to dst.
type messageWriter struct {
	dst     []byte
	strange bool // something must be left to encoding/json
	quoted  bytes.Buffer
}

func (w *messageWriter) raw(s string) { w.dst = append(w.dst, s...) }

func (w *messageWriter) number(name string, n int64) {
	w.raw(name)
	w.dst = strconv.AppendInt(w.dst, n, 10)
}

// flag writes a boolean field unless it is false.
func (w *messageWriter) flag(name string, is bool) {
	if is {
		w.raw(name)
	}
}

func (w *messageWriter) time(t time.Time) {
	if y := t.Year(); y < 0 || y > 9999 || t.Location() != time.UTC {
		w.strange = true
		return
	}
	w.raw(`"`)
	w.dst = t.AppendFormat(w.dst, time.RFC3339Nano)
	w.raw(`"`)
}

// text writes a text field unless it is empty.
func (w *messageWriter) text(name string, t safetext.Text) {
	if t == (safetext.Text{}) {
		return
	}
	w.raw(name)
	w.raw(`"`)
	from := len(w.dst)
	w.dst, _ = t.AppendText(w.dst) // never fails
	if text := w.dst[from:]; !plain(text) {
		w.quoted.Reset()
		enc := json.NewEncoder(&w.quoted)
		enc.SetEscapeHTML(false)
		w.strange = w.strange || enc.Encode(string(text)) != nil
		w.dst = append(w.dst[:from-1], bytes.TrimSuffix(w.quoted.Bytes(), []byte("\n"))...)
		return
	}
	w.raw(`"`)
}

// plain reports whether a text needs no escaping in JSON.
func plain(text []byte) bool {
	ascii := true
	for _, c := range text {
		if c < ' ' || c == '"' || c == '\\' {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return ascii || utf8.Valid(text) && !bytes.ContainsAny(text, "\u2028\u2029")
}

func (w *messageWriter) message(m *model.Message) {
	w.number(`{"id":`, int64(m.ID))
	w.number(`,"chat":`, int64(m.Chat))
	w.number(`,"visitor":`, int64(m.Visitor))
	w.number(`,"thread":`, int64(m.Thread))
	w.raw(`,"sent":`)
	w.time(m.SentAt)
	w.number(`,"side":`, int64(m.Side))
	w.number(`,"kind":`, int64(m.Kind))
	w.text(`,"type":`, m.Type)
	if m.Sender != 0 {
		w.number(`,"sender":`, int64(m.Sender))
	}
	w.text(`,"name":`, m.Name)
	w.text(`,"visitor_name":`, m.VisitorName)
	w.text(`,"text":`, m.Text)
	w.text(`,"source":`, m.Source)
	w.number(`,"seen":`, int64(m.Seen))
	w.flag(`,"offline":true`, m.Offline)
	w.flag(`,"missed":true`, m.Missed)
	w.flag(`,"edited":true`, m.Edited)
	w.flag(`,"bare":true`, m.Bare)
	if m.TextSum != 0 {
		w.number(`,"text_sum":`, int64(m.TextSum))
	}
	w.raw(`,"first":`)
	w.time(m.FirstAt)
	w.raw(`,"last":`)
	w.time(m.LastAt)
	if !m.SeenAt.IsZero() {
		w.raw(`,"seen_at":`)
		w.time(m.SeenAt)
	}
	w.raw("}")
}
