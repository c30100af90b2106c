package fakeacquire

import (
	"fmt"
	"slices"
	"strconv"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire/account"
)

// messages answers the Message endpoint.
func (e *encoder) messages(w *account.Records, c call) {
	rows := e.selectMessages(w, c)
	e.begin()
	e.open('{')
	e.key("messages")
	e.open('[')
	marked := 0
	for _, m := range rows {
		e.row(func() { e.message(m) })
		if e.d.ReadingMarks && m.Sender == account.SenderVisitor && !m.Seen {
			m.Seen = true
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

// selectMessages returns the messages that a call requests, according to the dialect.
func (e *encoder) selectMessages(w *account.Records, c call) []*account.Message {
	last, _ := strconv.ParseInt(c.form.get("last_chat_id"), 10, 64)
	var rows []*account.Message
	for _, ch := range candidates(w, c, e.d) {
		if !e.d.matchesCursor(ch, last) {
			continue
		}
		for _, m := range ch.Messages {
			if m.Visible > e.now || e.d.Cursor == CursorMessage && int64(m.ID) <= last {
				continue
			}
			rows = append(rows, m)
		}
	}
	return e.d.arrange(rows)
}

// candidates returns the chats that thread_id allows.
func candidates(w *account.Records, c call, d Dialect) []*account.Chat {
	v := w.Visitors[c.visitor]
	if v == nil {
		return nil
	}
	if c.thread == model.NoThread {
		if !d.NoThreadValue {
			return v.Chats
		}
		return threadlessChats(v)
	}
	if t := w.Threads[c.thread]; t != nil && t.Visitor == v {
		return t.Chats
	}
	return nil
}

// threadlessChats returns the chats of v without a thread.
func threadlessChats(v *account.Visitor) []*account.Chat {
	var lone []*account.Chat
	for _, c := range v.Chats {
		if c.Thread == nil {
			lone = append(lone, c)
		}
	}
	return lone
}

// matchesCursor reports whether the cursor selects a chat.
func (d Dialect) matchesCursor(c *account.Chat, last int64) bool {
	id := int64(c.ID)
	if d.NewChatsListed && !c.Listed && id > last {
		return false
	}
	if last == 0 && !d.NoCursorZero {
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

// arrange puts messages into the dialect's order.
func (d Dialect) arrange(rows []*account.Message) []*account.Message {
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

// shuffle disorders messages, the same way each time.
func shuffle(rows []*account.Message) {
	for i := len(rows) - 1; i > 0; i-- {
		j := int(uint32(i) * 2654435761 >> 16 % uint32(i+1))
		rows[i], rows[j] = rows[j], rows[i]
	}
}

// message writes one row.
func (e *encoder) message(m *account.Message) {
	if m.Raw != "" {
		e.sep()
		e.b = append(e.b, m.Raw...)
		return
	}
	v := m.Chat.Visitor
	sender := e.senderType(m)
	e.open('{')
	e.id("id", int64(m.ID))
	e.id("chat_id", int64(m.Chat.ID))
	e.id("account_id", account.ID)
	e.str("sender_type", sender)
	e.sender(m)
	e.str("type", m.Typ)
	e.str("message", m.Text)
	e.time("date_created", m.At)
	e.seen("seen", m.Seen)
	e.mail(m)
	if m.Agent != nil {
		e.str("first_name", m.Agent.Name)
		e.str("last_name", "")
		e.str("photo", photo(m.Agent))
	} else {
		e.nulls("first_name", "last_name", "photo")
	}
	e.str("vd_name", v.Name)
	e.id("vd_id", int64(v.ID))
	e.strOrNull("bot_name", m.Bot)
	e.nulls("bot_icon", "parent_bot_name", "parent_bot_icon")
	e.flag("offline_chat", m.Chat.Offline)
	e.user(m, sender)
	e.flag("missed_chat", m.Chat.Missed)
	e.close('}')
}

func (e *encoder) senderType(m *account.Message) string {
	if m.Typ == account.TypeEvent && e.d.EventsOfSystem {
		return account.SenderSystem
	}
	if m.Sender == account.SenderBot && e.d.BotsAsAgents {
		return account.SenderAgent
	}
	return m.Sender
}

func (e *encoder) sender(m *account.Message) {
	switch {
	case m.Agent != nil && e.d.IDs == IDsMixed && e.text():
		e.str("sender_id", fmt.Sprintf("agent-%d", m.Agent.ID))
	case m.Agent != nil:
		e.id("sender_id", int64(m.Agent.ID))
	case m.Sender == account.SenderVisitor:
		e.id("sender_id", int64(m.Chat.Visitor.ID))
	default:
		e.nulls("sender_id")
	}
}

// mail writes the fields that only e-mail rows have.
func (e *encoder) mail(m *account.Message) {
	if m.Typ != account.TypeEmail {
		e.nulls("email_from", "from", "to", "subject", "body", "cm_type", "message_date")
		return
	}
	e.str("email_from", fmt.Sprintf("visitor%d@example.com", m.Chat.Visitor.ID))
	e.str("from", fmt.Sprintf("visitor%d@example.com", m.Chat.Visitor.ID))
	e.str("to", "support@example.com")
	e.str("subject", m.Subject)
	e.str("body", m.Text)
	e.nulls("cm_type")
	e.time("message_date", m.At)
}

// user repeats the sender in a form ready to display, as the API does.
func (e *encoder) user(m *account.Message, sender string) {
	e.key("user")
	e.open('{')
	e.nulls("id")
	e.str("type", sender)
	switch {
	case m.Agent != nil:
		e.str("name", m.Agent.Name)
		e.str("photo", photo(m.Agent))
	case m.Bot != "":
		e.str("name", m.Bot)
		e.nulls("photo")
	default:
		e.str("name", m.Chat.Visitor.Name)
		e.nulls("photo")
	}
	e.close('}')
}

func photo(a *account.Agent) string { return fmt.Sprintf("pp%d.png", 15337107338831+int64(a.ID)) }
