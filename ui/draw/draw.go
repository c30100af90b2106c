// Package draw contains what everything on the screen is drawn with: roles and palettes, glyphs, lines of an exact
// width, frames, tables, bars, block digits, the viewport of a list, and the words for durations, levels and
// states. It does no I/O except for commands that query the terminal.
//
// It imports only model and safetext. It guarantees that a line has the requested width, whatever text from
// outside it contains, and accepts such text only as safetext.Text.
package draw
