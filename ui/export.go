package ui

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
	"floorwatch/ui/privacy"
)

// actionResult is the result of an action outside the screen: opening a browser, exporting.
type actionResult struct {
	message   string
	clipboard string            // text to copy to the clipboard; empty: none
	logged    model.AuditAction // for the log; zero: nothing
}

// openChat opens the selected chat.
func (st *stack) openChat() tea.Cmd {
	r := st.threads.Selected()
	if r == nil {
		st.showToast("No chat is selected.")
		return nil
	}
	return st.browse(r.Key, r.Chat)
}

// browse opens a chat in the browser if this is the user's own desktop; elsewhere it copies and shows the address, which
// is built from the configuration and numbers only.
func (st *stack) browse(k model.Key, chat model.ChatID) tea.Cmd {
	address, browse := model.ChatAddress(st.cfg.Address, k, chat), st.cfg.Browse
	if browse == nil {
		st.showToast("Address sent to the terminal's clipboard (if it allows that): " + address)
		return tea.SetClipboard(address)
	}
	name := draw.ChatName(chat)
	return func() tea.Msg {
		if err := browse(address); err != nil {
			return actionResult{message: err.Error() + "; the address is copied: " + address, clipboard: address}
		}
		return actionResult{message: "Opened " + name + " in the browser"}
	}
}

// export writes what the focused pane lists into the configured folder.
func (st *stack) export() tea.Cmd {
	e := exporter{st}
	switch st.focus {
	case layout.Transcript:
		return st.write("transcript", e.wordsTable())
	case layout.Agents:
		return st.write("agents", e.agentsTable())
	case layout.Activity:
		return st.write("minutes", e.minutesTable())
	}
	return st.write("chats", e.chatTable())
}

// write writes a table, whose first row is its heads, into a new file named by what it has and the moment shown.
func (st *stack) write(what string, rows [][]string) tea.Cmd {
	name, write, n := "floorwatch-"+what+"-"+st.shownTime().In(st.zone).Format("20060102-150405")+".csv", st.cfg.Write, len(rows)-1
	return func() tea.Msg {
		path, err := write(name, rows)
		if err != nil {
			return actionResult{message: "Not exported: " + err.Error()}
		}
		return actionResult{message: "Written to " + path + " (" + draw.Count(n, "row", "rows") + ")", logged: model.AuditAction{What: model.AuditExport, Rows: n}}
	}
}

// showResult shows the result of an action, logs it and copies what it asks for.
func (a *App) showResult(t actionResult) tea.Cmd {
	if a.showToast(t.message); t.logged.Known() {
		a.source.LogAction(t.logged)
	}
	if t.clipboard == "" {
		return nil
	}
	return tea.SetClipboard(t.clipboard)
}

// An exporter builds the tables of an export: what the configuration masks stays masked, also
// while it is revealed on the screen.
type exporter struct{ *stack }

func (a exporter) exportMasks() privacy.Masks { return privacy.MasksOf(a.cfg.Privacy.Mask) }

func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func idText[T ~int64](n T) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

// seconds are a clock's seconds; empty if it is not running or not known.
func seconds(c model.Clock, known bool) string {
	if !c.Running || !known {
		return ""
	}
	return strconv.FormatInt(int64(c.For/time.Second), 10)
}

