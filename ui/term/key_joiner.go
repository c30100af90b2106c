package term

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	esc = 0x1b

	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
	// escapeKey is the escape key in kitty's protocol. Bubble Tea understands it with or without that protocol
	// and, unlike with a bare ESC, does not treat what follows as part of it.
	escapeKey = "\x1b[27u"

	// maxSequence limits a sequence; the longest that terminals report have about 100 bytes.
	maxSequence = 1 << 10
	// maxPaste limits a paste. The rest is dropped, because it must not act as keys.
	maxPaste = 64 << 10
)

// How long to wait for the rest of something incomplete.
const (
	// localGap and remoteGap apply after ESC: remoteGap if there is a network or tmux in between.
	localGap  = 50 * time.Millisecond
	remoteGap = 250 * time.Millisecond
	// reportGap applies to a sequence that cannot have been typed, since it already has a parameter. Its rest
	// would act as keys.
	reportGap = 2 * time.Second
	// pasteGap applies to a paste. One whose end never arrived would swallow all keys.
	pasteGap = time.Second
)

// A keyJoiner reassembles what a slow connection has split. Bytes go in, and complete letters, keys and reports
// come out. Bubble Tea alone waits 50 ms for the rest of a sequence and then treats the rest as keys.
type keyJoiner struct {
	gap time.Duration // localGap or remoteGap

	part []byte // beginning of a letter or a sequence
	long bool   // part exceeded maxSequence and is dropped when it ends
	late bool   // part is an ESC after which nothing came for localGap
	out  []byte // what is complete

	pasting bool // between pasteStart and pasteEnd
	pasted  int  // bytes since pasteStart
}

// addByte adds the next byte.
func (j *keyJoiner) addByte(b byte) {
	if j.late && !startsSequence(b) {
		j.flush() // the escape key, and then another key
	}
	if b == esc && string(j.part) == "\x1b\x1b" {
		j.emit(j.part[:1])
		j.part = j.part[:1]
	}
	if cannotContinue(j.part, b) {
		j.reset()
	}
	if len(j.part) == maxSequence {
		j.long = true
		j.part = slices.Delete(j.part, 2, 3) // the first and the last two bytes suffice to detect its end
	}
	j.late = false
	j.part = append(j.part, b)
	if isComplete(j.part) {
		if !j.long {
			j.emit(j.part)
		}
		j.reset()
	}
}

func (j *keyJoiner) reset() { j.part, j.long, j.late = j.part[:0], false, false }

// wait returns how long to wait for the next byte; 0: everything is complete.
func (j *keyJoiner) wait() time.Duration {
	switch {
	case j.pasting:
		return pasteGap
	case len(j.part) == 0:
		return 0
	case isTerminalReport(j.part):
		return reportGap
	case len(j.part) == 1 && j.part[0] == esc && !j.late:
		return localGap
	case j.late:
		return j.gap - localGap
	}
	return j.gap
}

// timedOut is called if nothing arrived in the time of wait.
func (j *keyJoiner) timedOut() {
	if wait := j.gap; !j.pasting && len(j.part) == 1 && j.part[0] == esc && !j.late && wait > localGap {
		j.late = true // it may still begin a sequence, but no longer a key pressed with alt
		return
	}
	j.flush()
	if j.pasting {
		j.pasting = false
		j.out = append(j.out, pasteEnd...)
	}
}

// flush passes on what is incomplete: keys as such, and nothing of a report.
func (j *keyJoiner) flush() {
	switch {
	case len(j.part) == 0 || isTerminalReport(j.part):
	case j.part[0] == esc && len(bytes.Trim(j.part, "\x1b")) == 0: // pressed once or more often
		for range j.part {
			j.emit([]byte{esc})
		}
	default:
		j.emit(j.part)
	}
	j.reset()
}

