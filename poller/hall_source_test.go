package poller

import (
	"cmp"
	"context"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

func (h *hall) enter(ctx context.Context, op string) error {
	h.mu.Lock()
	h.sent = append(h.sent, time.Now())
	h.ops[op]++
	fail := h.failOp
	h.mu.Unlock()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(h.latency):
	}
	if fail != nil {
		return fail(op, time.Since(h.t0))
	}
	return nil
}

func (h *hall) meta() acquire.Meta {
	m := acquire.Meta{At: time.Now()}
	if h.skew != nil {
		m.Skew = h.skew(m.At.Sub(h.t0))
	}
	return m
}

func (h *hall) Messages(ctx context.Context, req acquire.MessagesRequest) (acquire.Messages, error) {
	if err := h.enter(ctx, "message"); err != nil {
		return acquire.Messages{}, err
	}
	ans := acquire.Messages{Meta: h.meta()}
	v := h.byVis[req.Visitor]
	if v == nil {
		return ans, nil
	}
	for _, m := range v.msgs {
		if m.SentAt.After(ans.At) {
			break
		}
		if m.Thread != req.Thread && !(h.wildcard && req.Thread == model.NoThread) {
			continue
		}
		ok := false
		switch h.reading {
		case thatChat:
			ok = m.Chat == req.LastChat
		case fromChat:
			ok = m.Chat >= req.LastChat
		case afterChat:
			ok = m.Chat > req.LastChat
		case uptoChat:
			ok = m.Chat <= req.LastChat
		case afterID:
			ok = int64(m.ID) > int64(req.LastChat)
		case fromID:
			ok = int64(m.ID) >= int64(req.LastChat)
		case knownAfter:
			ok = m.Chat > req.LastChat && (req.LastChat == 0 || slices.ContainsFunc(v.chats, func(c *hallChat) bool { return c.id == req.LastChat }))
		}
		if !ok {
			continue
		}
		m.Thread = req.Thread
		m.FirstAt, m.LastAt = ans.At, ans.At
		ans.Messages = append(ans.Messages, m)
	}
	ans.Rows = len(ans.Messages)
	return ans, nil
}

func (h *hall) Threads(ctx context.Context, id model.VisitorID, page int) (acquire.Threads, error) {
	if err := h.enter(ctx, "thread"); err != nil {
		return acquire.Threads{}, err
	}
	ans := acquire.Threads{Meta: h.meta()}
	var all []model.ThreadInfo
	if v := h.byVis[id]; v != nil {
		for _, c := range v.chats {
			if c.start.After(ans.At) {
				continue
			}
			i := slices.IndexFunc(all, func(ti model.ThreadInfo) bool { return ti.ID == c.thread })
			if i < 0 {
				i = len(all)
				all = append(all, model.ThreadInfo{ID: c.thread, Visitor: id, At: ans.At})
			}
			ti := &all[i]
			ti.Chats = append(ti.Chats, c.id)
			ti.Last = c.id
			ti.Status, ti.Agents = model.StatusOpen, nil
			if !c.closed.IsZero() && !c.closed.After(ans.At) {
				ti.Status = model.StatusClosed
			}
			if !c.join.IsZero() && !c.join.After(ans.At) {
				ti.Agents = []model.AgentID{7}
			}
			ti.ActiveAt = model.LaterTime(ti.ActiveAt, c.start) // rating_time
			if h.hints {
				ti.ActiveAt = model.LaterTime(ti.ActiveAt, lastMsg(c, ans.At)) // message_date
			}
		}
	}
	ans.List = cut(all, page)
	ans.Rows = len(ans.List)
	return ans, nil
}

func (h *hall) list(now time.Time) ([]*hallVisitor, []time.Time) {
	if h.listAt.Equal(now) {
		return h.listed, h.listedSt
	}
	h.listAt = now
	h.listed, h.listedSt = h.listed[:0], h.listedSt[:0]
	type row struct {
		v    *hallVisitor
		show time.Time
		by   int64 // show, as a number that is compared quickly
	}
	rows := make([]row, 0, len(h.visitors))
	for _, v := range h.visitors {
		at := lastBefore(v.moves, now)
		if at.IsZero() {
			continue
		}
		show := at
		if h.stamps == "chat" {
			show = lastBefore(v.chatMov, now)
		}
		if end := h.t0.Add(2 * time.Minute); h.stuck != nil && at.After(end) && h.stuck(v.id) {
			if show = lastBefore(v.moves, end); show.IsZero() {
				show = v.moves[0]
			}
		}
		rows = append(rows, row{v, show, show.UnixNano()})
	}
	if !h.byID {
		slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(b.by, a.by) })
	}
	for _, r := range rows {
		h.listed = append(h.listed, r.v)
		h.listedSt = append(h.listedSt, r.show)
	}
	return h.listed, h.listedSt
}

func (h *hall) Profiles(ctx context.Context, page int) (acquire.Profiles, error) {
	return h.profiles(ctx, (page-1)*acquire.PageSize, acquire.PageSize)
}

func (h *hall) FirstProfiles(ctx context.Context, n int) (acquire.Profiles, error) {
	return h.profiles(ctx, 0, n)
}

func (h *hall) profiles(ctx context.Context, from, n int) (acquire.Profiles, error) {
	if err := h.enter(ctx, "profile list"); err != nil {
		return acquire.Profiles{}, err
	}
	ans := acquire.Profiles{Meta: h.meta()}
	h.mu.Lock()
	defer h.mu.Unlock()
	vs, st := h.list(ans.At)
	ans.Total = len(vs)
	for i := from; i < min(len(vs), from+n); i++ {
		row := acquire.Profile{VisitorInfo: model.VisitorInfo{ID: vs[i].id, At: ans.At}}
		if h.wildcard {
			for _, c := range vs[i].chats {
				if !c.start.After(ans.At) {
					row.Chat = c.id
				}
			}
		}
		if h.stamps != "null" {
			row.Changed, row.Updated = st[i], st[i].UTC().Format(time.DateTime)
		}
		ans.List = append(ans.List, row)
	}
	ans.Rows = len(ans.List)
	return ans, nil
}

func (h *hall) Agents(ctx context.Context, page int) (acquire.Agents, error) {
	return acquire.Agents{Meta: h.meta()}, h.enter(ctx, "agents list")
}
func (h *hall) FloorTotals(ctx context.Context, _, _ time.Time, _ *time.Location) (model.DayTotals, error) {
	return model.DayTotals{}, h.enter(ctx, "day totals")
}
func (h *hall) AgentTotals(ctx context.Context, _, _ time.Time, _ *time.Location) ([]model.AgentTotals, error) {
	return nil, h.enter(ctx, "agent totals")
}
func (h *hall) Reconnect() {}
