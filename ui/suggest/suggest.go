// Package suggest finds the word that a mistyped one probably means: a command, a flag, a key of the configuration, a
// period. It imports nothing of floorwatch.
package suggest

import "strings"

// Nearest returns the word most similar to text, at most two edits away and half of the shorter one the same; "" if
// there is none.
func Nearest(text string, words []string) string {
	best, least := "", 3
	if len(text) > 40 {
		return ""
	}
	for _, w := range words {
		if d := editDistance(strings.ToLower(text), strings.ToLower(w)); d < least && 2*d <= min(len(text), len(w)) {
			best, least = w, d
		}
	}
	return best
}

// editDistance returns how many edits make one word of the other: a letter to insert, delete or change, or two neighbours to
// swap.
func editDistance(a, b string) int {
	last, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], last[j-1]+1)
			}
		}
		last, row, next = row, next, last
	}
	return row[len(b)]
}