// emit passes on a complete letter, key or report.
func (j *keyJoiner) emit(t []byte) {
	switch {
	case j.pasting && isCtrlC(t):
		j.pasting = false
		j.out = append(append(j.out, pasteEnd...), t...)
	case string(t) == "\x1b"+pasteStart || string(t) == "\x1b"+pasteEnd: // alt cannot be combined with a paste: escape, then a paste
		j.emit(t[:1])
		j.emit(t[1:])
	case string(t) == pasteEnd:
		j.pasting = false
		j.out = append(j.out, t...)
	case j.pasting:
		if j.pasted += len(t); j.pasted <= maxPaste {
			j.out = append(j.out, t...)
		}
	case string(t) == pasteStart:
		j.pasting, j.pasted = true, 0
		j.out = append(j.out, t...)
	case len(t) == 1 && t[0] == esc:
		j.out = append(j.out, escapeKey...)
	default:
		j.out = append(j.out, t...)
	}
}

// startsSequence reports whether b after ESC begins a sequence: CSI, SS3, OSC, DCS, APC, PM or SOS.
func startsSequence(b byte) bool { return strings.IndexByte("[O]P_^X", b) >= 0 }

// isString reports whether part begins a sequence that ends with a terminator of its own.
func isString(part []byte) bool {
	return len(part) > 1 && part[0] == esc && strings.IndexByte("]P_^X", part[1]) >= 0
}

// isTerminalReport reports whether part begins something that only a terminal sends.
func isTerminalReport(part []byte) bool {
	return len(part) > 2 && part[0] == esc && (part[1] == '[' || isString(part))
}

// cannotContinue reports whether b cannot belong to part, so that part ends incomplete.
func cannotContinue(part []byte, b byte) bool {
	switch {
	case len(part) == 0:
		return false
	case part[0] != esc:
		return utf8.RuneStart(b)
	case len(part) == 1 || len(part) == 2 && part[1] == esc:
		return false
	case part[1] == esc: // alt with another sequence
		return cannotContinue(part[1:], b)
	case isString(part):
		return b == 0x03 || b == 0x18 || b == 0x1a || part[len(part)-1] == esc && b != '\\'
	case isMouse(part):
		return false
	}
	return startsSequence(part[1]) && (b < ' ' || b > '~')
}

// isMouse reports whether part begins a mouse report of the oldest kind, with three bytes after the M.
func isMouse(part []byte) bool { return len(part) > 2 && string(part[:3]) == "\x1b[M" }

// isComplete reports whether part is a complete letter, key or report.
func isComplete(part []byte) bool {
	if part[0] != esc {
		return utf8.FullRune(part)
	}
	if len(part) == 1 {
		return false
	}
	last := part[len(part)-1]
	switch {
	case part[1] == esc: // alt with another key
		return len(part) > 2 && isComplete(part[1:])
	case isString(part):
		return len(part) > 2 && (last == '\\' && part[len(part)-2] == esc || last == '\a' && part[1] == ']')
	case isMouse(part):
		return len(part) == 6
	case len(part) > 2 && string(part[:3]) == "\x1b[[": // a function key of the Linux console
		return len(part) == 4
	case part[1] == '[' || part[1] == 'O':
		return len(part) > 2 && last >= '@' && last <= '~'
	}
	return utf8.FullRune(part[1:]) // a letter pressed with alt
}

// isCtrlC reports whether a key is ctrl+c: without a protocol, with kitty's ("1089::99;5u" on a Cyrillic keyboard)
// or with modifyOtherKeys.
func isCtrlC(key []byte) bool {
	if string(key) == "\x03" || string(key) == "\x1b[27;5;99~" {
		return true
	}
	body, ok := strings.CutPrefix(string(key), "\x1b[")
	if !ok || !strings.HasSuffix(body, "u") {
		return false
	}
	codes, mods, _ := strings.Cut(strings.TrimSuffix(body, "u"), ";")
	mods, event, _ := strings.Cut(mods, ":")
	held, err := strconv.Atoi(mods)
	const ctrl, released = 4, "3"
	return err == nil && (held-1)&ctrl != 0 && event != released && slices.Contains(strings.Split(codes, ":"), "99")
}
