package safetext

import (
	"strings"

	"golang.org/x/net/html"
)

// A tagKind is what a tag does to the text. Tags that are not listed are tagUnknown and stay as typed, including
// elements with raw text (title, textarea, iframe, plaintext), which have no use in a chat except to hide
// something.
type tagKind uint8

const (
	tagUnknown tagKind = iota
	tagInline          // affects only the appearance
	tagBlock           // has rows of its own
	tagBreak           // <br>
	tagCell            // of a table
	tagPre
	tagScript
	tagStyle
	tagImage
	tagLink
)

const maxTagName = len("blockquote")

func kindOf(name string) tagKind {
	switch name {
	case "abbr", "b", "bdi", "bdo", "big", "body", "button", "cite", "code", "del", "dfn", "em", "font", "head", "html",
		"i", "ins", "kbd", "label", "mark", "meta", "nobr", "o:p", "q", "s", "samp", "small", "span", "strike",
		"strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "tbody", "thead", "tfoot", "col", "colgroup":
		return tagInline
	case "address", "article", "aside", "blockquote", "caption", "center", "dd", "div", "dl", "dt", "figcaption",
		"figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
		"section", "table", "tr", "ul":
		return tagBlock
	case "br":
		return tagBreak
	case "td", "th":
		return tagCell
	case "pre":
		return tagPre
	case "script":
		return tagScript
	case "style":
		return tagStyle
	case "img":
		return tagImage
	case "a":
		return tagLink
	}
	return tagUnknown
}

// A tag is a start tag with the attributes that are shown.
type tag struct {
	kind           tagKind
	href, alt, src string
}

// readTag reads the start tag at which z stands. With attributes that no program writes it is not a tag: "if a<b
// then c>d" is a comparison.
func readTag(z *html.Tokenizer, raw string) tag {
	t := tag{kind: kindOf(tagName(raw[1:]))}
	if t.kind == tagUnknown || t.kind == tagScript || t.kind == tagStyle {
		return t
	}
	quoted := strings.ContainsAny(raw, `"'`)
	for more := true; more; {
		var k, v []byte
		if k, v, more = z.TagAttr(); len(k) == 0 {
			break // there are none
		}
		if !plausible(string(k), len(v) > 0 && quoted) {
			return tag{}
		}
		switch string(k) {
		case "href":
			t.href = string(v)
		case "alt":
			t.alt = string(v)
		case "src":
			t.src = string(v)
		}
	}
	return t
}

// plausible reports whether a program would write the attribute: one that is
// known, or any well-formed name with a quoted value.
func plausible(name string, quoted bool) bool {
	switch name {
	case "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "cite", "class", "color", "cols",
		"colspan", "content", "data", "datetime", "dir", "download", "face", "height", "hidden", "href", "hspace",
		"http-equiv", "id", "ismap", "itemprop", "lang", "link", "loading", "name", "nowrap", "noshade", "ping",
		"rel", "reversed", "role", "rows", "rowspan", "size", "sizes", "src", "srcset", "start", "style", "summary",
		"tabindex", "target", "text", "title", "type", "usemap", "valign", "value", "vlink", "vspace", "width":
		return true
	}
	for i := range len(name) {
		if b := name[i]; !isAlnum(b) && b != '-' && b != '_' && b != ':' {
			return false
		}
	}
	return quoted || strings.HasPrefix(name, "data-") || strings.HasPrefix(name, "aria-") || strings.HasPrefix(name, "on")
}
