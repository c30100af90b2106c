package ui

import "floorwatch/model"

// A figureReader reads figures off a snapshot and writes them down.
type figureReader struct {
	lk     *look
	s      *model.Snapshot
	limits model.Limits
}

// value is what a figure of the floor says, of a window in the last half hour.
func (r *figureReader) value(id model.FigureID) model.Value {
	return model.FigureOf(id).Value(r.s, model.Subject{})
}

func (r *figureReader) text(id model.FigureID) string { return r.lk.value(r.value(id)) }

// today is what a figure of a window says of today.
func (r *figureReader) today(id model.FigureID) string {
	return r.lk.value(model.FigureOf(id).Value(r.s, model.Subject{Today: true}))
}

// counted writes a value with the word for one or for many.
func counted(lk *look, v model.Value, one, many string) string {
	if v.Known() && v.Bound == model.BoundExact && v.Number == 1 {
		return "1 " + one
	}
	return lk.value(v) + " " + many
}
