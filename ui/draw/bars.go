package draw

import "strings"

// Last returns the last n elements of s, or all of them.
func Last[T any](s []T, n int) []T { return s[max(0, len(s)-n):] }

// SparkSteps is the maximum number of minutes per bar of a sparkline.
const SparkSteps = 3

// SparkStep returns how many minutes a bar has to cover so that n minutes fit into w cells.
func SparkStep(n, w int) int { return Clamp((n+w-1)/max(1, w), 1, SparkSteps) }

// Grouped returns the sums of groups of each values; the newest groups are complete.
func Grouped(values []int, each int) []int {
	sums := make([]int, 0, len(values)/each)
	for n := len(values) % each; n < len(values); n += each {
		sums = append(sums, Sum(values[n:n+each]))
	}
	return sums
}

// Peak returns the largest value of Grouped.
func Peak(values []int, each int) int {
	most := 0
	for n := len(values) % each; n < len(values); n += each {
		most = max(most, Sum(values[n:n+each]))
	}
	return most
}

// Spark draws values as one row of bars, the newest on the right; most is a full bar.
func (st *Style) Spark(values []int, w, most int) string {
	values = Last(values, w)
	var b strings.Builder
	b.Grow(w + 2*len(values)) // a bar is 3 bytes
	blanks(&b, w-len(values))
	for _, v := range values {
		if v <= 0 {
			b.WriteByte(' ')
			continue
		}
		steps := len(st.Glyphs.bars)
		b.WriteString(st.Glyphs.bars[Clamp((v*steps+most-1)/most, 1, steps)-1])
	}
	return b.String()
}

// Sum returns the sum of values.
func Sum(values []int) int {
	n := 0
	for _, v := range values {
		n += v
	}
	return n
}

// Up returns a cell of a bar that rises from its lower edge.
func (st *Style) Up(eighths int) string {
	if eighths <= 0 {
		return " "
	}
	return st.Glyphs.bars[min(eighths, 8)-1]
}

// ScaleFor returns the value of a full bar: at least most, and a round number, so that the scale stays the same
// while the floor gets slightly busier.
func ScaleFor(most int) int {
	step := 2
	for limit := 10; most > limit; limit *= 10 {
		step = limit
	}
	return max(step, (most+step-1)/step*step)
}
