package fakeacquire

import (
	"fmt"
	"slices"
	"strconv"

	"floorwatch/model"
)

const botName = "Robin the bot"

// messages answers the Message endpoint.
func (e *encoder) messages(w *world, c call) {
	rows := e.selectMessages(w, c)
	e.begin()
	e.open('{')
	e.key("messages")
	e.open('[')
	marked := 0
	for _, m := range rows {
		e.row(func() { e.message(m) })
		if e.d.Reading == ReadingMarks && m.sender == senderVisitor && !m.seen {
			m.seen = true
			marked++
		}
	}
	e.close(']')
	e.raw("co_browse", "[]")
	e.raw("recording", `["Welcome"]`)
	e.num("query_seen", int64(marked))
	e.close('}')
	e.close('}')
}

// selectMessages finds the rows that a call asks for under the dialect.
func (e *encoder) selectMessages(w *world, c call) []*message {
	last, _ := strconv.ParseInt(c.form.get("last_chat_id"), 10, 64)
	var rows []*message
	for _, ch := range candidates(w, c, e.d) {
		if !e.d.wants(ch, last) {
			continue
		}
		for _, m := range ch.messages {
			if m.visible > e.now || e.d.Cursor == CursorMessage && int64(m.id) <= last {
				continue
			}
			rows = append(rows, m)
		}
	}
	return e.d.arrange(rows)
}

// candidates are the chats that thread_id allows.
func candidates(w *world, c call, d Dialect) []*chat {
	v := w.visitors[c.visitor]
	if v == nil {
		return nil
	}
	if c.thread == model.NoThread {
		if d.NoThread == NoThreadAny {
			return v.chats
		}
		return v.lone()
	}
	if t := w.threads[c.thread]; t != nil && t.visitor == v {
		return t.chats
	}
	return nil
}

// lone are the chats of v that belong to no thread.
func (v *visitor) lone() []*chat {
	var lone []*chat
	for _, c := range v.chats {
		if c.thread == nil {
			lone = append(lone, c)
		}
	}
	return lone
}

// wants reports whether a chat is what a cursor asks for.
func (d Dialect) wants(c *chat, last int64) bool {
	id := int64(c.id)
	if d.NewChats == NewChatsListed && !c.listed && id > last {
		return false
	}
	if last == 0 && d.NoCursor == NoCursorAll {
		return true
	}
	switch d.Cursor {
	case CursorChatAndLater:
		return id >= last
	case CursorLaterOnly:
		return id > last
	case CursorUpToChat:
		return id <= last
	case CursorMessage:
		return true
	default:
		return id == last
	}
}

// arrange puts rows into the dialect's order.
func (d Dialect) arrange(rows []*message) []*message {
	switch d.Rows {
	case RowsNewestFirst:
		slices.Reverse(rows)
	case RowsShuffled:
		shuffle(rows)
	case RowsTwice:
		for i := len(rows) - 1; i >= 0; i-- {
			rows = slices.Insert(rows, i, rows[i])
		}
	}
	return rows
}

// shuffle disorders rows, the same way each time.
func shuffle(rows []*message) {
	for i := len(rows) - 1; i > 0; i-- {
		j := int(uint32(i) * 2654435761 >> 16 % uint32(i+1))
		rows[i], rows[j] = rows[j], rows[i]
	}
}

// message writes one row.
func (e *encoder) message(m *message) {
	if m.raw != "" {
		e.sep()
		e.b = append(e.b, m.raw...)
		return
	}
	v := m.chat.visitor
	sender := e.senderType(m)
	e.open('{')
	e.id("id", int64(m.id))
	e.id("chat_id", int64(m.chat.id))
	e.id("account_id", account)
	e.str("sender_type", sender)
	e.sender(m)
	e.str("type", m.typ)
	e.str("message", m.text)
	e.time("date_created", m.at)
	e.seen("seen", m.seen)
	e.mail(m)
	if m.agent != nil {
		e.str("first_name", m.agent.name)
		e.str("last_name", "")
		e.str("photo", m.agent.photo())
	} else {
		e.nulls("first_name", "last_name", "photo")
	}
	e.str("vd_name", v.name)
	e.id("vd_id", int64(v.id))
	e.strOrNull("bot_name", m.bot)
	e.nulls("bot_icon", "parent_bot_name", "parent_bot_icon")
	e.flag("offline_chat", m.chat.offline)
	e.user(m, sender)
	e.flag("missed_chat", m.chat.missed)
	e.close('}')
}

func (e *encoder) senderType(m *message) string {
	if m.typ == typeEvent && e.d.Events == EventsOfSystem {
		return senderSystem
	}
	if m.sender == senderBot && e.d.Bots == BotsAsAgents {
		return senderAgent
	}
	return m.sender
}

func (e *encoder) sender(m *message) {
	switch {
	case m.agent != nil && e.d.IDs == IDsMixed && e.text():
		e.str("sender_id", fmt.Sprintf("agent-%d", m.agent.id))
	case m.agent != nil:
		e.id("sender_id", int64(m.agent.id))
	case m.sender == senderVisitor:
		e.id("sender_id", int64(m.chat.visitor.id))
	default:
		e.nulls("sender_id")
	}
}

// mail writes the fields that only e-mail rows fill.
func (e *encoder) mail(m *message) {
	if m.typ != typeEmail {
		e.nulls("email_from", "from", "to", "subject", "body", "cm_type", "message_date")
		return
	}
	e.str("email_from", fmt.Sprintf("visitor%d@example.com", m.chat.visitor.id))
	e.str("from", fmt.Sprintf("visitor%d@example.com", m.chat.visitor.id))
	e.str("to", "support@example.com")
	e.str("subject", m.subject)
	e.str("body", m.text)
	e.nulls("cm_type")
	e.time("message_date", m.at)
}

// user repeats the sender in a form ready to show, as the API does.
func (e *encoder) user(m *message, sender string) {
	e.key("user")
	e.open('{')
	e.nulls("id")
	e.str("type", sender)
	switch {
	case m.agent != nil:
		e.str("name", m.agent.name)
		e.str("photo", m.agent.photo())
	case m.bot != "":
		e.str("name", m.bot)
		e.nulls("photo")
	default:
		e.str("name", m.chat.visitor.name)
		e.nulls("photo")
	}
	e.close('}')
}

func (a *agent) photo() string { return fmt.Sprintf("pp%d.png", 15337107338831+int64(a.id)) }
