package term

import "bytes"

// DropRedundantStyles returns the renderer's output without redundant colour sequences. Before each move of the
// cursor the renderer resets the colours, and afterwards it sets the same again: half of the bytes for a list in
// which one clock changes in each row. If there are only moves between the two, neither is needed, because a move
// paints nothing; and of two background colours in a row the reset between them is not. The resulting screen is
// the same. out is not changed.
func DropRedundantStyles(out []byte) []byte {
	var kept []byte    // nil: nothing was dropped so far
	done := 0          // bytes of out that are in kept
	var pen []byte     // the sequence that set the colours since the last reset, if there was only one, or the last of several that set only the background
	reset := false     // the last colour sequence was a reset
	afterText := false // the last byte was text
	for i := 0; i < len(out); {
		n := sequenceLength(out[i:])
		switch s := out[i : i+max(n, 1)]; {
		case n == 0:
			next := bytes.IndexByte(out[i+1:], '\x1b')
			if next < 0 {
				next = len(out) - i - 1
			}
			n = next + 1
			afterText = out[i+n-1] >= ' '
			i += n
			continue
		case s[n-1] != 'm':
		case string(s) != "\x1b[m" && string(s) != "\x1b[0m":
			if !reset && !(background(pen) && background(s)) {
				s = nil // more than one sequence has set them
			}
			pen, reset = s, false
		default:
			moves := moveLength(out[i+n:], afterText)
			behind := out[i+n+moves:]
			again := behind[:sequenceLength(behind)]
			if same := bytes.Equal(again, pen); pen != nil && moves > 0 && (same || background(pen) && background(again)) {
				kept = append(append(kept, out[done:i]...), out[i+n:i+n+moves]...)
				if n += moves; same {
					n += len(again)
				}
				done = i + n
				break
			}
			pen, reset = nil, true
		}
		afterText = false
		i += n
	}
	if kept == nil {
		return out
	}
	return append(kept, out[done:]...)
}

// moveLength returns the length of the moves at the start of out: to a position (CUP), or after text to a column
// of a row below (line feeds, and CHA or CUB). The renderer scrolls with line feeds only from the first column,
// where no text precedes them, so such moves never paint a new row.
func moveLength(out []byte, said bool) int {
	feeds := len(out) - len(bytes.TrimLeft(out, "\n"))
	if feeds > 0 {
		if n := sequenceLength(out[feeds:]); said && n > 0 && (out[feeds+n-1] == 'G' || out[feeds+n-1] == 'D') {
			return feeds + n
		}
		return 0
	}
	moves := 0
	for n := sequenceLength(out); n > 0 && out[moves+n-1] == 'H'; n = sequenceLength(out[moves:]) {
		moves += n
	}
	return moves
}

// sequenceLength returns the length of a control sequence (CSI) with only numbers at the start of out, or 0.
func sequenceLength(out []byte) int {
	if !bytes.HasPrefix(out, []byte("\x1b[")) {
		return 0
	}
	for i := 2; i < len(out); i++ {
		switch c := out[i]; {
		case c >= '0' && c <= '9', c == ';', c == ':':
		case c >= '@' && c <= '~':
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// background reports whether a sequence sets the background to one of the 256 colours and nothing else: another
// such sequence replaces it completely.
func background(s []byte) bool {
	n, is := bytes.CutPrefix(s, []byte("\x1b[48;5;"))
	return is && !bytes.ContainsAny(n, ";:")
}
