package ui

import (
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/activity"
	"floorwatch/ui/agents"
	"floorwatch/ui/draw"
	"floorwatch/ui/header"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
	"floorwatch/ui/privacy"
	"floorwatch/ui/threads"
	"floorwatch/ui/transcript"
)

// A dashboard is the four panes and the moment of the floor that they show.
type dashboard struct {
	liveFloor
	paneLayout
	toast
	timeTravel timeTravel
	prompt     prompt
	masks      masks
	trend      draw.HalfHour

	cfg   Config
	name  string // of the floor, safe to draw
	keys  keymap.Map
	zone  *time.Location
	style *draw.Style

	fadedStyle *draw.Style // style, for outdated data

	snap       *model.Snapshot // what is shown: current, or that of a moment in the past
	threads    threads.Pane
	transcript transcript.Pane
	agents     agents.Pane
	activity   activity.Pane
}

// layOut computes the layout and resizes the panes.
func (dash *dashboard) layOut() {
	dash.places = layout.Split(dash.width, dash.height, layout.Options{
		Focus: dash.focus, Lower: dash.lower, Zoom: dash.zoom, Hidden: dash.hidden,
	})
	at := func(p layout.Pane) (int, int) { r := dash.places.Panes[p]; return r.Dx(), r.Dy() }
	dash.threads.ResizeTo(at(layout.Threads))
	dash.agents.ResizeTo(at(layout.Agents))
	if dash.activity.Resize(at(layout.Activity)) {
		dash.readActivity()
	}
	w, height := at(layout.Transcript)
	dash.transcript.FitTo(paneStyle(dash), w, height)
}

// header collects what the top lines show.
func (dash *dashboard) header() header.Header {
	h := header.Header{
		DataQuality: draw.DataQuality{Name: dash.snap.Title(dash.name), Team: dash.snap.TeamTitle(), Health: dash.health, Age: dash.dataAge, Stale: dash.outOfDate, Now: dash.serverNow(), Zone: dash.zone, Replay: dash.cfg.Clock != nil},
		Alerts:      dash.tracker.OpenCount(), ReadOnly: dash.cfg.ReadOnly, Hidden: dash.masks.at(dash.now) != privacy.Masks{},
	}
	if dash.timeTravel.on {
		h.Past = dash.timeTravel.at
	}
	return h
}

// figuresOf are the figures at the top.
func figuresOf(dash *dashboard) []header.Figure {
	return header.Figures(paneStyle(dash), dash.snap, dash.trend.Trend(dash.snap, dash.began))
}

// drawNotice draws the row below the figures. In the past it is the banner of the past.
func (dash *dashboard) drawNotice(h *header.Header) string {
	w := max(0, dash.width-dash.noticeIndent)
	indent := strings.Repeat(" ", dash.width-w)
	if dash.timeTravel.on {
		b := dash.pastBanner()
		b.State, b.OtherNotices = h.Elsewhere(dash.current)
		return indent + b.Draw(dash.style, w)
	}
	return indent + h.Notice(dash.style, dash.snap, w)
}

// paneStyle is the style of the figures and the panes: a faded one for outdated data.
func paneStyle(dash *dashboard) *draw.Style {
	if dash.outdated() {
		return dash.fadedStyle
	}
	return dash.style
}

// drawPanes draws the panes from left to right.
func (dash *dashboard) drawPanes() []draw.Part {
	style, now := paneStyle(dash), dash.shownTime()
	var parts []draw.Part
	for _, p := range []layout.Pane{layout.Threads, layout.Agents, layout.Activity, layout.Transcript} {
		at := dash.places.Panes[p]
		if at.Empty() {
			continue
		}
		w, h, focused := at.Dx(), at.Dy(), dash.focus == p
		var lines []string
		switch p {
		case layout.Threads:
			lines = dash.threads.Draw(style, w, h, focused, now, threads.EmptyWords(dash.health))
		case layout.Agents:
			lines = dash.agents.Draw(style, w, h, focused, now)
		case layout.Activity:
			lines = dash.activity.Draw(style, w, h, focused)
		case layout.Transcript:
			lines = dash.transcript.Draw(style, w, h, focused, now)
		}
		parts = append(parts, draw.Part{At: at, Lines: lines})
	}
	return parts
}
