package acquire

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Profiles requests one page (from 1) of the visitors who have chats.
func (c *Client) Profiles(ctx context.Context, page int) (Profiles, error) {
	return c.profiles(ctx, paged(page))
}

// FirstProfiles requests the first n visitors who have chats, or as many as Acquire
// returns at once. Unlike pages it shows the list at one moment: a visitor who moves
// between pages while they are read may be on none.
func (c *Client) FirstProfiles(ctx context.Context, n int) (Profiles, error) {
	return c.profiles(ctx, url.Values{"limit": {strconv.Itoa(max(n, 1))}, "page": {"1"}})
}

func (c *Client) profiles(ctx context.Context, form url.Values) (Profiles, error) {
	q := question{op: "profile list", path: "/api/profile/lead/list", zone: true, form: form}
	q.form.Set("filter[master]", "chathistory")
	return askList(ctx, c, q, "data", func(s *scanner, m *Meta) (Profile, bool) { return readProfile(s, m, c.times) })
}

// Agents requests one page (from 1) of the agents list. It skips the agents' secret keys
// in the answer.
func (c *Client) Agents(ctx context.Context, page int) (Agents, error) {
	body, err := json.Marshal(agentsRequest{Page: max(page, 1), Limit: PageSize})
	if err != nil {
		return Agents{}, err
	}
	q := question{op: "agents list", path: "/api/account/agents", json: string(body)}
	return askList(ctx, c, q, "rows", readAgent)
}

type agentsRequest struct {
	Page   int `json:"page"`
	Limit  int `json:"limit"`
	SortBy struct {
		Key   string `json:"key"`
		Order string `json:"order"`
	} `json:"sort_by"`
}

func paged(page int) url.Values {
	return url.Values{"limit": {strconv.Itoa(PageSize)}, "page": {strconv.Itoa(max(page, 1))}}
}

// askList asks for one page of a list, whose rows stand under name.
func askList[T any](ctx context.Context, c *Client, q question, name string, read func(*scanner, *Meta) (T, bool)) (p Page[T], err error) {
	listed := false
	meta, err := c.ask(ctx, q, func(s *scanner, m *Meta) {
		p = Page[T]{}
		rows, total, ok := listOf(s, name)
		listed = ok
		for range rows.children() {
			p.Rows++
			if r, ok := read(rows, m); ok && len(p.List) < maxRows {
				p.List = append(p.List, r)
			}
		}
		p.Total = max(total.count(), p.Rows)
	})
	if err != nil {
		return Page[T]{}, err
	}
	if !listed {
		return Page[T]{}, &Error{Fault: FaultNoList, Op: q.op}
	}
	p.Meta = meta
	return p, nil
}

// listOf returns the rows of a list answer, to iterate with children, and its total: the
// list of that name in the data, or the data itself if it is a list. ok is false if there
// is no list, which is not an empty one: null, [] and {} are empty, for the list and for
// the data, and so is a total of 0.
func listOf(s *scanner, name string) (rows *scanner, total value, ok bool) {
	if s.next() == '[' {
		return s.within(s.value()), nil, true
	}
	rows, ok = s.within(nil), s.mayBeEmpty()
	for key := range s.members() {
		switch string(key) {
		case name:
			list := s.value()
			rows.text, ok = list, list.none() || list.container()
		case "total", "count":
			total = s.value()
		}
	}
	return rows, total, ok || total.word() == "0" && rows.text == nil
}

// fields returns an object's values by name, in the order of names. If it is not an
// object, ok is false and the row is counted. For the lists, which have few rows.
func fields(s *scanner, m *Meta, names ...string) (values []value, ok bool) {
	if s.next() != '{' {
		m.Drift.Malformed++
		return nil, false
	}
	values = make([]value, len(names))
	for key := range s.members() {
		if i := slices.Index(names, string(key)); i >= 0 {
			values[i] = s.value()
		}
	}
	return values, true
}

// readProfile decodes a visitor. Updated is a hash of all fields that a new chat or
// message may change: the documentation does not say which one it does.
func readProfile(s *scanner, m *Meta, times *time.Location) (p Profile, ok bool) {
	f, ok := fields(s, m, "visitor_id", "id", "name", "chat_id",
		"date_updated", "chat_updated", "chat_created", "chat_date_created", "chat_date_updated", "last_seen", "rating", "agent_name")
	if !ok {
		return p, false
	}
	id := refID(f[0], &m.Drift)
	if id == 0 {
		id = refID(f[1], &m.Drift)
	}
	if id == 0 {
		m.Drift.Malformed++ // a visitor without an id cannot be requested
		return p, false
	}
	p.VisitorInfo = model.VisitorInfo{ID: model.VisitorID(id), Name: safetext.Line(f[2].scalar()), At: m.At}
	p.Chat = model.ChatID(refID(f[3], &m.Drift))
	for _, v := range f[4:10] {
		if at, ok := parseTime(v, times); ok && at.After(p.Changed) {
			p.Changed = at
		}
	}
	p.Updated = strconv.FormatUint(uint64(derivedID(f[3:]...)), 36)
	return p, true
}

func readAgent(s *scanner, m *Meta) (a model.AgentInfo, ok bool) {
	f, ok := fields(s, m, "user_id", "user_name", "role_name", "department_name", "user_status", "user_type")
	if !ok {
		return a, false
	}
	id := refID(f[0], &m.Drift)
	if id == 0 {
		m.Drift.Malformed++ // no message can be from an agent without a user id
		return a, false
	}
	return model.AgentInfo{
		ID:         model.AgentID(id),
		Name:       safetext.Line(f[1].scalar()),
		Role:       safetext.Line(f[2].scalar()),
		Department: safetext.Line(f[3].scalar()),
		Type:       safetext.Line(f[5].scalar()),
		Disabled:   disabled(f[4]),
		At:         m.At,
	}, true
}

// disabled parses a status, "active" or "disable".
func disabled(v value) bool {
	switch v.word() {
	case "disable", "disabled", "inactive":
		return true
	}
	return false
}
