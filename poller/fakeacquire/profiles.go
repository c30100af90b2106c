package fakeacquire

import (
	"fmt"
	"strconv"

	"floorwatch/poller/fakeacquire/account"
)

// profiles answers Profile List. With filter[master]=chathistory it contains only visitors with a chat.
func (e *encoder) profiles(w *account.Records, c call) {
	rows := w.List(e.d.ListByID)
	if c.form.get("filter[master]") == "chathistory" {
		rows = withChat(rows)
	}
	from, to := c.page(len(rows))
	e.begin()
	e.open('{')
	e.num("total", int64(len(rows)))
	e.key("data")
	e.open('[')
	for _, v := range rows[from:to] {
		e.row(func() { e.profile(v) })
	}
	e.close(']')
	e.dec("main_query_time", 0.006)
	e.dec("chat_user_query_time", 0.003)
	e.dec("notify_query_time", 0.011)
	e.dec("tag_query_time", 0.002)
	e.dec("overall_time", 0.022)
	e.close('}')
	e.close('}')
}

func withChat(all []*account.Visitor) []*account.Visitor {
	some := make([]*account.Visitor, 0, len(all))
	for _, v := range all {
		if len(v.Chats) > 0 {
			some = append(some, v)
		}
	}
	return some
}

func (e *encoder) profile(v *account.Visitor) {
	e.open('{')
	e.id("id", int64(v.ID))
	e.id("session_id", int64(v.ID))
	e.num("checked_status", 0)
	e.id("visitor_id", int64(v.ID))
	e.nulls("source")
	e.str("name", v.Name)
	e.str("email", "")
	e.str("visitor_phone", "")
	e.str("location_full_name", "San Francisco, California, United States")
	e.str("ip", "")
	e.str("country_name", "United States")
	e.str("timezone", "America/Yakutat")
	e.str("country_code", "USA")
	e.time("date_updated", v.Created)
	e.str("city", "517")
	e.str("browser_language", "")
	e.str("conversion", "")
	e.nulls("first_seen", "last_seen")
	e.num("lead_id", 0)
	e.profileChat(v)
	e.nulls("chat_date_created", "chat_date_updated")
	e.str("ua", "Chrome,,Mac,,Desktop,,,WebKit")
	e.str("browser_name", "Chrome")
	e.str("browser_version", "")
	e.str("os_name", "Mac OS")
	e.str("os_version", "")
	e.str("tags", "")
	e.str("agent_name", lastAgent(v))
	e.str("bg_color", "#4a1271")
	e.close('}')
}

// profileChat writes the fields of the visitor's newest chat. The sample has no chat_id; it is written only if it
// is the only way to a chat.
func (e *encoder) profileChat(v *account.Visitor) {
	if len(v.Chats) == 0 {
		e.nulls("chat_id", "recording_available", "rating", "chat_updated", "chat_created")
		return
	}
	c := v.Chats[len(v.Chats)-1]
	if e.d.ThreadlessUnlisted {
		e.id("chat_id", int64(c.ID))
		c.Listed = true
	} else {
		e.nulls("chat_id")
	}
	e.nulls("recording_available")
	if c.Stars > 0 {
		e.str("rating", strconv.Itoa(c.Stars))
	} else {
		e.nulls("rating")
	}
	e.time("chat_updated", v.Updated)
	e.time("chat_created", c.Created)
}

func lastAgent(v *account.Visitor) string {
	for i := len(v.Chats) - 1; i >= 0; i-- {
		if n := len(v.Chats[i].Agents); n > 0 {
			return v.Chats[i].Agents[n-1].Name
		}
	}
	return ""
}

// agents answers Agents List.
func (e *encoder) agents(w *account.Records, c call) {
	from, to := c.page(len(w.Agents))
	e.begin()
	e.open('{')
	e.key("rows")
	e.open('[')
	for _, a := range w.Agents[from:to] {
		e.row(func() { e.agent(a) })
	}
	e.close(']')
	e.num("count", int64(len(w.Agents)))
	e.raw("page", c.form.get("page"))
	e.raw("limit", c.form.get("limit"))
	e.close('}')
	e.close('}')
}

// Secret is the beginning of every agent's secret_key, which must never leave a client.
const Secret = "sk_fake_do_not_show_"

func (e *encoder) agent(a *account.Agent) {
	status := "active"
	if a.Disabled {
		status = "disable"
	}
	e.open('{')
	e.id("id", a.ListID)
	e.id("user_id", int64(a.ID))
	e.id("account_id", account.ID)
	e.str("user_name", a.Name)
	e.str("user_email", fmt.Sprintf("agent%d@example.com", a.ID))
	e.str("allowed_ip", "")
	e.num("role", 2)
	e.str("role_name", "Operator")
	e.str("role_status", "active")
	e.str("user_status", status)
	e.str("secret_key", Secret+strconv.FormatInt(int64(a.ID), 10))
	e.str("user_type", "")
	if a.Department == "" {
		e.nulls("department_id", "department_name")
	} else {
		e.id("department_id", a.DeptID)
		e.str("department_name", a.Department)
	}
	e.close('}')
}
