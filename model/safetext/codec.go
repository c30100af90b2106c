package safetext

import "strings"

// trustedRoom is the largest ratio between the output of MarshalText and String(): at worst there are delimiters
// around every second byte.
const trustedRoom = 8

// MarshalText implements encoding.TextMarshaler. It writes the text with its marks, for a recording or a socket,
// and never fails.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.s), nil }

// AppendText implements encoding.TextAppender like MarshalText. It never fails.
func (t Text) AppendText(b []byte) ([]byte, error) { return append(b, t.s...), nil }

// UnmarshalText implements encoding.TextUnmarshaler. It restores what MarshalText wrote, but does not trust it:
// the input is cleaned as by Clean, and a mark is accepted as ours only where this package can have written it. It
// never fails.
//
// Whether Clean or Line made the text is not recorded: a field that had one line when it was written can have
// several in a forged recording.
func (t *Text) UnmarshalText(b []byte) error {
	raw := string(b)
	if isClean(raw, maxBody) {
		*t = Text{raw}
		return nil
	}
	c := newCleaner(len(raw), maxBody)
	c.trusted = true
	c.room = trustedRoom * maxBody
	c.text(raw)
	*t = c.finish()
	return nil
}

// region adds a mark written by MarshalText and returns its length, or 0 if this package would not write it there.
func (c *cleaner) region(s string) int {
	if s == removedFlag {
		c.removed = true
		return delimiterLen
	}
	kind := openKind(s)
	body := s[delimiterLen:]
	end := strings.IndexByte(body, privateLead)
	if kind == plainPiece || end <= 0 || !strings.HasPrefix(body[end:], markClose) {
		return 0
	}
	body = body[:end]
	switch {
	case kind == noticePiece && isNotice(body):
		c.write(noticeOpen, body)
	case kind == notePiece && isNote(body):
		c.write(noteOpen, body)
	case kind == picturePiece && arePictures(body):
		for body != "" {
			n := nextPicture(body)
			c.picture(body[:n])
			body = body[n:]
		}
	default:
		return 0
	}
	return end + 2*delimiterLen
}

func arePictures(s string) bool {
	for s != "" {
		n := nextPicture(s)
		if n == 0 {
			return false
		}
		s = s[n:]
	}
	return true
}
