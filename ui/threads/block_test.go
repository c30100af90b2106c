package threads

import (
	"testing"

	"pgregory.net/rapid"
)

// checkBlock holds a view against what every view promises.
func checkBlock(t *rapid.T, b block, v visibleRows) {
	shown := 0
	for i := range b.waiting {
		if v.shows(i) {
			shown++
		}
	}
	hidden := b.waiting - shown
	switch above, below := v.hidden(b.waiting); {
	case v.rows() > b.height:
		t.Fatalf("%+v takes %d rows: %+v", b, v.rows(), v)
	case above.len()+shown+below.len() != b.waiting:
		t.Fatalf("%+v: %d above, %d shown and %d below are not all %d", b, above.len(), shown, below.len(), b.waiting)
	case b.waiting > 0 && b.height > 1 && !v.shows(0):
		t.Fatalf("%+v: the worst is not in the window: %+v", b, v)
	case b.waiting > 0 && b.height > 1:
		if i, ok := v.at(0); i != 0 || !ok {
			t.Fatalf("%+v: row one is %d, not the worst", b, i)
		}
	}
	switch whole := b.waiting <= b.height; {
	case hidden > 0 && whole && !b.cursorInOthers():
		t.Fatalf("%+v: %d waiting rows are hidden although all fit: %+v", b, hidden, v)
	case hidden > 0 && b.cursorInOthers() && b.waiting <= b.height-1-min(b.others, 3) && b.waiting <= b.height*3/5-1:
		t.Fatalf("%+v: %d waiting rows are hidden although all fit above the others: %+v", b, hidden, v)
	case !b.idle && !b.wheeled && b.height > 1 && b.cursor >= 0 && b.cursor < b.waiting+b.others && !v.shows(b.cursor):
		t.Fatalf("%+v: the cursor is not in the window: %+v", b, v)
	case b.idle && b.waiting > 0 && (v.pinned || v.waiting.from > 0):
		t.Fatalf("%+v: the worst are not in view: %+v", b, v)
	}
	for y := range v.rows() {
		if i, ok := v.at(y); ok && !v.shows(i) {
			t.Fatalf("%+v: row %d is said to be %d, which is not shown: %+v", b, y, i, v)
		}
	}
}

// Whatever happens on the floor and on the keys: every waiting chat that fits is
// shown, the worst is row one, and those above, shown and below are all.
func TestTheWaitingPartIsNeverPushedAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := block{cursor: -1}
		step := rapid.IntRange(0, 6)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			n := b.waiting + b.others
			what := step.Draw(t, "what")
			switch what {
			case 0:
				b.height = rapid.IntRange(0, 33).Draw(t, "height")
			case 1: // another floor; the cursor's row may be anywhere in its own part, or on none
				in := b.cursor >= b.waiting
				b.waiting, b.others = rapid.IntRange(0, 99).Draw(t, "waiting"), rapid.IntRange(0, 150).Draw(t, "others")
				switch from, to := 0, b.waiting-1; {
				case in && b.others > 0:
					from, to = b.waiting, b.waiting+b.others-1
					fallthrough
				case !in && b.waiting > 0:
					b.cursor = rapid.IntRange(from, to).Draw(t, "now at")
				default:
					b.cursor = -1
				}
			case 2, 3:
				b.idle = false
				b.cursor = max(-1, min(n-1, b.cursor+rapid.IntRange(-9, 9).Draw(t, "by")))
			case 4:
				b.idle, b.cursor = false, rapid.SampledFrom([]int{-1, 0, n - 1}).Draw(t, "to")
			case 5:
				b.idle = true
			case 6:
				b.idle = false
				b.wheel(rapid.IntRange(-9, 9).Draw(t, "wheel"))
			}
			if what > 1 && what < 5 { // a key
				b.wheeled = false
			}
			checkBlock(t, b, b.scroll())
		}
	})
}

// Ten times down within five seconds and then no key for minutes: the worst are back.
func TestTheWorstComeBackIntoView(t *testing.T) {
	b := block{height: 13, waiting: 13, others: 120}
	for range 14 {
		b.cursor++
		b.scroll()
	}
	if v := b.scroll(); v.waiting.len() == 13 || !v.shows(14) {
		t.Errorf("among the others: %+v", v)
	}
	b.idle = true
	if v := b.scroll(); v.waiting != (rowRange{0, 13}) || v.pinned {
		t.Errorf("idle: %+v, want all that wait", v)
	}
}
