package fakeacquire

import (
	"fmt"
	"strconv"
	"strings"

	"floorwatch/model"
)

// page cuts the page that a call asks for out of n rows.
func (c call) page(n int) (from, to int) {
	page, _ := strconv.Atoi(c.form.get("page"))
	limit, _ := strconv.Atoi(c.form.get("limit"))
	from = min((page-1)*limit, n)
	return from, min(from+limit, n)
}

// threads answers the Thread endpoint.
func (e *encoder) threads(w *world, c call) {
	e.begin()
	e.open('{')
	e.key("messages") // that is what Acquire calls the list of threads
	e.open('[')
	if v := w.visitors[c.visitor]; v != nil {
		rows := v.threadRows(e.d)
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
	chats  []*chat // at least one
	closed bool
}

// threadRows are the threads of v that hold a chat, oldest first as in the sample.
func (v *visitor) threadRows(d Dialect) []threadRow {
	var rows []threadRow
	for _, t := range v.threads {
		if len(t.chats) > 0 {
			rows = append(rows, threadRow{t.id, t.chats, t.closed})
		}
	}
	if lone := v.lone(); len(lone) > 0 && d.Threadless == ThreadlessListed {
		rows = append(rows, threadRow{model.NoThread, lone, false})
	}
	return rows
}

func (e *encoder) thread(r threadRow) {
	c := r.chats[len(r.chats)-1]
	for _, c := range r.chats {
		c.listed = true
	}
	status := "open"
	if r.closed {
		status = [...]string{ClosedClose: "close", ClosedClosed: "closed"}[e.d.Closed]
	}
	e.open('{')
	e.id("chat_id", int64(c.id))
	e.id("thread_id", int64(r.id))
	e.id("visitor_id", int64(c.visitor.id))
	e.str("thread_status", status)
	e.nulls("chat_updated", "chat_created")
	e.num("count_chat", int64(len(r.chats)))
	e.str("chat_ids", joinChats(r.chats))
	e.owners(c)
	e.nulls("recording_available")
	e.num("chat_duration", c.duration(e.now))
	e.num("chat_wait_time", max(0, c.picked-c.created))
	e.ratings(r.chats)
	e.str("message", "")
	e.nulls("message_date")
	e.num("unseen_count", unseen(r.chats, e.now))
	e.str("cobrowse_recording", "no")
	e.flag("offline_chat", c.offline)
	e.nulls("recording_available_ids", "cobrowse_recording_ids")
	e.raw("encrypt_key", "[]")
	e.close('}')
}

// owners writes who took part in a chat, null where nobody has.
func (e *encoder) owners(c *chat) {
	if len(c.agents) == 0 {
		e.nulls("users", "user_id", "agents", "agent_imgs")
		return
	}
	var users, ids, names []string
	for _, a := range c.agents {
		users = append(users, fmt.Sprintf("agent-%d", a.id))
		ids = append(ids, strconv.FormatInt(int64(a.id), 10))
		names = append(names, a.name)
	}
	e.str("users", strings.Join(users, ","))
	e.str("user_id", strings.Join(ids, ","))
	e.str("agents", strings.Join(names, ","))
	e.key("agent_imgs")
	e.open('[')
	for _, a := range c.agents {
		e.sep()
		e.b = appendString(e.b, a.photo(), false)
	}
	e.close(']')
}

// ratings writes the ratings of a thread. rating_time holds when each chat was
// created, whatever its name says.
func (e *encoder) ratings(chats []*chat) {
	last := chats[len(chats)-1]
	if last.stars > 0 {
		e.num("feedback_rating", int64(last.stars))
	} else {
		e.nulls("feedback_rating")
	}
	var given []string
	for _, c := range chats {
		if c.stars > 0 {
			given = append(given, strconv.Quote(strconv.Itoa(c.stars)))
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
		e.appendTime(c.created)
	}
	e.close(']')
	e.nulls("feedback_message")
}

// unseen counts what the visitor wrote and no agent has seen.
func unseen(chats []*chat, now int64) int64 {
	var n int64
	for _, c := range chats {
		for _, m := range c.messages {
			if m.sender == senderVisitor && m.typ == typeMessage && !m.seen && m.visible <= now {
				n++
			}
		}
	}
	return n
}

// duration is how long agents have spent in a chat, in seconds.
func (c *chat) duration(now int64) int64 {
	switch {
	case c.picked == 0:
		return 0
	case c.ended > 0:
		return max(0, c.ended-c.picked)
	default:
		return max(0, now-c.picked)
	}
}

func joinChats(chats []*chat) string {
	var b []byte
	for i, c := range chats {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(c.id), 10)
	}
	return string(b)
}
