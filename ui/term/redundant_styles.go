package term

import "bytes"

// DropRedundantStyles returns what the renderer has written without what it says twice. Before each move of the cursor
// the renderer resets the colours, and behind it sets the same again: of a list in which one clock
// ticks in each row that is half of the bytes. Where only moves to a place lie between the two, neither is
// needed, since such a move paints nothing; of two colours behind text the reset between them is not. The screen is the
// same. out stays as it is.
func DropRedundantStyles(out []byte) []byte {
	var kept []byte // nil: nothing has been left out so far
	done := 0       // of out, in kept
	var pen []byte  // what has set the colours since the last reset, where one sequence has, or the last of several that only set what is behind text
	reset := false  // the colours were reset last
	said := false   // the last byte was text
	for i := 0; i < len(out); {
		n := sequenceLength(out[i:])
		switch s := out[i : i+max(n, 1)]; {
		case n == 0:
			next := bytes.IndexByte(out[i+1:], '\x1b')
			if next < 0 {
				next = len(out) - i - 1
			}
			n = next + 1
			said = out[i+n-1] >= ' '
			i += n
			continue
		case s[n-1] != 'm':
		case !isReset(s):
			if !reset && !(background(pen) && background(s)) {
				s = nil // more than one sequence has set them
			}
			pen, reset = s, false
		default:
			moves := moveLength(out[i+n:], said)
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
		said = false
		i += n
	}
	if kept == nil {
		return out
	}
	return append(kept, out[done:]...)
}

// moveLength is the length of the moves that out begins with: to a place (CUP), or behind text to a column of a row below
// (line feeds, and CHA or CUB). The renderer scrolls with line feeds from the first column alone, where no text has
// been said, so that one never paints a new row.
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

// sequenceLength is the length of the control sequence (CSI) with numbers alone that out begins with; 0: it begins with none.
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

// background reports whether a sequence sets the colour behind text to one of the 256, and nothing else: what it sets,
// another such replaces.
func background(s []byte) bool {
	n, is := bytes.CutPrefix(s, []byte("\x1b[48;5;"))
	return is && !bytes.ContainsAny(n, ";:")
}

// isReset reports whether a sequence that sets colours sets none.
func isReset(s []byte) bool { return string(s) == "\x1b[m" || string(s) == "\x1b[0m" }
