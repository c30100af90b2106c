package ui

import "strings"

// last returns the last n of s, or all there are.
func last[T any](s []T, n int) []T { return s[max(0, len(s)-n):] }

// sparkSteps is how many minutes a bar of a sparkline stands for, at most.
const sparkSteps = 3

// sparkStep is how many minutes a bar has to stand for, so that n minutes fit into w cells.
func sparkStep(n, w int) int { return clamp((n+w-1)/max(1, w), 1, sparkSteps) }

// grouped sums values up by so many, the newest ones whole.
func grouped(values []int, each int) []int {
	sums := make([]int, 0, len(values)/each)
	for n := len(values) % each; n < len(values); n += each {
		sums = append(sums, sum(values[n:n+each]))
	}
	return sums
}

// peak is the highest of the values grouped by so many.
func peak(values []int, each int) int {
	most := 0
	for n := len(values) % each; n < len(values); n += each {
		most = max(most, sum(values[n:n+each]))
	}
	return most
}

// spark draws values as one row of bars, the newest on the right; most is a full one.
func (lk *look) spark(values []int, w, most int) string {
	values = last(values, w)
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", w-len(values)))
	for _, v := range values {
		if v <= 0 {
			b.WriteByte(' ')
			continue
		}
		steps := len(lk.glyphs.bars)
		b.WriteString(lk.glyphs.bars[clamp((v*steps+most-1)/most, 1, steps)-1])
	}
	return b.String()
}

func sum(values []int) int {
	n := 0
	for _, v := range values {
		n += v
	}
	return n
}

// up is a cell of a bar that stands on its lower edge; down one that hangs from its upper edge.
func (lk *look) up(eighths int) string {
	if eighths <= 0 {
		return " "
	}
	return lk.glyphs.bars[min(eighths, 8)-1]
}

// down has three heights only: terminals have no others.
func (lk *look) down(eighths int) string {
	switch {
	case eighths <= 0:
		return " "
	case eighths <= 2:
		return lk.glyphs.hanging[0]
	case eighths <= 6:
		return lk.glyphs.hanging[1]
	}
	return lk.glyphs.hanging[2]
}

// scaleFor is what the longest bar stands for: no less than most, and a round
// number, so that the chart keeps its scale while the floor gets a little busier.
func scaleFor(most int) int {
	step := 2
	for limit := 10; most > limit; limit *= 10 {
		step = limit
	}
	return max(step, (most+step-1)/step*step)
}

// eighth is what a bar of so many eighths of the scale, over most, shows in one
// of its rows. It is rounded up: whatever is not nought is seen.
func (lk *look) eighth(eighths, most, row int) string {
	n := (eighths+most-1)/most - 8*row
	if n <= 0 {
		return " "
	}
	return lk.glyphs.bars[min(n, 8)-1]
}

// ink is the sign that block digits are filled with: a lighter one where they
// are out of date, so that it can be seen without colours.
func (lk *look) ink(outdated bool) string {
	const halfTone = "▒"
	full := lk.glyphs.bars[len(lk.glyphs.bars)-1]
	switch {
	case !outdated:
		return full
	case full == "#":
		return ":"
	}
	return halfTone
}
