package draw

import (
	"strings"
	"time"
	"unicode/utf8"

	"charm.land/bubbles/v2/progress"
	"charm.land/lipgloss/v2"

	"floorwatch/model"
)

// A DataQuality is how well the floor is being read, as the top lines show it.
type DataQuality struct {
	Name   string // of the floor, and of the team whose view it is
	Team   string // the same of the team alone; empty: the whole floor is shown
	Health model.Health
	Age    model.Clock // of what is shown; not running where nothing has been read
	Stale  bool        // nothing that is shown is of now, see Snapshot.Stale
	Now    time.Time   // the server's
	Zone   *time.Location
}

// FirstRead reports whether what can matter now is still being read for the first time.
func (h *DataQuality) FirstRead() bool { return h.Health.State == model.StateReading }

// HasProblem reports whether something is wrong that needs a sentence. While all
// is read in time that may be something beside: what is not read, or not recorded.
func (h *DataQuality) HasProblem() bool {
	switch h.Health.State {
	case model.StateLive, model.StateStarting:
		return !h.Health.Why.IsEmpty()
	case model.StateReading:
		return false
	}
	return true
}

// NextTry says when the next try is: soon, or by the clock.
func (h *DataQuality) NextTry() string {
	switch wait := h.Health.RetryAt.Sub(h.Now); {
	case wait <= 0:
		return "now"
	case wait < time.Minute:
		return "in " + Duration(wait)
	default:
		return "in " + Duration(wait) + ", at " + h.Health.RetryAt.In(h.Zone).Format("15:04:05")
	}
}

// How wide the bar of the first read is with its number, and what has to be left for the sentence.
const (
	progressWidth    = 24 + len(" 100%")
	progressSentence = 20
)

// DrawProgress draws how far the first read is: the sentence, and beside it, where there is
// room, Bubbles' bar. The bar's cells are its; their colours are roles of ours.
func (h *DataQuality) DrawProgress(l *Line) {
	barred := l.Left >= progressWidth+1+progressSentence
	room := l.Left
	if barred {
		room -= progressWidth + 1
	}
	l.Row(RoleDim, l.Style.Known(h.Health.Why).Truncate(max(0, room)))
	if !barred {
		return // the percentage stands beside the state
	}
	l.Gap(1)
	g := l.Style.Glyphs
	full, _ := utf8.DecodeRuneInString(g.ProgressFull)
	empty, _ := utf8.DecodeRuneInString(g.ProgressEmpty)
	bar := progress.New(progress.WithWidth(progressWidth), progress.WithFillCharacters(full, empty), progress.WithColors(lipgloss.NoColor{}))
	bar.EmptyColor = lipgloss.NoColor{}
	view := bar.ViewAs(float64(h.Health.Percent) / 100)
	l.Fill(RoleAccent, g.ProgressFull, strings.Count(view, g.ProgressFull))
	l.Fill(RoleFrame, g.ProgressEmpty, strings.Count(view, g.ProgressEmpty))
	l.Put(RoleDim, strings.TrimLeft(view, g.ProgressFull+g.ProgressEmpty))
}
