package ui

import (
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

// A desk is the four panes and the moment of the floor that they show.
type desk struct {
	feed
	plan
	toast
	travel travel
	entry  entry
	masks  masks
	trend  trend

	cfg  Config
	name string // of the floor, safe to draw
	keys keymap.Map
	zone *time.Location
	look *draw.Style

	snap       *model.Snapshot // what is shown: latest, or of where somebody has travelled to
	threads    threads.Pane
	transcript transcript.Pane
	agents     agents.Pane
	activity   activity.Pane
}

// arrange says who goes where and tells the panes.
func (dk *desk) arrange() {
	dk.places = layout.Split(dk.width, dk.height, layout.Wants{
		Focus: dk.focus, Lower: dk.lower, Zoom: dk.zoom, Hidden: dk.hidden,
	})
	at := func(p layout.Pane) (int, int) { r := dk.places.Panes[p]; return r.Dx(), r.Dy() }
	dk.threads.ResizeTo(at(layout.Threads))
	dk.agents.ResizeTo(at(layout.Agents))
	if dk.activity.FitTo(at(layout.Activity)) {
		dk.readActivity()
	}
	w, height := at(layout.Transcript)
	dk.transcript.FitTo(dk.look, w, height)
}

// header gathers what the top lines show.
func (dk *desk) header() header.Header {
	h := header.Header{
		Reading: draw.Reading{Name: dk.snap.FloorName(dk.name), Health: dk.health, Age: dk.age, Now: dk.serverNow(), Zone: dk.zone},
		Alerts:  dk.watch.Open(), Replay: dk.cfg.Clock != nil, ReadOnly: dk.cfg.ReadOnly, Hidden: dk.masks.at(dk.now) != privacy.Masks{},
	}
	if dk.travel.on {
		h.Past = dk.travel.at
	}
	return h
}

// figuresOf are the numbers at the top.
func figuresOf(dk *desk) []header.Figure {
	return header.Figures(dk.look, dk.snap, *draw.FloorLimits(dk.floor), dk.trend.of(dk.snap, dk.began))
}

// notice draws the row below the figures. That this is the past comes before all else.
func (dk *desk) notice(h *header.Header) string {
	if dk.travel.on {
		b := dk.banner()
		return b.Draw(dk.look, dk.width)
	}
	return h.Notice(dk.look, dk.snap, dk.width)
}

// drawPanes draws the panes from left to right.
func (dk *desk) drawPanes() []draw.Part {
	lk, now := dk.look, dk.moment()
	var parts []draw.Part
	for _, p := range []layout.Pane{layout.Threads, layout.Agents, layout.Activity, layout.Transcript} {
		at := dk.places.Panes[p]
		if at.Empty() {
			continue
		}
		w, h, focused := at.Dx(), at.Dy(), dk.focus == p
		var lines []string
		switch p {
		case layout.Threads:
			lines = dk.threads.Draw(lk, w, h, focused, now, threads.EmptyWords(dk.health))
		case layout.Agents:
			lines = dk.agents.Draw(lk, w, h, focused, now)
		case layout.Activity:
			lines = dk.activity.Draw(lk, w, h, focused)
		case layout.Transcript:
			lines = dk.transcript.Draw(lk, w, h, focused, now)
		}
		parts = append(parts, draw.Part{At: at, Lines: lines})
	}
	return parts
}
