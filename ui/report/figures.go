package report

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"time"

	"floorwatch/model"
)

// A floorReport is every figure of the floor at one moment, in the registry's order.
type floorReport struct {
	figures []reportedFigure
	leftOut leftOutRows

	halfHour, today map[string]model.Band // usual values of the windows; nil without a history
}

// A reportedFigure is a figure with its value.
type reportedFigure struct {
	*model.Figure
	section string    // in JSON: "", or the window's
	from    time.Time // start of the window
	value   model.Value
}

// Sections of JSON.
const (
	sectionHalfHour = "half_hour."
	sectionToday    = "today."
)

// path returns the JSON field of the value.
func (f *reportedFigure) path() string { return f.section + f.JSON.Value }

// newFloorReport returns every figure of the floor with its value.
func newFloorReport(s *model.Snapshot) *floorReport {
	h, d := &s.Headline, &s.Diagnostics
	r := &floorReport{leftOut: leftOutRows{
		Texts: d.TextsDropped, Messages: d.RowsDropped,
		UnknownType: d.UnknownType, UnknownSide: d.UnknownSide, ClockErrors: d.ClockErrors,
		Automated: d.Automated, Gone: d.Gone, Flood: d.Flood, Ignored: d.Ignored,
	}}
	if s.Usual != nil {
		halfHour, today := s.Usual.Bands(s.Now), s.Usual.SoFar(s.Now)
		r.halfHour, r.today = halfHour.ByName(), today.ByName()
	}
	r.addScope(s, model.ScopeMoment, "", time.Time{}, model.Subject{})
	r.addScope(s, model.ScopeWindow, sectionHalfHour, h.HalfHour.From, model.Subject{})
	r.addScope(s, model.ScopeWindow, sectionToday, h.Today.From, model.Subject{Today: true})
	return r
}

func (r *floorReport) addScope(s *model.Snapshot, scope model.Scope, section string, from time.Time, of model.Subject) {
	list := model.Figures()
	for i := range list {
		if f := &list[i]; f.Scope == scope {
			r.figures = append(r.figures, reportedFigure{f, section, from, f.Value(s, of)})
		}
	}
}

// value returns a figure's value now or in the last half hour.
func (r *floorReport) value(id model.FigureID) model.Value {
	for i := range r.figures {
		if f := &r.figures[i]; f.ID == id {
			return f.value
		}
	}
	return model.Value{}
}

// MarshalJSON writes the figures into the fields that the registry names, and the
// bounds of inexact ones below "bounds".
func (r *floorReport) MarshalJSON() ([]byte, error) {
	o, bounds, section := &object{}, map[string]bound{}, ""
	for i := range r.figures {
		f := &r.figures[i]
		if f.section != section {
			section = f.section
			o.set(section+"from", f.from.UTC().Truncate(time.Second))
		}
		o.putValue(section, f.JSON, f.value)
		if f.value.Bound != model.BoundExact {
			bounds[f.path()] = boundOf(f.value)
		}
		for _, c := range []counted{{f.JSON.N, f.value.Count()}, {f.JSON.In, f.value.InTime()}} {
			if c.name != "" && c.value.Bound != model.BoundExact {
				bounds[f.section+c.name] = boundOf(c.value)
			}
		}
	}
	o.set(sectionHalfHour+"usual", r.halfHour)
	o.set(sectionToday+"usual", r.today)
	o.set("left_out", r.leftOut)
	if len(bounds) > 0 {
		o.set("bounds", bounds)
	}
	return o.MarshalJSON()
}

// A counted is a figure's field for the number of values.
type counted struct {
	name  string
	value model.Value
}

// A bound says how a field's value relates to the truth.
type bound struct {
	Bound string `json:"bound"`
	UpTo  any    `json:"upto,omitempty"` // for "between"
}

func boundOf(v model.Value) bound {
	b := bound{Bound: v.Bound.String()}
	if v.Bound == model.BoundBetween {
		b.UpTo = jsonNumber(v.Unit, v.UpTo)
	}
	return b
}

// jsonNumber returns a figure's number: a mean with two decimals, all others as integers.
func jsonNumber(u model.Unit, n float64) any {
	if u == model.UnitMean {
		return math.Round(n*100) / 100
	}
	return int64(n)
}

// An object is a JSON object whose fields keep their order.
type object struct{ fields []objectField }

type objectField struct {
	name  string
	value any
}

// set adds a field. A dot in the path separates an object from its field.
func (o *object) set(path string, value any) {
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		o.fields = append(o.fields, objectField{name, value})
		return
	}
	for i := range o.fields {
		if f := &o.fields[i]; f.name == name {
			f.value.(*object).set(rest, value)
			return
		}
	}
	inside := &object{}
	o.set(name, inside)
	inside.set(rest, value)
}

// putValue adds the fields of a figure.
func (o *object) putValue(section string, names model.JSONNames, v model.Value) {
	var level any
	number := numberOf(v)
	if v.Bound != model.BoundUnknown {
		level = v.Level.String()
	}
	for _, f := range []objectField{
		{names.N, numberOf(v.Count())}, {names.In, numberOf(v.InTime())}, {names.Value, number},
		{names.AtLeast, v.Bound == model.BoundLeast}, {names.Level, level},
	} {
		if f.name != "" {
			o.set(section+f.name, f.value)
		}
	}
}

// numberOf returns a value's number; nil if it is not known.
func numberOf(v model.Value) any {
	if !v.Known() {
		return nil
	}
	return jsonNumber(v.Unit, v.Number)
}

// MarshalJSON writes the fields in their order.
func (o *object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range o.fields {
		if i > 0 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(f.name) // marshalling a string cannot fail
		value, err := json.Marshal(f.value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
