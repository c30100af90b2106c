// Package feed encodes Events as lines and decodes them: an Event is one line of JSON everywhere, so
// that recordings and sockets have one format. Encoding never fails, damaged lines are skipped and
// counted, and a Deduper removes repeats.
//
// It imports model and safetext, and does not know Acquire, the Board's figures or the screen. Nothing
// in it is safe for concurrent use unless it says so.
package feed
