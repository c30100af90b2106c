package feed

import "bytes"

const (
	// maxRows is how many rows a line may contain. Ours contain up to 1,000.
	maxRows = 20_000
	// maxGrowth is how many bytes of memory a line may decode to.
	maxGrowth = 64 << 20
)

// The memory that one character of a line can cost, in bytes. encoding/json allocates every element of
// a list, whatever its JSON is (null, a number, an empty object), so a value's type says nothing about
// its size.
const (
	rowCost  = 256 // of a row; no row type of an Event is larger
	partCost = 128 // of a value within a row: a list element or a field
	textCost = 3   // of a byte of text: a control code becomes a three-byte character
)

// bounded reports whether a line decodes to at most maxRows rows and maxGrowth bytes. It scans the line
// once before it is decoded and stops at a limit: in JSON such as [{},{},…] a few bytes become
// hundreds. It does not check whether the line is valid JSON.
func bounded(line []byte) bool {
	const eventList = 2 // a list at this depth is a part of the Event, and its elements are rows
	var (
		lists  [eventList + 1]bool // whether the open value at a depth is a list
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

// textLength returns how many bytes of a JSON string precede its closing quote.
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
