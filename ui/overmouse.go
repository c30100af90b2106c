package ui

import (
	"image"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/header"
)

// inside is a point of a framed region of the screen, from the upper left of its inner room.
func inside(at image.Rectangle, x, y int) image.Point {
	p := image.Pt(x, y).Sub(at.Min)
	if _, ih := draw.Inner(at.Dx(), at.Dy()); ih < at.Dy() { // the border, and the blank right of it
		p = p.Sub(image.Pt(2, 1))
	}
	return p
}

// clickAround takes in a click beside the panes: the footer's words do what
// their keys do, a figure explains itself, and the banner of the past leads back.
func (a *App) clickAround(x, y int) tea.Cmd {
	at, p := image.Pt(x, y), a.places
	switch {
	case at.In(p.Footer):
		return a.clickHint(x - p.Footer.Min.X)
	case at.In(p.Notice) && a.travel.on:
		a.backToLive()
	case at.In(p.Figures) && a.over == nil:
		a.clickFigure(at.Sub(p.Figures.Min))
	}
	return nil
}

// clickHint presses the key that the footer names at a column.
func (a *App) clickHint(x int) tea.Cmd {
	if a.typing() != nil || a.flash != "" {
		return nil
	}
	from := 1
	for _, h := range a.hintsOn(a.places.Footer.Dx()) {
		to := from + a.hintWidth(h)
		if x >= from && x < to-2 && h.Binding.Enabled() {
			return a.press(keyNamed(h.Binding))
		}
		from = to
	}
	return nil
}

// keyNamed is the press of an action's first key. Bubble Tea calls a key by its text where it has one.
func keyNamed(b key.Binding) tea.KeyPressMsg { return tea.KeyPressMsg{Text: b.Keys()[0]} }

// clickFigure explains the figure at a point of the figures.
func (a *App) clickFigure(at image.Point) {
	list, p := a.figures(), a.places.Figures
	id := header.FigureAt(a.look, list, p.Dx(), p.Dy(), at)
	if id == model.FigureNone {
		return
	}
	a.openExplain(func(q question) bool { return q.figure == id && q.subject == (model.Subject{}) })
}

// clickMinute goes to the minute under the mouse.
func (a *App) clickMinute(x int) {
	if t, ok := a.activity.MinuteAt(x); ok {
		a.travelTo(t)
	}
}

// wheelOver scrolls what lies over the panes.
func (a *App) wheelOver(x, d int) {
	at := a.body()
	switch p := a.over.(type) {
	case *alertList:
		p.Move(d)
		p.at = p.selected()
	case *explainPane:
		if p.onAnswer(x-at.Min.X, at.Dx()) {
			p.reading = p.parts() > 0
			p.part = draw.Clamp(p.part+d, 0, p.parts()-1)
			return
		}
		p.reading = false
		p.choose(a, d)
	}
}

// clickOver selects what is below the mouse; a second click goes there.
func (a *App) clickOver(x, y int) {
	at := a.body()
	if !image.Pt(x, y).In(at) {
		return
	}
	switch p := a.over.(type) {
	case *alertList:
		_, ih := draw.Inner(at.Dx(), at.Dy())
		p.click(a, inside(at, x, y).Y-draw.HeadRows(ih))
	case *explainPane:
		left := p.leftOf(at.Dx())
		if p.onAnswer(x-at.Min.X, at.Dx()) {
			at.Min.X += left
			p.clickAnswer(a, inside(at, x, y).Y, at.Dx(), at.Dy())
			return
		}
		at.Max.X = at.Min.X + left
		p.clickQuestion(a, inside(at, x, y).Y)
	}
}

// travelWheel goes a minute on or back with the mouse over the banner or the chart.
func (a *App) travelWheel(d int) {
	if a.travel.on {
		a.travelTo(step(a.travel.at, time.Duration(d)*travelStep))
	}
}