// chatTable are the chats as listed.
func (a exporter) chatTable() [][]string {
	head := []string{"at", "visitor", "name", "thread", "chat", "state", "level", "wait_seconds", "at_least", "seen", "unanswered", "agent", "agent_name", "last_at"}
	if a.cfg.ExportTexts {
		head = append(head, "last_message")
	}
	rows, m := [][]string{head}, a.exportMasks()
	for i := range a.threads.N {
		r := a.threads.Row(i)
		state, seen := draw.ChatStatus(r), ""
		if r.Wait.Running {
			state = "waiting"
			seen, _ = draw.SightWords(r)
		}
		sure, level := !r.Unsure && r.AsOf.IsZero(), r.Level.String()
		if !sure {
			level = ""
		}
		row := []string{
			rfc3339(a.shownTime()), idText(r.Key.Visitor), m.Name(r.Name).String(), idText(r.Key.Thread), idText(r.Chat), state, level,
			seconds(r.Wait, sure), strconv.FormatBool(r.Wait.AtLeast), seen, strconv.Itoa(r.Unanswered), idText(r.Owner), r.OwnerName.String(), rfc3339(r.LastAt),
		}
		if a.cfg.ExportTexts {
			row = append(row, m.Text(r.LastText, r.Name).String())
		}
		rows = append(rows, row)
	}
	return rows
}

// wordsTable are the messages of the transcript; texts only if the configuration allows it.
func (a exporter) wordsTable() [][]string {
	head := []string{"sent_at", "chat", "message", "side"}
	if a.cfg.ExportTexts {
		head = append(head, "text")
	}
	rows := [][]string{head}
	for _, w := range a.exportMasks().Messages(append([]model.Message(nil), a.transcript.Messages...), a.masks.rows.Name(a.transcript.Key)) {
		row := []string{rfc3339(w.SentAt), idText(w.Chat), idText(w.ID), sideWord(w.Side)}
		if a.cfg.ExportTexts {
			row = append(row, w.Text.String())
		}
		rows = append(rows, row)
	}
	return rows
}

// sideWord is the sender's side for programs.
func sideWord(s model.Side) string {
	switch s {
	case model.SideVisitor:
		return "visitor"
	case model.SideAgent:
		return "agent"
	case model.SideBot:
		return "bot"
	}
	return ""
}

func (a exporter) agentsTable() [][]string {
	rows := [][]string{{"at", "agent", "name", "chats", "waiting", "longest_seconds", "silent_seconds"}}
	for i := range a.snap.Agents {
		g := &a.snap.Agents[i]
		row := []string{rfc3339(a.shownTime()), idText(g.ID), g.Name.String()}
		for _, id := range []model.FigureID{model.FigureAgentActive, model.FigureAgentWaiting, model.FigureAgentOldest, model.FigureAgentSilent} {
			cell := "" // what is not known is not 0
			if v := model.FigureOf(id).OfAgent(a.snap, g, false); v.Known() {
				cell = strconv.FormatInt(int64(v.Number), 10)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return rows
}

func (a exporter) minutesTable() [][]string {
	rows := [][]string{{"minute", "agents", "visitors", "bots", "first_responses", "missed"}}
	for _, m := range a.activity.Minutes {
		rows = append(rows, []string{rfc3339(m.Start), strconv.Itoa(m.Agents), strconv.Itoa(m.Visitors), strconv.Itoa(m.Bots), strconv.Itoa(m.Firsts), strconv.Itoa(m.Missed)})
	}
	return rows
}

// alertsTable are alerts as they were at the moment shown.
func (a exporter) alertsTable(list []*alert.Alert) [][]string {
	rows, m, at := [][]string{{"at", "since", "lasted_seconds", "level", "what", "agent", "agent_name", "chat", "visitor", "name", "state", "ended"}}, a.exportMasks(), a.shownTime()
	for _, t := range list {
		state, ended := "open", ""
		if t.Acked {
			state = alert.EndAcknowledged.Word()
		}
		if !t.Ended.IsZero() && !t.Ended.After(at) {
			state, ended = t.How.Word(), rfc3339(t.Ended)
		}
		rows = append(rows, []string{
			rfc3339(at), rfc3339(t.Since()), strconv.FormatInt(int64(t.Lasted(at)/time.Second), 10), t.Level.String(), t.What,
			idText(t.Agent.ID), t.Agent.Name.String(), idText(t.ID.Chat), idText(t.Key.Visitor), m.Name(t.Name).String(), state, ended,
		})
	}
	return rows
}
