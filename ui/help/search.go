package help

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/ui/draw"
)

// A search leaves in the help what has some words, with the title that it stands under.
type search struct {
	field  draw.Field
	typing bool
}

// handleKey takes a key while words are typed, the one that begins it, and esc where there are words.
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

// filter is what of some lines has the words. A line that is not indented is a title: it stays where
// a line below it does, and all below it stay where it has the words itself.
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

// title are what is searched for, as the frame says it.
func (s *search) title(lk *draw.Style) []draw.Piece {
	text := s.field.Value()
	switch {
	case s.typing:
		return []draw.Piece{{Role: draw.RoleAccent, Text: "/ " + s.field.Before(lk, draw.MaxQuery) + "_" + s.field.After()}}
	case text != "":
		return []draw.Piece{{Role: draw.RoleDim, Text: "only what has "}, {Role: draw.RoleText, Text: text}}
	}
	return nil
}
