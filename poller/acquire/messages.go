package acquire

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// maxRows is how many rows of an answer are kept, the newest ones. Three bytes can become
// a row of 300, so without it a body below its limit could fill the memory.
const maxRows = 10_000

const unreadable = "[unreadable message]"

// Messages requests the messages of a chat. Depending on Acquire, rows may be of earlier
// and later chats of the visitor, and every call may return them again. Rows of another
// visitor are dropped and counted.
func (c *Client) Messages(ctx context.Context, req MessagesRequest) (Messages, error) {
	if req.Thread <= 0 {
		req.Thread = model.NoThread
	}
	q := question{op: "message", path: "/api/profile/lead/message", zone: true, form: url.Values{
		"thread_id":    {strconv.FormatInt(int64(req.Thread), 10)},
		"visitor_id":   {strconv.FormatInt(int64(req.Visitor), 10)},
		"last_chat_id": {strconv.FormatInt(max(int64(req.LastChat), 0), 10)},
		"key":          {c.cfg.Key},
	}}
	var out Messages
	r := messageReader{req: req, times: c.times, fields: &c.fields, showMail: c.cfg.ShowMail}
	meta, err := c.ask(ctx, q, func(s *scanner, m *Meta) { out = r.read(s, m) })
	if err != nil {
		return Messages{}, err
	}
	if !r.listed {
		return Messages{}, &Error{Fault: FaultNoList, Op: q.op}
	}
	out.Meta = meta
	return out, nil
}

// A messageReader decodes the rows of one answer into messages.
type messageReader struct {
	req       MessagesRequest
	times     *time.Location
	fields    *fieldLog
	showMail  bool // a message with mail fields is an e-mail
	meta      *Meta
	listed    bool // the answer has the list, be it empty
	first     memo
	visitor   memo
	unknown   int                             // rows that tell neither sender nor time
	truncated map[model.ChatID]model.ChatPast // chats of a flood whose older messages were dropped
	room      []model.Message                 // for the list; reused if the list is repeated
}

// A memo caches the last name of a field, which the next row mostly repeats.
type memo struct {
	raw  string
	text safetext.Text
}

func (m *memo) line(raw value) safetext.Text {
	if raw.none() || raw.container() {
		return safetext.Text{}
	}
	if string(raw) != m.raw {
		m.raw, m.text = string(raw), safetext.Line(raw.scalar())
	}
	return m.text
}

// read decodes the data of a message answer: an object with the list, or the list
// itself. Of repeated lists the last one counts, and each costs only its own rows. The
// results of earlier calls are invalid.
func (r *messageReader) read(s *scanner, meta *Meta) Messages {
	r.meta, r.truncated, r.listed = meta, nil, s.next() == '[' || s.mayBeEmpty()
	if s.next() == '[' {
		return r.rows(s)
	}
	var out Messages
	for key := range s.members() {
		switch string(key) {
		case "messages":
			out = r.rows(s)
		case "co_browse", "recording", "query_seen":
		default:
			meta.Drift.UnknownField += r.fields.countNew(key)
		}
	}
	return out
}

func (r *messageReader) rows(s *scanner) Messages {
	var out Messages
	r.unknown = 0
	c := s.next()
	r.listed = c == '[' || c == '{' || c == 'n' // and not a string or a number
	for range s.children() {
		out.Rows++
		m, ok := r.row(s)
		if !ok {
			continue
		}
		if r.room == nil { // an estimate: a documented row has some 600 bytes
			r.room = make([]model.Message, 0, min(len(s.text)/600, maxRows)+1)
		}
		if out.Messages == nil {
			out.Messages = r.room[:0]
		}
		if out.Messages = append(out.Messages, m); len(out.Messages) >= 2*maxRows {
			out.Messages = r.newest(out.Messages)
		}
	}
	out.Unknown, out.Undated = r.unknown, undated(out.Messages)
	if len(out.Messages) > maxRows {
		out.Messages = r.newest(out.Messages)
	}
	if cap(out.Messages) > cap(r.room) {
		r.room = out.Messages
	}
	for i := range out.Messages {
		if past, ok := r.truncated[out.Messages[i].Chat]; ok {
			out.Cut = append(out.Cut, past)
			delete(r.truncated, past.Chat)
		}
	}
	return out
}

