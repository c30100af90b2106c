package uitest

import (
	"math/rand/v2"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// MaxWidth and MaxHeight are the largest screen tested.
const MaxWidth, MaxHeight = 320, 100

// Sweep returns the sizes to test: each width and height at which the layout changes,
// random sizes from 20×5 to 260×100, and the extremes. In the long version it returns
// every size.
func Sweep(chance *rand.Rand) [][2]int {
	var sizes [][2]int
	if Long() {
		for w := 1; w <= MaxWidth; w++ {
			for h := 1; h <= MaxHeight; h++ {
				sizes = append(sizes, [2]int{w, h})
			}
		}
		return sizes
	}
	width, height := func() int { return 20 + chance.IntN(241) }, func() int { return 5 + chance.IntN(96) }
	for _, w := range []int{1, 3, 8, 19, 20, 21, 33, 40, 59, 60, 61, 79, 80, 119, 120, 121, 159, 160, 161, 200, 260, 320} {
		sizes = append(sizes, [2]int{w, height()})
	}
	for _, h := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 19, 20, 21, 22, 24, 29, 30, 35, 36, 37, 38, 43, 44, 50, 100} {
		sizes = append(sizes, [2]int{width(), h})
	}
	for range 20 {
		sizes = append(sizes, [2]int{width(), height()})
	}
	return append(sizes, [2]int{1, 1}, [2]int{19, 4}, [2]int{20, 5}, [2]int{MaxWidth, 1}, [2]int{1, MaxHeight}, [2]int{MaxWidth, MaxHeight})
}

// Fits returns what is wrong with the shape of a frame of w by h cells, and the row; "" if nothing.
func Fits(frame string, w, h int, m ansi.Method) (problem string, row string) {
	rows := strings.Split(frame, "\n")
	if len(rows) != h {
		return "rows", frame
	}
	for _, r := range rows {
		if m.StringWidth(r) != w {
			return "width", r
		}
		if i := strings.IndexFunc(ansi.Strip(r), func(c rune) bool { return c < 0x20 || c == 0x7f }); i >= 0 {
			return "control character", r
		}
	}
	return "", ""
}
