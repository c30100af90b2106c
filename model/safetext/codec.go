package safetext

import "strings"

// trustedRoom is how many bytes of input a byte of String() can stand for in
// what MarshalText writes: delimiters, at the worst around every second byte.
const trustedRoom = 8

// MarshalText writes the text with its marks, for a recording or a socket. It
// never fails.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.s), nil }

// AppendText appends what MarshalText writes. It never fails.
func (t Text) AppendText(b []byte) ([]byte, error) { return append(b, t.s...), nil }

// UnmarshalText reads what MarshalText wrote and gives the same Text again.
// What it reads is a stranger's all the same: it is cleaned as Clean does, and
// a mark is taken for ours only where this package can have written it. It
// never fails.
//
// Which of Clean and Line made the text is not kept: a field that was one line
// when it was written can be several rows in a forged recording.
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

// region adds a mark that MarshalText wrote and returns its length, or 0 where
// this package does not write such a mark at such a place.
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
