package safetext

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Marks of the HTML parser.
const (
	noticeScript = "[script removed]"
	noticeStyle  = "[style removed]"

	noteOpenBracket  = "("
	noteCloseBracket = ")"
	noteHost         = ", host "
	noteImage        = "[image]"
	noteImageOpen    = "[image: "
	noteImageClose   = "]"
)

// CleanHTML makes the body of a message safe that may be HTML. It is treated as HTML if it contains a tag that
// chat and mail programs write, a comment, or an entity with its semicolon; otherwise the result is that of Clean.
// Entities are decoded once, tags become row breaks, links become their text followed by their target, and unknown
// tags stay as typed. The time is linear.
func CleanHTML(raw string) Text {
	if strings.IndexByte(raw, '<') < 0 && strings.IndexByte(raw, '&') < 0 {
		return Clean(raw)
	}
	f := detectFeatures(raw)
	if !f.tags && !f.entities {
		return Clean(raw)
	}
	c := newCleaner(len(raw), maxBody)
	if !f.tags {
		c.text(decodeEntities(raw))
		return c.finish()
	}
	h := htmlParser{c: c, src: raw, collapse: f.rows}
	h.run()
	return c.finish()
}

// An htmlParser reads one message with the tokenizer and passes text and marks to the cleaner.
type htmlParser struct {
	c        *cleaner
	src      string
	pos      int    // bytes of src read
	collapse bool   // tags make the rows, so blanks and line breaks of the source are one blank
	pre      int    // depth of <pre>
	removing string // "script" or "style" while inside one
	brk      bool   // a new row is due before the next text
	link     *link  // the open link
}

func (h *htmlParser) run() {
	z := html.NewTokenizer(strings.NewReader(h.src))
	for h.c.room > 0 || h.c.full {
		tt := z.Next()
		if tt == html.ErrorToken {
			break
		}
		raw := h.src[h.pos : h.pos+len(z.Raw())]
		h.pos += len(raw)
		h.token(z, tt, raw)
	}
	h.endLink()
	// The tokenizer does not report a tag that is cut off at the end.
	rest := h.src[h.pos:]
	switch {
	case rest == "" || h.removing != "":
	case h.c.room == 0:
		h.c.cut += len(rest)
	default:
		h.write(decodeEntities(rest))
	}
}

func (h *htmlParser) token(z *html.Tokenizer, tt html.TokenType, raw string) {
	switch tt {
	case html.TextToken:
		h.text(raw)
	case html.StartTagToken, html.SelfClosingTagToken:
		if t := readTag(z, raw); t.kind != tagUnknown {
			h.start(t)
		} else {
			h.write(raw)
		}
	case html.EndTagToken:
		h.end(raw)
	case html.CommentToken:
		h.comment(raw)
	default:
		if !strings.EqualFold(raw, "<!doctype html>") {
			h.write(raw)
		}
	}
}

func (h *htmlParser) text(raw string) {
	switch {
	case h.removing != "":
	case h.collapse && h.pre == 0:
		if raw = collapse(raw, h.brk || h.c.afterBlank()); raw != "" {
			h.write(decodeEntities(raw))
		}
	default:
		h.write(decodeEntities(raw))
	}
}

func (h *htmlParser) write(s string) {
	h.startRow()
	h.link.appendText(s)
	h.c.text(s)
}

// startRow begins the row that is due.
func (h *htmlParser) startRow() {
	if h.brk && !h.c.atRowStart() {
		h.c.text("\n")
	}
	h.brk = false
}

func (h *htmlParser) mark(open, text string) {
	h.startRow()
	h.c.mark(open, text)
}

func (h *htmlParser) start(t tag) {
	switch t.kind {
	case tagBlock, tagPre:
		h.brk = true
		if t.kind == tagPre {
			h.pre++
		}
	case tagBreak:
		h.startRow()
		h.c.text("\n")
	case tagCell:
		if !h.brk && !h.c.afterBlank() {
			h.c.text(" ")
		}
	case tagScript:
		h.removing = "script"
		h.mark(noticeOpen, noticeScript)
	case tagStyle:
		h.removing = "style"
		h.mark(noticeOpen, noticeStyle)
	case tagImage:
		h.image(t)
	case tagLink:
		h.endLink()
		if t.href != "" {
			h.link = &link{href: t.href}
		}
	}
}

func (h *htmlParser) image(t tag) {
	name := t.alt
	if name == "" && !strings.HasPrefix(t.src, "data:") {
		name = t.src
	}
	if name == "" {
		h.mark(noteOpen, noteImage)
		return
	}
	h.mark(noteOpen, noteImageOpen)
	h.c.text(name)
	h.c.mark(noteOpen, noteImageClose)
}

func (h *htmlParser) end(raw string) {
	name := tagName(raw[1:])
	if h.removing != "" && name == h.removing {
		h.removing = ""
		return
	}
	kind := kindOf(name)
	inside := raw[len("</")+len(name) : len(raw)-1]
	if kind == tagUnknown || kind == tagScript || kind == tagStyle || strings.Trim(inside, " \t\r\n\f") != "" {
		h.write(raw)
		return
	}
	switch kind {
	case tagPre:
		h.pre = max(0, h.pre-1)
		h.brk = true
	case tagBlock:
		h.brk = true
	case tagLink:
		h.endLink()
	}
}

// comment writes how much a comment hides. What only the tokenizer considers a comment ("</3", "<?php ?>") stays
// as typed.
func (h *htmlParser) comment(raw string) {
	body, ok := strings.CutPrefix(raw, "<!--")
	if !ok {
		h.write(raw)
		return
	}
	body = strings.TrimSuffix(strings.TrimSuffix(body, "-->"), "--!>")
	n := utf8.RuneCountInString(body)
	h.mark(noticeOpen, "[comment hidden: "+strconv.Itoa(n)+" chars]")
}

// collapse replaces each run of spaces and line breaks by one space, or at the start by none if lead is set.
func collapse(s string, lead bool) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		ch := s[i]
		crlf := ch == '\r' && i+1 < len(s) && s[i+1] == '\n'
		if ch != ' ' && ch != '\t' && ch != '\n' && !crlf {
			b.WriteByte(ch)
			lead = false
			continue
		}
		if !lead {
			b.WriteByte(' ')
			lead = true
		}
	}
	return b.String()
}

// atRowStart reports whether nothing stands on the row yet.
func (c *cleaner) atRowStart() bool {
	if c.full {
		return c.endsBreak
	}
	return c.half == 0 && (len(c.out) == 0 || c.out[len(c.out)-1] == '\n')
}

// afterBlank reports whether a blank or a row's start stands before what comes next.
func (c *cleaner) afterBlank() bool {
	return c.atRowStart() || c.half == 0 && !c.full && bytes.HasSuffix(c.out, []byte(" "))
}
