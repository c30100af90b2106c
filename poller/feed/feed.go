// Package feed turns Events into lines and back: one Event is one line of JSON everywhere, so a
// recording is what a viewer reads, and what either brings goes to the screen like an answer of
// the API. Encode never fails, damaged lines are skipped and counted, and a Deduper leaves out what
// has been said before. It also has the lock on a file that recorder and server share.
//
// It imports model and safetext, and knows nothing of Acquire, of the Board's figures or of the screen.
// Nothing in it is safe for concurrent use unless it says so.
package feed
