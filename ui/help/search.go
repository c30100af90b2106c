package help

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

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

// filter keeps the entries with the words, and all of a section whose title has them.
func (s *search) filter(sections []section) []section {
	words := draw.Fold(strings.TrimSpace(s.field.Value()))
	if words == "" {
		return sections
	}
	var out []section
	for _, sec := range sections {
		if !strings.Contains(draw.Fold(sec.title), words) {
			sec.entries = slices.DeleteFunc(slices.Clone(sec.entries), func(e entry) bool {
				return !strings.Contains(draw.Fold(e.name+" "+e.text), words)
			})
		}
		if len(sec.entries) > 0 {
			out = append(out, sec)
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
