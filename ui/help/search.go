package help

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/ui/draw"
)

// A search filters the help: it keeps entries that contain some words, with their titles.
type search struct {
	field  draw.Field
	typing bool
}

// handleKey handles a key while words are typed, the key that begins that, and esc if there are words; it reports
// whether it did.
func (s *search) handleKey(msg tea.KeyPressMsg, begins, back bool) bool {
	switch name := msg.String(); {
	case s.typing && (name == "enter" || name == "shift+enter" || name == "ctrl+j"):
		s.typing = false
	case (s.typing || s.field.Value() != "") && (back || name == "esc"):
		s.typing = false
		s.field.Set("")
	case s.typing:
		s.field.Key(msg)
	case begins:
		s.typing = true
	default:
		return false
	}
	return true
}

// filter keeps the lines with the words. A line that is not indented is a title: it is kept if any line below it
// is, and if it contains the words itself, all lines below it are kept.
func (s *search) filter(lines []string) []string {
	words := draw.Fold(strings.TrimSpace(s.field.Value()))
	if words == "" {
		return lines
	}
	var out []string
	title, whole, shown := "", false, false
	for _, l := range lines {
		text := strings.TrimRight(ansi.Strip(l), " ")
		has := strings.Contains(draw.Fold(text), words)
		switch {
		case text == "":
		case !strings.HasPrefix(text, " "):
			title, whole, shown = l, has, false
		case has || whole:
			if !shown {
				out, shown = append(out, title), true
			}
			out = append(out, l)
		}
	}
	return out
}

// title returns the words for the frame.
func (s *search) title(style *draw.Style) []draw.Piece {
	text := s.field.Value()
	switch {
	case s.typing:
		return []draw.Piece{{Role: draw.RoleAccent, Text: "/ " + s.field.Before(style, draw.MaxQuery) + "_" + s.field.After()}}
	case text != "":
		return []draw.Piece{{Role: draw.RoleDim, Text: "only what has "}, {Role: draw.RoleText, Text: text}}
	}
	return nil
}
