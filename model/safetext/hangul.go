package safetext

import "unicode/utf8"

// The conjoining letters that make a syllable, and how Unicode counts syllables by them
// (The Unicode Standard, section 3.12).
const (
	firstLead, leads   = 0x1100, 19
	firstVowel, vowels = 0x1161, 21
	firstTail, tails   = 0x11a8, 27
	firstSyllable      = 0xac00
	perVowel           = tails + 1
)

// syllable adds a conjoining letter of Hangul: lead, vowel and tail become one syllable, as NFC has it; a
// letter that is left alone is shown by its number.
func (c *cleaner) syllable(r rune) {
	switch {
	case r >= firstLead && r < firstLead+leads:
		c.flush()
		c.half = r
		return
	case r >= firstVowel && r < firstVowel+vowels && isJamo(c.half):
		lead := c.half - firstLead
		c.half = 0
		c.emit(firstSyllable + (lead*vowels+r-firstVowel)*perVowel)
		return
	case r >= firstTail && r < firstTail+tails && c.half == 0 && c.based && c.marks == 0 && c.joiners == 0:
		if last, size := utf8.DecodeLastRune(c.out); isOpenSyllable(last) {
			c.out = c.out[:len(c.out)-size]
			c.emit(last + r - firstTail + 1)
			return
		}
	}
	c.picture(nameOf(r))
}

// isOpenSyllable reports a syllable without a tail.
func isOpenSyllable(r rune) bool {
	return r >= firstSyllable && r < firstSyllable+leads*vowels*perVowel && (r-firstSyllable)%perVowel == 0
}
