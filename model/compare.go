package model

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// The newest observation of a thing wins. Where two were made at the same
// moment, these orders decide by content, so that the order of arrival never does.

// CompareThreadInfo orders observations of threads, the newest last.
func CompareThreadInfo(a, b *ThreadInfo) int {
	return cmp.Or(
		a.At.Compare(b.At),
		cmp.Compare(a.ID, b.ID),
		cmp.Compare(a.Visitor, b.Visitor),
		cmp.Compare(a.Last, b.Last),
		cmp.Compare(a.Status, b.Status),
		slices.Compare(a.Chats, b.Chats),
		slices.Compare(a.Agents, b.Agents),
		slices.CompareFunc(a.AgentNames, b.AgentNames, CompareText),
		CompareBool(a.Offline, b.Offline),
		cmp.Compare(a.Unseen, b.Unseen),
	)
}

// CompareVisitorInfo orders observations of visitors, the newest last.
func CompareVisitorInfo(a, b *VisitorInfo) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID), CompareText(a.Name, b.Name))
}

// CompareAgentInfo orders observations of agents, the newest last.
func CompareAgentInfo(a, b *AgentInfo) int {
	return cmp.Or(
		a.At.Compare(b.At),
		cmp.Compare(a.ID, b.ID),
		CompareText(a.Name, b.Name),
		CompareText(a.Role, b.Role),
		CompareText(a.Department, b.Department),
		CompareText(a.Type, b.Type),
		CompareBool(a.Disabled, b.Disabled),
	)
}

// CompareAck orders the acknowledgements of a chat by time; at the same moment
// an undo is the later one, which errs towards a wait that shows.
func CompareAck(a, b *Ack) int {
	return cmp.Or(
		a.At.Compare(b.At),
		CompareBool(a.Undo, b.Undo),
		cmp.Compare(a.Chat, b.Chat),
		cmp.Compare(a.Upto, b.Upto),
		CompareText(a.By, b.By),
	)
}

// CompareClaim orders the claims of a chat by time; at the same moment giving it back is the later one.
func CompareClaim(a, b *Claim) int {
	return cmp.Or(
		a.At.Compare(b.At),
		CompareBool(a.Undo, b.Undo),
		cmp.Compare(a.Chat, b.Chat),
		cmp.Compare(a.Upto, b.Upto),
		CompareText(a.By, b.By),
	)
}

// CompareTotals orders observations of a day's totals, the newest last.
func CompareTotals(a, b *DayTotals) int {
	return cmp.Or(
		a.At.Compare(b.At),
		cmp.Compare(a.Total, b.Total),
		cmp.Compare(a.Answered, b.Answered),
		cmp.Compare(a.Missed, b.Missed),
		compareDuration(a.Response, b.Response),
		slices.CompareFunc(a.Agents, b.Agents, compareAgentTotals),
	)
}

func compareAgentTotals(a, b AgentTotals) int {
	return cmp.Or(
		cmp.Compare(a.ID, b.ID),
		cmp.Compare(a.Assigned, b.Assigned),
		cmp.Compare(a.Handled, b.Handled),
		cmp.Compare(a.Unanswered, b.Unanswered),
		cmp.Compare(a.Missed, b.Missed),
		compareDuration(a.ChatTime, b.ChatTime),
		compareDuration(a.Response, b.Response),
		compareDuration(a.TimeOnChat, b.TimeOnChat),
		cmp.Compare(a.RatingPositive, b.RatingPositive),
		cmp.Compare(a.RatingNegative, b.RatingNegative),
	)
}

// CompareHealth orders Healths, the newest last.
func CompareHealth(a, b *Health) int {
	return cmp.Or(
		a.At.Compare(b.At),
		cmp.Compare(a.State, b.State),
		CompareText(a.Why, b.Why),
		a.LastGood.Compare(b.LastGood),
		a.RetryAt.Compare(b.RetryAt),
		cmp.Compare(a.Rate, b.Rate),
		cmp.Compare(a.Skew, b.Skew),
		cmp.Compare(a.Targets, b.Targets),
		cmp.Compare(a.ReadDone, b.ReadDone),
		cmp.Compare(a.ReadAll, b.ReadAll),
		CompareBool(a.Read, b.Read),
		cmp.Compare(a.Drift.Total(), b.Drift.Total()),
		slices.Compare(driftList(a.Drift), driftList(b.Drift)),
		cmp.Compare(a.ReadFailed, b.ReadFailed),
		cmp.Compare(a.Failing, b.Failing),
	)
}

func driftList(d Drift) []int {
	return []int{
		d.Malformed, d.UnknownType, d.UnknownSide, d.UnknownSeen, d.OddID,
		d.OddTime, d.WrongThread, d.OddEnvelope, d.UnknownField,
	}
}

func compareDuration(a, b Duration) int {
	return cmp.Or(cmp.Compare(a.D, b.D), CompareBool(a.Known, b.Known))
}

// compareNewest orders two states of a thing by time, and those of one moment by what they say.
func compareNewest[T any](at, bt time.Time, a, b *T) int {
	if c := at.Compare(bt); c != 0 {
		return c
	}
	x, _ := json.Marshal(a) // an error (a year beyond 9999) leaves nothing to tell them apart by
	y, _ := json.Marshal(b)
	return bytes.Compare(x, y)
}

func CompareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
