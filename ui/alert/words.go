package alert

import (
	"fmt"
	"slices"
	"strings"

	"floorwatch/model"
)

// ofTeam returns the words for a figure's team; "" for the whole floor.
func ofTeam(s *model.Snapshot) string {
	if s.Team.IsEmpty() {
		return ""
	}
	return " of team " + s.Team.String()
}

// figureWords are the title and the value of the figure that a concern is about.
func figureWords(s *model.Snapshot, c *model.Concern) (title, value string) {
	f := model.FigureOf(c.Kind.Figure())
	return f.Windowed(f.Title, false) + ofTeam(s), f.Value(s, model.Subject{}).FormatOf(model.ScreenNotation())
}

// ConcernWords describes a concern in fixed words, without names or message texts.
func ConcernWords(s *model.Snapshot, c *model.Concern) string {
	if c.Kind.Figure() != model.FigureNone {
		title, value := figureWords(s, c)
		return title + " " + value
	}
	if c.Kind == model.ConcernCoverage {
		return c.State.String() + ": " + c.Sentence
	}
	if c.Kind == model.ConcernData {
		if !c.Clock.Running || c.State == model.StateTokenRejected || c.State == model.StatePortal {
			return "nothing is read: " + c.State.String()
		}
		return "data is " + model.FormatDuration(c.Clock.For) + " old: " + c.State.String()
	}
	if c.Kind == model.ConcernRoute {
		return c.Sentence
	}
	if c.Kind == model.ConcernFlood {
		return fmt.Sprintf("over %d messages in a minute", model.FloodFrom)
	}
	if c.Kind == model.ConcernAssigned {
		return "assigned " + model.ClockValue(c.Clock).Format(model.ScreenNotation()) + ", nothing written since"
	}
	if r := s.Thread(c.Key); r != nil {
		return waitingSince(r)
	}
	return waits + model.FormatDuration(c.Clock.For)
}

// AtLeastSign marks a lower bound in the words of an alert; the screen may draw another sign for it.
const AtLeastSign = "≥"

// The words before the time of a wait, and of one that is over.
const (
	waits  = "waits "
	waited = "waited "
)

// waitingSince describes a wait in fixed words.
func waitingSince(r *model.Row) string {
	if r.First {
		return "no first answer " + waitTime(r) + aside(r)
	}
	return waits + waitTime(r) + aside(r)
}

func waitTime(r *model.Row) string {
	if r.Wait.AtLeast {
		return AtLeastSign + model.FormatDuration(r.Wait.For)
	}
	return model.FormatDuration(r.Wait.For)
}

// aside is what a wait's description adds to its time; empty if nothing.
func aside(r *model.Row) string {
	if r.Wait.Paused {
		return ", paused"
	}
	if cause := r.CauseWords(); cause != "" {
		return ", " + cause
	}
	return ""
}

// wordForms are the words of a list for an alert, from the fullest to the shortest.
type wordForms []string

// concernForms describes a concern for a list in fixed words: while the alert is open, and in the past tense.
func concernForms(s *model.Snapshot, c *model.Concern) [2]wordForms {
	now := ConcernWords(s, c)
	if r := s.Thread(c.Key); r != nil && c.Kind == model.ConcernWait {
		of := func(verb string) wordForms { return wordForms{verb + waitTime(r) + aside(r), verb + waitTime(r)} }
		return [2]wordForms{slices.Concat(wordForms{now}, of(waits)), of(waited)}
	}
	was := now
	switch {
	case c.Kind.Figure() != model.FigureNone:
		title, value := figureWords(s, c)
		was = title + " was " + value
	case c.Kind == model.ConcernWait:
		was = waited + strings.TrimPrefix(now, waits)
	case c.Kind == model.ConcernCoverage, c.Kind == model.ConcernAssigned:
		was = "was " + now
	case c.Kind == model.ConcernData:
		was = strings.Replace(now, " is ", " was ", 1)
	}
	return [2]wordForms{{now}, {was}}
}

// Forms describes the alert for a list in fixed words, from the fullest form to the shortest: in the past tense once
// it has ended.
func (a *Alert) Forms() []string {
	of := 0
	if !a.Ended.IsZero() {
		of = 1
	}
	if len(a.forms[of]) == 0 {
		return []string{a.What}
	}
	return slices.Clone(a.forms[of]) // which the list writes in its own signs
}
