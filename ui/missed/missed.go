// Package missed is the overlay that lists today's missed chats: those that ended without an answer. It may import
// draw, keymap, model and safetext: no other pane, nor ui.
package missed

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// A Pane lists the chats, the latest end first. The selection is the chat's id.
type Pane struct {
	draw.Viewport
	keys         keymap.Map
	maskName     func(safetext.Text) safetext.Text // returns a visitor's name as it may be shown
	chats        []model.MissedChat
	names        draw.Names // of the agents
	now          draw.Context
	w, h         int
	selectedChat model.ChatID // 0 until the user selects one: the first
}

// New returns the list. maskName returns a visitor's name as it may be shown.
func New(keys keymap.Map, hides func(safetext.Text) safetext.Text) *Pane {
	return &Pane{keys: keys, maskName: hides}
}

// Refresh updates the list for another moment or size.
func (p *Pane) Refresh(c draw.Context, w, h int) {
	p.now, p.w, p.h = c, w, h
	p.chats, p.names = c.Floor.Missed(c.At), draw.NamesOf(c.Snap.Agents)
	_, ih := draw.Inner(w, h)
	p.Resize(ih - draw.HeadRows(ih))
	at := 0
	for i := range p.chats {
		if p.chats[i].Chat == p.selectedChat {
			at = i
		}
	}
	p.Place(len(p.chats), at)
}

func (p *Pane) selected() *model.MissedChat {
	if p.Cursor >= len(p.chats) {
		return nil
	}
	return &p.chats[p.Cursor]
}

// Key moves the cursor or acts on the selected chat.
func (p *Pane) Key(msg tea.KeyPressMsg) keymap.Action {
	if d := p.keys.Rows(msg, p.N, p.Height); d != 0 {
		p.Wheel(0, d)
		return keymap.Done{}
	}
	switch s := p.selected(); {
	case s == nil:
	case key.Matches(msg, p.keys.Open):
		return keymap.Jump{Key: s.Key}
	case key.Matches(msg, p.keys.OpenChat):
		p.selectedChat = s.Chat
		return keymap.OpenChat{Key: s.Key, Chat: s.Chat}
	case key.Matches(msg, p.keys.Explain) && s.Missed:
		return keymap.Explain{Figure: model.FigureMissed, Today: true}
	case key.Matches(msg, p.keys.Explain):
		return keymap.Explain{Figure: model.FigureDropped, Today: true}
	}
	return nil
}

// Wheel moves the cursor by d rows, wherever the mouse is.
func (p *Pane) Wheel(_, d int) {
	p.Move(d)
	if s := p.selected(); s != nil {
		p.selectedChat = s.Chat
	}
}

// Click selects the chat at the mouse; a second click opens it.
func (p *Pane) Click(x, y int) keymap.Action {
	switch row, ok := p.RowAt(p.w, p.h, 0, x, y); {
	case !ok:
	case p.selectedChat != 0 && row == p.Cursor:
		return keymap.Jump{Key: p.chats[row].Key}
	default:
		p.Wheel(0, row-p.Cursor)
	}
	return keymap.Done{}
}

// Hints returns the keys for the footer.
func (p *Pane) Hints() []keymap.Hint {
	closes := keymap.Hint{Binding: p.keys.Back, Word: "close"}
	if p.N == 0 {
		return []keymap.Hint{closes}
	}
	return []keymap.Hint{{Binding: p.keys.Open, Word: "the chat"}, {Binding: p.keys.Explain, Word: "explain"}, {Binding: p.keys.OpenChat, Word: "open in Acquire"}, closes}
}

// Draw draws the list on w by h cells.
func (p *Pane) Draw(w, h int) []string {
	style := p.now.Style
	iw, ih := draw.Inner(w, h)
	t := table(iw)
	var lines []string
	if draw.HeadRows(ih) > 0 && p.N > 0 {
		lines = append(lines, t.Head(style, iw, nil))
	}
	return p.List(style, p.frame(), w, h, lines, "No chat of today that is known ended without an answer.", func(i int, back draw.Background) string {
		l := draw.Pointed(style, back, iw)
		m := p.chats[i]
		m.Name = p.maskName(m.Name)
		t.Row(l, row{&m, &p.now, p.names})
		return l.String()
	})
}

// frame names the counts, in the words and with the values of the figures.
func (p *Pane) frame() draw.Frame {
	dot := " " + p.now.Style.Glyphs.Dot + " "
	value := func(id model.FigureID) string {
		f := model.FigureOf(id)
		return f.Windowed(f.Title, true) + " " + p.now.Style.Value(f.Value(p.now.Snap, model.Subject{Today: true}))
	}
	f := draw.Frame{Title: draw.PaneTitle(value(model.FigureMissed), true), Focused: true}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + value(model.FigureDropped)})
	return f
}