// undated counts the messages without a time that are newer, by their id, than every one with a time in their chat.
func undated(messages []model.Message) (n int) {
	var dated map[model.ChatID]model.MessageID
	for i := range messages {
		m := &messages[i]
		if m.Kind != model.KindMessage || !m.SentAt.IsZero() {
			continue
		}
		if dated == nil { // only now, since hardly any answer has one
			dated = newestDated(messages)
		}
		if m.ID < 0 || m.ID > dated[m.Chat] {
			n++
		}
	}
	return n
}

// newestDated returns the largest id of a message with a time in each chat.
func newestDated(messages []model.Message) map[model.ChatID]model.MessageID {
	newest := map[model.ChatID]model.MessageID{}
	for i := range messages {
		if m := &messages[i]; !m.SentAt.IsZero() {
			newest[m.Chat] = max(newest[m.Chat], m.ID)
		}
	}
	return newest
}

// newest keeps the newest maxRows messages and records what it drops, so that the rest
// does not look complete. The order of an answer is not documented.
func (r *messageReader) newest(m []model.Message) []model.Message {
	slices.SortFunc(m, func(a, b model.Message) int {
		return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.ID, b.ID))
	})
	if r.truncated == nil {
		r.truncated = map[model.ChatID]model.ChatPast{}
	}
	over := len(m) - maxRows
	for i := range m[:over] {
		at, past := m[i].SentAt, r.truncated[m[i].Chat]
		if at.IsZero() {
			at = m[i].FirstAt
		}
		if past.Chat = m[i].Chat; at.After(past.EvictedLast) {
			past.EvictedLast = at
		}
		if m[i].Side == model.SideAgent && m[i].Kind == model.KindMessage && at.After(past.EvictedAgent) {
			past.EvictedAgent = at
		}
		r.truncated[past.Chat] = past
	}
	return append(m[:0], m[over:]...)
}

// row decodes one row; ok is false if it is dropped.
func (r *messageReader) row(s *scanner) (m model.Message, ok bool) {
	if s.next() != '{' {
		return r.placeholder(s.value())
	}
	raw := r.scan(s)
	drift := &r.meta.Drift
	switch id, kind := raw.visitor.id(); {
	case kind == idGood && r.req.Visitor > 0 && id != int64(r.req.Visitor):
		drift.WrongThread++
		return m, false
	case kind == idGood:
		m.Visitor = model.VisitorID(id)
	case kind == idOdd:
		drift.OddID++
		m.Visitor = r.req.Visitor
	default:
		m.Visitor = r.req.Visitor
	}
	m.Thread = r.req.Thread
	m.Chat = r.chat(raw.chat)
	if id, kind := raw.id.id(); kind == idGood {
		m.ID = model.MessageID(id)
	} else {
		drift.OddID++
		m.ID = r.derivedID(m.Chat, raw.id, raw.senderType, raw.sender, raw.kind, raw.date, raw.message, raw.subject, raw.body)
	}
	if m.SentAt, ok = parseTime(raw.date, r.times); !ok {
		drift.OddTime++
	}
	if m.Seen, ok = raw.seen.seen(); !ok {
		drift.UnknownSeen++
	}
	m.Offline, m.Missed = raw.offline.flag(), raw.missed.flag()
	r.speaker(&m, &raw)
	r.content(&m, &raw)
	r.stamp(&m)
	return m, true
}

// derivedID returns an id for a row without one, from its fields that do not change
// between polls: all but seen and missed_chat.
func (r *messageReader) derivedID(chat model.ChatID, parts ...value) model.MessageID {
	at := fmt.Appendf(nil, "%d/%d", r.req.Visitor, chat)
	return model.MessageID(derivedID(append(parts, at)...))
}

// chat returns a row's chat, or the requested one if the row has none.
func (r *messageReader) chat(v value) model.ChatID {
	if id := refID(v, &r.meta.Drift); id != 0 {
		return model.ChatID(id)
	}
	return r.req.LastChat
}

// speaker fills in the sender. An explicit visitor stays one even if the row has a bot's
// name: as vd_name shows, rows have fields of others filled in, and a visitor taken for a
// bot would wait unnoticed.
func (r *messageReader) speaker(m *model.Message, raw *messageRow) {
	m.VisitorName = r.visitor.line(raw.visitorName)
	switch by := r.sideOf(raw); {
	case by == model.SideVisitor:
		m.Side = model.SideVisitor
	case by == model.SideBot, raw.bot.filled():
		m.Side = model.SideBot
		m.Name = safetext.Line(cmp.Or(raw.bot.text(), raw.first.scalar()))
	case by == model.SideAgent:
		m.Side = model.SideAgent
		m.Sender = model.AgentID(refID(raw.sender, &r.meta.Drift))
		m.Name = r.first.line(raw.first)
		if raw.last.filled() {
			m.Name = safetext.Line(strings.TrimSpace(raw.first.scalar() + " " + raw.last.text()))
		}
	default:
		r.meta.Drift.UnknownSide++
		m.Name = r.first.line(raw.first)
	}
}

