package feed

import "bytes"

const (
	// maxRows is how many rows a line may hold. Ours hold 1,000.
	maxRows = 20_000
	// maxGrowth is how many bytes of memory a line may unfold to.
	maxGrowth = 64 << 20
)

// What one sign of a line can cost, in bytes of memory. encoding/json makes room for an element of a
// list whatever stands in its place (null, a number, an empty object), so the kind of the value says
// nothing of its size.
const (
	rowCost  = 256 // of a row; no row of an Event is larger itself
	partCost = 128 // of a value below a row: an element of a list of it, or a field
	textCost = 3   // of a byte of text: a control becomes a sign of three bytes
)

// bounded reports whether a line unfolds to no more than maxRows rows and maxGrowth bytes. It walks
// over the signs of the line once, in front of the decoder, and stops where a bound is passed: of JSON
// such as [{},{},…] a few bytes become hundreds. Whether the line is valid is the decoder's to say.
func bounded(line []byte) bool {
	const eventList = 2 // a list at this depth is a part of the Event, and its elements are rows
	var (
		lists  [eventList + 1]bool // whether what is open at a depth is a list
		depth  int
		rows   int
		growth int
	)
	inRows := func() bool { return depth == eventList && lists[depth] }
	for i := 0; i < len(line); i++ {
		switch c := line[i]; c {
		case '"':
			n := textLength(line[i+1:])
			growth += textCost * n
			i += n + 1
		case '{', '[':
			if depth++; depth <= eventList {
				lists[depth] = c == '['
			}
			growth += partCost
			if inRows() && !bytes.HasPrefix(bytes.TrimLeft(line[i+1:], " \t\r"), []byte{']'}) {
				rows++
				growth += rowCost
			}
		case '}', ']':
			depth = max(depth-1, 0)
		case ',':
			growth += partCost
			if inRows() {
				rows++
				growth += rowCost
			}
		}
		if rows > maxRows || growth > maxGrowth {
			return false
		}
	}
	return true
}

// textLength is how many bytes of a JSON string stand before its closing quote.
func textLength(in []byte) int {
	for i := 0; ; {
		n := bytes.IndexByte(in[i:], '"')
		if n < 0 {
			return len(in)
		}
		end := i + n
		slashes := 0
		for end-slashes > i && in[end-slashes-1] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return end
		}
		i = end + 1
	}
}
