package safetext

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

const (
	maxScheme = 20  // letters of a scheme that is named
	maxHost   = 255 // bytes; longer is not a host, and punycode is not linear
)

// A link is an open <a>. A nil link discards its text.
type link struct {
	href string
	text strings.Builder // as far as it can still equal the target
}

func (l *link) appendText(s string) {
	if l != nil && l.text.Len() <= len(l.href) {
		l.text.WriteString(s[:min(len(s), len(l.href)+1)])
	}
}

// endLink writes the target of the open link after its text, unless the text is the target.
func (h *htmlParser) endLink() {
	l := h.link
	if l == nil {
		return
	}
	h.link = nil
	target, host, refused := resolve(l.href)
	if refused == "" && host == "" && sameTarget(l.text.String(), target) {
		return
	}
	if !h.c.afterBlank() {
		h.c.text(" ")
	}
	if refused != "" {
		h.c.mark(noticeOpen, "(link removed: "+refused+")")
		return
	}
	h.c.mark(noteOpen, noteOpenBracket)
	h.c.text(target)
	if host != "" {
		h.c.mark(noteOpen, noteHost)
		h.c.text(host)
	}
	h.c.mark(noteOpen, noteCloseBracket)
}

func sameTarget(text, target string) bool {
	return strings.TrimSuffix(strings.TrimSpace(text), "/") == strings.TrimSuffix(target, "/")
}

// resolve returns the target as shown; the host in ASCII if the target does not show it plainly (non-ASCII
// letters, or a name before "@"); and if there is no target to show, why: its scheme, or "address". A target
// without a scheme is shown as typed.
func resolve(href string) (target, host, refused string) {
	target = strings.Trim(href, " \t\r\n\f")
	if strings.ContainsAny(target, "\t\r\n") { // browsers read on over them
		target = strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(target)
	}
	// They also read on after control characters at the start.
	scheme, rest := splitScheme(strings.TrimLeftFunc(target, func(r rune) bool { return r <= ' ' }))
	if scheme == "" {
		return target, "", ""
	}
	if scheme != "http" && scheme != "https" {
		return "", "", scheme[:min(len(scheme), maxScheme)]
	}
	authority := strings.TrimLeft(rest, `/\`)
	if i := strings.IndexAny(authority, `/\?#`); i >= 0 {
		authority = authority[:i]
	}
	at := strings.LastIndexByte(authority, '@')
	if at < 0 && isASCII(authority) {
		return target, "", ""
	}
	if host = asciiHost(authority[at+1:]); host == "" {
		return "", "", "address"
	}
	return target, host, ""
}

// splitScheme returns the scheme in lower case and what follows its colon; "" where s has none.
func splitScheme(s string) (scheme, rest string) {
	i := strings.IndexByte(s, ':')
	if i <= 0 || !schemeLetters(s[:i]) {
		return "", s
	}
	return strings.ToLower(s[:i]), s[i+1:]
}

func schemeLetters(s string) bool {
	for i := range len(s) {
		letter := isAlnum(s[i]) && s[i] > '9'
		if !letter && (i == 0 || !isAlnum(s[i]) && s[i] != '+' && s[i] != '-' && s[i] != '.') {
			return false
		}
	}
	return s != ""
}

// isScheme reports whether s can stand in a notice.
func isScheme(s string) bool {
	return len(s) <= maxScheme && schemeLetters(s) && s == strings.ToLower(s)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// asciiHost returns the host without its port in ASCII, or "".
func asciiHost(s string) string {
	if i := strings.LastIndexByte(s, ':'); i >= 0 && strings.Trim(s[i+1:], "0123456789") == "" {
		s = s[:i]
	}
	if len(s) > maxHost {
		return ""
	}
	if host, err := idna.Lookup.ToASCII(s); err == nil {
		return host
	}
	host, err := idna.Punycode.ToASCII(s)
	if err != nil || !isASCII(host) {
		return ""
	}
	return host
}
