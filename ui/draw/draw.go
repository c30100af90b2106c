// Package draw is what everything on the screen is drawn with: roles and
// palettes, glyphs, lines of an exact width, frames, bars, block digits, the
// window of a list, and the words for durations, levels and states. It does no
// I/O but for the commands that ask the terminal about itself.
//
// It imports model and safetext only. It promises that a line is as wide as it
// was asked to be, whatever a stranger's text holds, and that strangers' text
// enters only as safetext.Text.
package draw
