package keep

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/poller/serve"
)

// A DrawnBoard is a Board that a screen draws while Figures reads it, a stride at a time. Its
// methods are those of board.Board.
type DrawnBoard struct{ *serve.SharedBoard }

// Board returns the Board for a screen that draws it.
func (k *Figures) Board() DrawnBoard { return DrawnBoard{k.shared} }

// At calls Board.At with the Board locked.
func (b DrawnBoard) At(now time.Time) (s *model.Snapshot) {
	b.With(func(held *board.Board) { s = held.At(now) })
	return s
}

// Transcript calls Board.Transcript with the Board locked.
func (b DrawnBoard) Transcript(k model.Key) (list []model.Message) {
	b.With(func(held *board.Board) { list = held.Transcript(k) })
	return list
}

// Truncated calls Board.Truncated with the Board locked.
func (b DrawnBoard) Truncated(k model.Key) (cut bool) {
	b.With(func(held *board.Board) { cut = held.Truncated(k) })
	return cut
}

// HoursOf calls Board.HoursOf with the Board locked.
func (b DrawnBoard) HoursOf(a model.AgentID) (c *model.Calendar) {
	b.With(func(held *board.Board) { c = held.HoursOf(a) })
	return c
}

// LimitsOf calls Board.LimitsOf with the Board locked.
func (b DrawnBoard) LimitsOf(a model.AgentID) (l *model.Limits) {
	b.With(func(held *board.Board) { l = held.LimitsOf(a) })
	return l
}

// Activity calls Board.Activity with the Board locked.
func (b DrawnBoard) Activity(now time.Time, n int, f model.Filter) (list []model.Minute) {
	b.With(func(held *board.Board) { list = held.Activity(now, n, f) })
	return list
}

// Search calls Board.Search with the Board locked.
func (b DrawnBoard) Search(s *model.TextSearch, texts int) (done bool) {
	b.With(func(held *board.Board) { done = held.Search(s, texts) })
	return done
}

// Trend calls Board.Trend with the Board locked.
func (b DrawnBoard) Trend(now time.Time) (t model.Trend) {
	b.With(func(held *board.Board) { t = held.Trend(now) })
	return t
}

// Earlier calls Board.Earlier with the Board locked.
func (b DrawnBoard) Earlier(k model.Key, now time.Time) (list []model.EarlierChat) {
	b.With(func(held *board.Board) { list = held.Earlier(k, now) })
	return list
}

// Missed calls Board.Missed with the Board locked.
func (b DrawnBoard) Missed(now time.Time) (list []model.MissedChat) {
	b.With(func(held *board.Board) { list = held.Missed(now) })
	return list
}

// Explain calls Board.Explain with the Board locked.
func (b DrawnBoard) Explain(id model.FigureID, s model.Subject, at time.Time) (x model.Explanation) {
	b.With(func(held *board.Board) { x = held.Explain(id, s, at) })
	return x
}
