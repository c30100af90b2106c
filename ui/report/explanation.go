package report

import (
	"fmt"
	"strings"
	"time"

	"floorwatch/model"
)

// An Explanation shows how a figure was computed, without names.
type Explanation struct {
	Figure       string     `json:"figure"`
	Title        string     `json:"title"`
	Formula      string     `json:"formula"`
	From         *time.Time `json:"from"` // nil for a figure of the moment
	Value        string     `json:"value"`
	N            int        `json:"n"`
	Included     []partOf   `json:"included"`
	MoreIncluded int        `json:"more_included"`
	Excluded     []partOf   `json:"excluded"`
	MoreExcluded int        `json:"more_excluded"`
}

type partOf struct {
	Visitor model.VisitorID `json:"visitor"`
	Thread  model.ThreadID  `json:"thread"`
	Chat    model.ChatID    `json:"chat"`
	Agent   model.AgentID   `json:"agent,omitempty"`
	At      time.Time       `json:"at"`
	What    string          `json:"what"`
}

// An Explainer explains figures; *board.Board implements it.
type Explainer interface {
	// Explain explains a figure as of a moment, as Board.Explain does.
	Explain(model.FigureID, model.Subject, time.Time) model.Explanation
}

// Explain explains every figure of the floor at now; those of a window for the last half hour.
func Explain(b Explainer, now time.Time) []Explanation {
	var list []Explanation
	for i := range model.Figures() {
		f := &model.Figures()[i]
		if !f.Scope.OfFloor() {
			continue
		}
		e := b.Explain(f.ID, model.Subject{}, now)
		out := Explanation{
			Figure: f.Name, Title: e.Title, Formula: e.Formula, Value: e.Value, N: e.N,
			Included: partsOf(e.Included), MoreIncluded: e.MoreIncluded,
			Excluded: partsOf(e.Excluded), MoreExcluded: e.MoreExcluded,
		}
		if !e.From.IsZero() {
			from := e.From.UTC().Truncate(time.Second)
			out.From = &from
		}
		list = append(list, out)
	}
	return list
}

func partsOf(parts []model.Part) []partOf {
	list := make([]partOf, 0, len(parts))
	for _, p := range parts {
		what := p.What
		if p.Why != "" {
			what = p.Why
		}
		list = append(list, partOf{p.Key.Visitor, p.Key.Thread, p.Chat, p.Agent, p.At.UTC().Truncate(time.Second), what})
	}
	return list
}

// shownParts is how many parts of a figure the text names.
const shownParts = 10

// write writes the explanation as lines of text.
func (e *Explanation) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n%s: %s\n  %s\n", e.Title, e.Value, e.Formula)
	writeParts(b, "+", e.Included, e.MoreIncluded)
	writeParts(b, "-", e.Excluded, e.MoreExcluded)
}

func writeParts(b *strings.Builder, sign string, parts []partOf, more int) {
	for i, p := range parts {
		if i == shownParts {
			more += len(parts) - i
			break
		}
		fmt.Fprintf(b, "  %s %s  visitor #%d  chat %d  %s\n", sign, p.At.Format("15:04:05"), p.Visitor, p.Chat, p.What)
	}
	if more > 0 {
		fmt.Fprintf(b, "  %s and %d more\n", sign, more)
	}
}
