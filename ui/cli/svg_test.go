package cli

import (
	"encoding/xml"
	"fmt"
	"image/color"
	"io"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// The picture's cell, and the colours of what has none.
const (
	cellWidth, cellHeight = 8.4, 16.5
	paper, ink            = "#16181d", "#c8ccd4"
)

// svgOf draws a frame as an SVG: what a terminal of w by h cells shows of it. Each run of cells of one style is one
// text of a fixed length, so that the columns hold in every font.
func svgOf(t *testing.T, frame string, w, h int) string {
	t.Helper()
	term := vt.NewEmulator(w, h)
	if _, err := term.WriteString(strings.ReplaceAll(frame, "\n", "\r\n")); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="14" xml:space="preserve">`+"\n",
		float64(w)*cellWidth, float64(h)*cellHeight)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="%s"/>`+"\n", paper)
	for y := range h {
		for x := 0; x < w; {
			x = svgRun(&b, term, x, y, w)
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// svgRun draws the cells from x on that have one style, and returns the first column after them. Blanks end a run:
// then no font can move the words of a row.
func svgRun(b *strings.Builder, term *vt.Emulator, x, y, w int) int {
	first := term.CellAt(x, y)
	fg, bg := hexColour(first.Style.Fg, ink), hexColour(first.Style.Bg, paper)
	if first.Style.Attrs&uv.AttrReverse != 0 {
		fg, bg = bg, fg
	}
	text, end := "", x
	for end < w {
		c := term.CellAt(end, y)
		if end > x && (!c.Style.Equal(&first.Style) || (c.Content == " ") != (first.Content == " ")) {
			break
		}
		text += c.Content
		end += max(c.Width, 1)
	}
	left, width := float64(x)*cellWidth, float64(end-x)*cellWidth
	if bg != paper {
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`, left, float64(y)*cellHeight, width, cellHeight, bg)
	}
	if strings.TrimSpace(text) != "" {
		bold := ""
		if first.Style.Attrs&uv.AttrBold != 0 {
			bold = ` font-weight="bold"`
		}
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f" textLength="%.1f" lengthAdjust="spacingAndGlyphs" fill="%s"%s>`,
			left, float64(y)*cellHeight+12.8, width, fg, bold)
		_ = xml.EscapeText(b, []byte(text)) // a Builder takes everything
		b.WriteString("</text>\n")
	}
	return end
}

func hexColour(c color.Color, none string) string {
	if c == nil {
		return none
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// svgText returns the words of an SVG in their order, and fails where it is not well-formed.
func svgText(t *testing.T, svg string) string {
	t.Helper()
	var text strings.Builder
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return text.String()
		}
		if err != nil {
			t.Fatalf("the picture in colour: %v", err)
		}
		if data, ok := token.(xml.CharData); ok {
			text.WriteString(strings.TrimSpace(string(data)) + " ")
		}
	}
}
