package period

import (
	"strings"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// A figure is a figure of the whole period. Its title is the registry's, as on every screen.
type figure struct {
	Title, Value string
	More         string // what the value is made of
	Usual        string // "usually 31s-40s"; "" if not compared
	Outside      string // "lower" or "higher" than usual, or ""
	Mark         string // of a share: "" good, "·" below the target, "!" critical
}

// uncompared is for figures without a usual value.
const uncompared = model.UsualFigure(-1)

// figuresOf returns the figures of the whole period, which text, Markdown and HTML show alike.
func figuresOf(r *ledger.PeriodReport) []figure {
	t := &r.Total
	row := func(title, value, more string, id model.UsualFigure) figure {
		f := figure{Title: title, Value: value, More: more}
		if id != uncompared {
			f.Usual, f.Outside = usual(r, t, id), outside(r, t, id)
		}
		return f
	}
	turns := func(of model.FigureID, h ledger.Histogram, id model.UsualFigure) figure {
		med, p90 := median(h.Quantile(), 1)
		return row(titleOf(of), med, model.UnitP90.Words()+" "+p90+" of "+count(t, h.Count()), id)
	}
	share := func(of model.FigureID, limit *model.ServiceThresholds, s model.ServiceLevel, within string, id model.UsualFigure) figure {
		f := row(titleOf(of), percent(s, limit.MinTurns), "of "+count(t, s.Of)+" within "+within, id)
		f.Mark = mark(limit, s)
		return f
	}
	counted := func(of model.FigureID, n int, id model.UsualFigure) figure {
		return row(titleOf(of), count(t, n), "", id)
	}
	figures := []figure{
		turns(model.FigureFirst, t.First, model.UsualFirst),
		turns(model.FigureNext, t.Next, model.UsualNext),
		share(model.FigureFirstService, &r.FirstReply, t.FirstService, duration(r.First), model.UsualFirstService),
		share(model.FigureNextService, &r.NextReply, t.NextService, duration(r.Next), model.UsualNextService),
		row("New chats", count(t, t.NewChats()), "", model.UsualNew),
		counted(model.FigureMissed, t.Missed, model.UsualMissed),
		counted(model.FigureDropped, t.Dropped, model.UsualDropped),
		counted(model.FigureBotOnly, t.BotOnly, model.UsualBotOnly),
		counted(model.FigureTransfers, t.Transfers, model.UsualTransfers),
		counted(model.FigureOvertakes, t.Overtakes, model.UsualOvertakes),
		counted(model.FigureVisitors, t.Visitors, model.UsualVisitors),
		counted(model.FigureReplies, t.Replies, model.UsualReplies),
		stillWaiting(r),
	}
	if t.OutOfHours > 0 {
		figures = append(figures, counted(model.FigureOutOfHours, t.OutOfHours, uncompared))
	}
	if r.Rates() {
		found := func(of model.FigureID, n int) figure {
			return row(titleOf(of), atLeast(t, n), "as far as found", uncompared)
		}
		figures = append(figures, found(model.FigureRated, t.Rated), found(model.FigureLowRated, t.LowRated))
	}
	return figures
}

// atLeast returns a count that may be higher, as snapshot does: of none found nothing is known.
func atLeast(row *ledger.PeriodRow, n int) string {
	if n == 0 || unknown(row) {
		return none
	}
	return "≥" + count(row, n)
}

// stillWaiting returns how many chats were waiting at the end of the period, or of its known part.
func stillWaiting(r *ledger.PeriodReport) figure {
	f := figure{Title: "Still waiting", Value: none, More: "not watched at the end"}
	if n, ok := r.Total.StillWaiting(); ok {
		f.Value, f.More = number(n), "at "+endClock(r.Total.To)
	}
	return f
}

func titleOf(id model.FigureID) string { return model.FigureOf(id).Title }

// columnOf returns the heading of a figure's column.
func columnOf(id model.FigureID) string { return model.FigureOf(id).Column }

// marked returns the value with its mark: "75 % ·".
func (f *figure) marked() string { return strings.TrimSpace(f.Value + " " + f.Mark) }