// sideOf parses sender_type, of which "visitor", "agent" and "bot" are documented. An
// unknown word means the visitor if the row names no agent: otherwise a visitor could wait
// unnoticed. It is counted in any case.
func (r *messageReader) sideOf(raw *messageRow) model.Side {
	switch raw.senderType.word() {
	case "visitor", "contact", "customer", "lead", "guest", "client", "end_user":
		return model.SideVisitor
	case "agent", "user", "operator", "admin":
		return model.SideAgent
	case "bot", "chatbot":
		return model.SideBot
	case "system", "auto", "api":
		return model.SideUnknown
	}
	id, kind := raw.sender.id()
	if raw.senderType.word() == "" && (kind != idGood || raw.bot.filled()) {
		return model.SideUnknown // nothing says that it is the visitor
	}
	if named := raw.first.filled() || raw.last.filled(); named || kind == idOdd || kind == idGood && id != int64(r.req.Visitor) {
		return model.SideUnknown
	}
	if !raw.bot.filled() {
		r.meta.Drift.UnknownSide++
	}
	return model.SideVisitor
}

// content fills in the row's content. E-mails are rows of the same list: they have a
// sender's address, or a subject or body instead of the message. A row with type and text
// of a message stays one whatever else it has, unless the configuration says otherwise:
// those fields are not documented, and since e-mails count in no figure, a waiting visitor
// could disappear because of them.
func (r *messageReader) content(m *model.Message, raw *messageRow) {
	m.Kind = kindOf(raw.kind)
	mail := raw.emailFrom.filled() || raw.subject.filled() || raw.body.filled()
	switch {
	case mail && m.Kind == model.KindMessage && raw.message.filled() && !r.showMail:
		r.meta.Drift.MailFields++
	case raw.emailFrom.filled(), mail && (m.Kind <= model.KindMessage || !raw.message.filled()):
		m.Kind = model.KindEmail
	case m.Kind == model.KindUnknown:
		r.meta.Drift.UnknownType++
		m.Type = safetext.Line(raw.kind.scalar())
	}
	switch {
	case m.Kind == model.KindEmail:
		text := cmp.Or(raw.message.text(), raw.body.text())
		setText(m, strings.TrimSpace(raw.subject.text()+"\n"+text))
	case raw.message.none() && m.ID < 0 && m.SentAt.IsZero(): // an object, but not a row
		r.meta.Drift.Malformed++
		r.unknown++
		m.Text = safetext.Line(unreadable)
	case raw.message.none():
	case raw.message[0] == '"':
		setText(m, raw.message.text())
	default:
		r.meta.Drift.Malformed++
		m.Text = safetext.Line(unreadable)
	}
}

// setText fills in the text, and the source if the text was made from HTML.
func setText(m *model.Message, raw string) {
	m.Text = safetext.CleanHTML(raw)
	if !strings.ContainsAny(raw, "<&") {
		return // CleanHTML changes nothing else
	}
	if sent := safetext.Clean(raw); sent != m.Text {
		m.Source = sent
	}
}

func kindOf(v value) model.Kind {
	switch v.word() {
	case "message":
		return model.KindMessage
	case "note", "notes":
		return model.KindNote
	case "event", "events":
		return model.KindEvent
	case "feedback":
		return model.KindFeedback
	case "email", "e-mail", "mail":
		return model.KindEmail
	}
	return model.KindUnknown
}

// placeholder returns a message for a row that is not an object, so that the transcript
// shows the gap; ok is false if its chat is not known.
func (r *messageReader) placeholder(v value) (model.Message, bool) {
	r.meta.Drift.Malformed++
	r.unknown++
	if r.req.LastChat <= 0 {
		return model.Message{}, false
	}
	m := model.Message{ID: r.derivedID(r.req.LastChat, v), Chat: r.req.LastChat, Visitor: r.req.Visitor, Thread: r.req.Thread, Text: safetext.Line(unreadable)}
	r.stamp(&m)
	return m, true
}

func (r *messageReader) stamp(m *model.Message) {
	m.FirstAt, m.LastAt = r.meta.At, r.meta.At
	if m.Seen == model.SeenYes {
		m.SeenAt = r.meta.At
	}
}
