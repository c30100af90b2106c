package term

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/ui/draw"
)

// Terminals disagree about the width of some text: a conjunct of Devanagari has three cells in xterm, two or one in
// kitty. Bubble Tea's renderer writes a row from left to right and relies on its own count, so that everything to the
// right of such text would shift, including the frame. An anchor says in which column the following text belongs. It is
// inserted after such text in the finished frame, passes through the renderer as part of the cell before it, since it
// has no width, and becomes a cursor movement on the way to the terminal.
//
// It consists of variation selectors, which no text contains: safetext drops
// them, and sanitize takes out any that got past it.
const (
	anchorLead  = '\U000e01ef'
	anchorDigit = '\U000e0100' // and up: a digit to the base anchorBase
	anchorBase  = 128
	anchorSize  = 3 * 4 // bytes: the lead and two digits
	maxAnchor   = anchorBase*anchorBase - 1
)

var anchorBytes = []byte(string(anchorLead))

// isAnchor reports whether r is a rune of which anchors consist.
func isAnchor(r rune) bool { return r >= anchorDigit && r <= anchorLead }

// insertAnchors returns a frame with anchors: in each row with text whose width may differ from what m counts,
// before the next frame character and before each run of two spaces. A single space is between words, which stay
// together.
func insertAnchors(frame string, m ansi.Method) string {
	if draw.SureWidth(frame) {
		return frame
	}
	var b strings.Builder
	b.Grow(len(frame) + len(frame)/8)
	for row := range strings.Lines(frame) {
		anchorRow(&b, row, m)
	}
	return b.String()
}

// anchorRow writes a row with its anchors.
func anchorRow(b *strings.Builder, row string, m ansi.Method) {
	if draw.SureWidth(row) {
		b.WriteString(row)
		return
	}
	column, doubt := 0, false
	for row != "" {
		if n := styleLength(row); n > 0 {
			b.WriteString(row[:n])
			row = row[n:]
			continue
		}
		cluster, width := ansi.FirstGraphemeCluster(row, m)
		if doubt && isAligned(row) && column <= maxAnchor {
			writeAnchor(b, column)
			doubt = false
		}
		doubt = doubt || !draw.SureWidth(cluster)
		b.WriteString(cluster)
		column += width
		row = row[len(cluster):]
	}
}

// isAligned reports whether the rest of a row begins with something that has a fixed column.
func isAligned(row string) bool {
	if strings.HasPrefix(row, "\u2502") { // of a frame
		return true
	}
	rest, ok := strings.CutPrefix(row, " ")
	for n := styleLength(rest); n > 0; n = styleLength(rest) {
		rest = rest[n:]
	}
	return ok && (strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "\u2502"))
}

func writeAnchor(b *strings.Builder, column int) {
	b.WriteRune(anchorLead)
	b.WriteRune(anchorDigit + rune(column/anchorBase))
	b.WriteRune(anchorDigit + rune(column%anchorBase))
}

// Sequences that the renderer uses. If the terminal wrapped, text that is wider than counted would continue on the
// next row.
var (
	enterScreen = []byte(ansi.SetModeAltScreenSaveCursor)
	leaveScreen = []byte(ansi.ResetModeAltScreenSaveCursor)
	wrapOn      = []byte(ansi.SetModeAutoWrap)
	wrapOff     = []byte(ansi.ResetModeAutoWrap)
)

// resolveAnchors returns the renderer's output for the terminal: anchors become cursor movements, and while the
// screen is ours wrapping is off. Bubble Tea switches it on again after each last cell.
func resolveAnchors(out []byte) []byte {
	if bytes.Contains(out, wrapOn) {
		out = bytes.ReplaceAll(out, wrapOn, nil)
	}
	if bytes.Contains(out, enterScreen) {
		out = bytes.ReplaceAll(out, enterScreen, append(bytes.Clone(enterScreen), wrapOff...))
	}
	if bytes.Contains(out, leaveScreen) {
		out = bytes.ReplaceAll(out, leaveScreen, append(bytes.Clone(wrapOn), leaveScreen...))
	}
	if !bytes.Contains(out, anchorBytes) {
		return out
	}
	moved := make([]byte, 0, len(out))
	for {
		i := bytes.Index(out, anchorBytes)
		if i < 0 || len(out)-i < anchorSize {
			return append(moved, out...)
		}
		high, n := utf8.DecodeRune(out[i+len(anchorBytes):])
		low, _ := utf8.DecodeRune(out[i+len(anchorBytes)+n:])
		moved = append(moved, out[:i]...)
		moved = appendMove(moved, int(high-anchorDigit)*anchorBase+int(low-anchorDigit))
		out = out[i+anchorSize:]
	}
}

// appendMove appends a move to a column of the row, with the two sequences that every terminal has.
func appendMove(out []byte, column int) []byte {
	out = append(out, '\r')
	if column > 0 {
		out = append(out, "\x1b["...)
		out = strconv.AppendInt(out, int64(column), 10)
		out = append(out, 'C')
	}
	return out
}
