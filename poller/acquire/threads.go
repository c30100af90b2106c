package acquire

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Threads requests one page (from 1) of a visitor's threads.
//
// chatid is sent empty: it is not documented whether it filters. Empty means "none" in
// other documented requests (key, filter_type, the agents' page), and would not filter
// in PHP, in JavaScript or in a database that converts it to a number, whereas "0" is a
// chat id in JavaScript. lead_id 0 is as documented.
func (c *Client) Threads(ctx context.Context, visitor model.VisitorID, page int) (Threads, error) {
	q := question{op: "thread", path: "/api/profile/message/thread", zone: true, form: paged(page)}
	q.form.Set("lead_id", "0")
	q.form.Set("chatid", "")
	q.form.Set("visitor_id", strconv.FormatInt(int64(visitor), 10))
	return askList(ctx, c, q, "messages", func(s *scanner, m *Meta) (model.ThreadInfo, bool) { return readThread(s, m, visitor, c.times) })
}

func readThread(s *scanner, m *Meta, asked model.VisitorID, times *time.Location) (t model.ThreadInfo, ok bool) {
	f, ok := fields(s, m, "thread_id", "visitor_id", "chat_id", "chat_ids", "thread_status",
		"user_id", "users", "agents", "offline_chat", "unseen_count",
		"message_date", "chat_updated", "chat_created", "rating_time", "feedback_rating",
		"co_browse", "cobrowse_recording", "cobrowse_recording_ids", "recording_available", "recording_available_ids")
	if !ok {
		return t, false
	}
	t = model.ThreadInfo{ID: model.ThreadID(refID(f[0], &m.Drift)), Visitor: model.VisitorID(refID(f[1], &m.Drift)), At: m.At}
	t.Visitor = cmp.Or(t.Visitor, asked)
	if asked > 0 && t.Visitor != asked {
		m.Drift.WrongThread++
		return t, false
	}
	t.ID = cmp.Or(t.ID, model.NoThread)
	t.Last = model.ChatID(refID(f[2], &m.Drift))
	t.Chats = chatIDs(f[3], t.Last, &m.Drift)
	if t.Last == 0 && len(t.Chats) > 0 {
		t.Last = slices.Max(t.Chats)
	}
	t.Status = status(f[4])
	t.Agents = agentIDs(f[5], &m.Drift)
	if len(t.Agents) == 0 {
		t.Agents = agentIDs(f[6], &m.Drift)
	}
	t.AgentNames = agentNames(f[7], len(t.Agents))
	t.Offline, t.Unseen = f[8].flag(), f[9].count()
	if stars := f[14].count(); stars <= model.MaxStars {
		t.Stars = stars
	}
	t.Sharing = model.Sharing{CoBrowsed: f[15].count(), CoBrowseRecorded: f[16].truthy() || f[17].truthy(), Recorded: f[18].truthy() || f[19].truthy()}
	t.ActiveAt = newestTime(f[10:13], f[13], times)
	return t, true
}

// newestTime returns the latest of some times and of a list with one for each chat; zero if none is readable.
func newestTime(values []value, list value, times *time.Location) (newest time.Time) {
	take := func(v value) {
		if at, ok := parseTime(v, times); ok && at.After(newest) {
			newest = at
		}
	}
	for _, v := range values {
		take(v)
	}
	for part := range parts(list) {
		take(value(strconv.Quote(part)))
	}
	return newest
}

// status parses thread_status, of which only "open" is documented.
func status(v value) model.Status {
	switch v.word() {
	case "open":
		return model.StatusOpen
	case "close", "closed":
		return model.StatusClosed
	}
	return model.StatusUnknown
}

// chatIDs returns all chats of a thread, including the last one.
func chatIDs(v value, last model.ChatID, drift *model.Drift) []model.ChatID {
	ids := idList[model.ChatID](v, drift)
	if last != 0 && !slices.Contains(ids, last) {
		ids = append(ids, last)
	}
	return ids
}

// agentIDs parses a thread's agents. An entry such as "bot-5" or "visitor-61793" is nobody who could own it.
func agentIDs(v value, drift *model.Drift) []model.AgentID {
	var own []string
	for part := range parts(v) {
		if kind, id, prefixed := strings.Cut(strings.TrimSpace(part), "-"); !prefixed || kind == "" || kind == "agent" || strings.Trim(id, "0123456789") != "" {
			own = append(own, part)
		}
	}
	return idList[model.AgentID](value(strconv.Quote(strings.Join(own, ","))), drift)
}

// idList parses ids from a string with commas, a number, or a list. It keeps at most the
// last maxRows, which are the newest chats.
func idList[ID ~int64](v value, drift *model.Drift) []ID {
	var ids []ID
	for part := range parts(v) {
		id, kind := parseID([]byte(part))
		switch kind {
		case idNone:
			continue
		case idOdd:
			drift.OddID++
			id = derivedID(value(part))
		}
		if ids = append(ids, ID(id)); len(ids) >= 2*maxRows {
			ids = append(ids[:0], ids[len(ids)-maxRows:]...)
		}
	}
	return ids[max(0, len(ids)-maxRows):]
}

// parts iterates over the parts of a string between commas, or over a list's elements.
func parts(v value) iter.Seq[string] {
	if !v.container() {
		return strings.SplitSeq(v.scalar(), ",")
	}
	return func(yield func(string) bool) {
		s := &scanner{text: v}
		for range s.children() {
			if !yield(s.value().scalar()) {
				return
			}
		}
	}
}

// maxNames is how many agents of one thread are shown by name.
const maxNames = 32

// agentNames parses the names of n agents. If there is one agent, the name may contain a comma.
func agentNames(v value, n int) []safetext.Text {
	if n == 1 && v.filled() {
		return []safetext.Text{safetext.Line(v.text())}
	}
	var names []safetext.Text
	for part := range parts(v) {
		if part = strings.TrimSpace(part); part != "" && len(names) < maxNames {
			names = append(names, safetext.Line(part))
		}
	}
	return names
}
