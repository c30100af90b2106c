package draw

import (
	"strings"
	"time"
	"unicode/utf8"

	"charm.land/bubbles/v2/progress"
	"charm.land/lipgloss/v2"

	"floorwatch/model"
)

// A DataQuality says how well the floor is being read, for the top lines.
type DataQuality struct {
	Name   string // of the floor, and of the team if only a team is shown
	Team   string // only the team; empty: the whole floor is shown
	Health model.Health
	Age    model.Clock // of what is shown; does not run if nothing was read
	Stale  bool        // nothing that is shown is current, see Snapshot.Stale
	Now    time.Time   // by the server's clock
	Zone   *time.Location
	Replay bool // everything is from a recording
}

// State returns the role, sign and word of the state. A recording that was read in time is not live.
func (h *DataQuality) State(st *Style) (of Role, sign, word string) {
	if h.Replay && h.Health.State == model.StateLive {
		return RoleAccent, st.Glyphs.Play, "REPLAY"
	}
	of, sign = st.StateMark(h.Health.State)
	return of, sign, h.Health.Word()
}

// FirstRead reports whether what matters now is still being read for the first time.
func (h *DataQuality) FirstRead() bool { return h.Health.State == model.StateReading }

// HasProblem reports whether a problem needs a sentence. While everything is read in time, that may be something
// else: what is unread, or not recorded.
func (h *DataQuality) HasProblem() bool {
	switch h.Health.State {
	case model.StateLive, model.StateStarting:
		return !h.Health.Why.IsEmpty()
	case model.StateReading:
		return false
	}
	return true
}

// NextTry says when the next attempt is.
func (h *DataQuality) NextTry() string {
	switch wait := h.Health.RetryAt.Sub(h.Now); {
	case wait < time.Second: // "in 0s" says no more
		return "now"
	case wait < time.Minute:
		return "in " + Duration(wait)
	default:
		return "in " + Duration(wait) + ", at " + h.Health.RetryAt.In(h.Zone).Format("15:04:05")
	}
}

// The width of the progress bar: the most, the least, and that of the number behind it.
const (
	progressWidth  = 24
	progressLeast  = 8
	progressNumber = len(" 100%")
)

// DrawProgress draws the progress of the first read: the sentence, which ends with how long it takes, and Bubbles' bar in
// the colours of our roles if there is room beside the whole sentence.
func (h *DataQuality) DrawProgress(l *Line) {
	l.Row(RoleDim, l.Style.Known(h.Health.Why).Truncate(max(0, l.Left)))
	width := min(progressWidth, l.Left-1-progressNumber)
	if width < progressLeast {
		return // the state has the percentage
	}
	l.Gap(1)
	g := l.Style.Glyphs
	full, _ := utf8.DecodeRuneInString(g.ProgressFull)
	empty, _ := utf8.DecodeRuneInString(g.ProgressEmpty)
	bar := progress.New(progress.WithWidth(width+progressNumber), progress.WithFillCharacters(full, empty), progress.WithColors(lipgloss.NoColor{}))
	bar.EmptyColor = lipgloss.NoColor{}
	view := bar.ViewAs(float64(h.Health.Percent) / 100)
	l.Fill(RoleAccent, g.ProgressFull, strings.Count(view, g.ProgressFull))
	l.Fill(RoleFrame, g.ProgressEmpty, strings.Count(view, g.ProgressEmpty))
	l.Put(RoleDim, strings.TrimLeft(view, g.ProgressFull+g.ProgressEmpty))
}
