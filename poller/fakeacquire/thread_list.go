package fakeacquire

import (
	"fmt"
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire/account"
)

// page returns the bounds of the page that a call requests out of n rows.
func (c call) page(n int) (from, to int) {
	page, _ := strconv.Atoi(c.form.get("page"))
	limit, _ := strconv.Atoi(c.form.get("limit"))
	from = min((page-1)*limit, n)
	return from, min(from+limit, n)
}

// threads answers the Thread endpoint.
func (e *encoder) threads(w *account.Records, c call) {
	e.begin()
	e.open('{')
	e.key("messages") // Acquire's name for the list of threads
	e.open('[')
	if v := w.Visitors[c.visitor]; v != nil {
		rows := threadRows(v, e.d)
		from, to := c.page(len(rows))
		for _, r := range rows[from:to] {
			e.row(func() { e.thread(r) })
		}
	}
	e.close(']')
	e.dec("overall_threads_time", 0.042)
	e.raw("activity", "[]")
	e.close('}')
	e.close('}')
}

// A threadRow is a row of the thread list.
type threadRow struct {
	id     model.ThreadID
	chats  []*account.Chat // at least one
	closed bool
}

// threadRows returns the threads of v that have a chat, oldest first as in the sample.
func threadRows(v *account.Visitor, d Dialect) []threadRow {
	var rows []threadRow
	for _, t := range v.Threads {
		if len(t.Chats) > 0 {
			rows = append(rows, threadRow{t.ID, t.Chats, t.Closed})
		}
	}
	if lone := threadlessChats(v); len(lone) > 0 && !d.ThreadlessUnlisted {
		rows = append(rows, threadRow{model.NoThread, lone, false})
	}
	return rows
}

func (e *encoder) thread(r threadRow) {
	c := r.chats[len(r.chats)-1]
	for _, c := range r.chats {
		c.Listed = true
	}
	status := "open"
	if r.closed {
		status = "close"
		if e.d.ClosedWord {
			status = "closed"
		}
	}
	e.open('{')
	e.id("chat_id", int64(c.ID))
	e.id("thread_id", int64(r.id))
	e.id("visitor_id", int64(c.Visitor.ID))
	e.str("thread_status", status)
	e.nulls("chat_updated", "chat_created")
	e.num("count_chat", int64(len(r.chats)))
	e.str("chat_ids", joinChats(r.chats))
	e.owners(c)
	e.recording("recording_available", 1, c.Recorded)
	e.num("chat_duration", duration(c, e.now))
	e.num("chat_wait_time", max(0, c.PickedUp-c.Created))
	e.ratings(r.chats)
	e.str("message", "")
	e.nulls("message_date")
	e.num("unseen_count", unseen(r.chats, e.now))
	if c.Shared > 0 { // older accounts give it for every chat, newer ones for none
		e.num("co_browse", int64(c.Shared))
	}
	e.str("cobrowse_recording", [...]string{"no", "yes"}[index(c.Shared > 0)])
	e.flag("offline_chat", c.Offline)
	e.recording("recording_available_ids", int64(c.ID), c.Recorded)
	e.recording("cobrowse_recording_ids", int64(c.ID), c.Shared > 0)
	e.raw("encrypt_key", "[]")
	e.close('}')
}

// recording writes n if there is a recording, else null as in the sample; other values are not documented.
func (e *encoder) recording(k string, n int64, is bool) {
	if is {
		e.num(k, n)
	} else {
		e.nulls(k)
	}
}

// owners writes who took part in a chat; null if nobody has.
func (e *encoder) owners(c *account.Chat) {
	if len(c.Agents) == 0 {
		e.nulls("users", "user_id", "agents", "agent_imgs")
		return
	}
	var users, ids, names []string
	for _, a := range c.Agents {
		users = append(users, fmt.Sprintf("agent-%d", a.ID))
		ids = append(ids, strconv.FormatInt(int64(a.ID), 10))
		names = append(names, a.Name)
	}
	e.str("users", strings.Join(users, ","))
	e.str("user_id", strings.Join(ids, ","))
	e.str("agents", strings.Join(names, ","))
	e.key("agent_imgs")
	e.open('[')
	for _, a := range c.Agents {
		e.sep()
		e.b = appendString(e.b, photo(a), false)
	}
	e.close(']')
}

// ratings writes the ratings of a thread. rating_time holds when each chat was created, despite its name.
func (e *encoder) ratings(chats []*account.Chat) {
	last := chats[len(chats)-1]
	if last.Stars > 0 {
		e.num("feedback_rating", int64(last.Stars))
	} else {
		e.nulls("feedback_rating")
	}
	var given []string
	for _, c := range chats {
		if c.Stars > 0 {
			given = append(given, strconv.Quote(strconv.Itoa(c.Stars)))
		}
	}
	if given == nil {
		e.nulls("rating")
	} else {
		e.raw("rating", "["+strings.Join(given, ",")+"]")
	}
	e.key("rating_time")
	e.open('[')
	for _, c := range chats {
		e.sep()
		e.appendTime(c.Created)
	}
	e.close(']')
	e.nulls("feedback_message")
}

// unseen counts the visitor's messages that no agent has seen.
func unseen(chats []*account.Chat, now int64) int64 {
	var n int64
	for _, c := range chats {
		for _, m := range c.Messages {
			if m.Sender == account.SenderVisitor && m.Typ == account.TypeMessage && !m.Seen && m.Visible <= now {
				n++
			}
		}
	}
	return n
}

// duration returns how long agents have been in a chat, in seconds.
func duration(c *account.Chat, now int64) int64 {
	switch {
	case c.PickedUp == 0:
		return 0
	case c.Ended > 0:
		return max(0, c.Ended-c.PickedUp)
	default:
		return max(0, now-c.PickedUp)
	}
}

func joinChats(chats []*account.Chat) string {
	var b []byte
	for i, c := range chats {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(c.ID), 10)
	}
	return string(b)
}
