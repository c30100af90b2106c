package safetext

import (
	"strings"
	"testing"
)

// htmlTable are the hostile messages of the policy's HTML table, by their number.
func htmlTable() []example {
	return []example{
		{"H1", "&#27;[2J", "⟦<ESC>⟧[2J"},
		{"H1", "&#x1b;[2J", "⟦<ESC>⟧[2J"},
		{"H2", "&#x9b;31m&#155;", "\u203a31m\u203a"},
		{"H3", "&amp;#27;[2J", "&#27;[2J"},
		{"H4", "&#8238;evil&ZeroWidthSpace;", "⟦<U+202E>⟧evil"},
		{"H5", "&#0;&#xD800;&#x110000;", "<FFFD><FFFD><FFFD>"},
		{"H6", "<a href=\"https://evil.example/\">bank.com</a>", "bank.com ⟦(⟧https://evil.example/⟦)⟧"},
		{"H7", "<a href=\"javascript:alert(1)\">x</a>", "x ⟦(link removed: javascript)⟧"},
		{"H8", "<a href=\"https://e/\x1b]0;t\x07\">x</a>", "x ⟦(⟧https://e/⟦<ESC>⟧]0;t⟦<BEL>⟧⟦)⟧"},
		{"H9", "<script>alert(1)</script>hi", "⟦[script removed]⟧hi"},
		{"H10", "hi<script>unclosed", "hi⟦[script removed]⟧"},
		{"H11", "<img src=x onerror=alert(1) alt=\"c\x07at\">", "⟦[image: ⟧c⟦<BEL>⟧at⟦]⟧"},
		{"H12", "a<b", "a<b"},
		{"H13", "<bob@example.com> said <3", "<bob@example.com> said <3"},
		{"H14", "if a<b then c>d ok", "if a<b then c>d ok"},
		{"H15", "1 < 2 && 3 > 2", "1 < 2 && 3 > 2"},
		{"H16", "<p>one</p><p>two<br>three</p>", "one / two / three"},
		{"H17", strings.Repeat("<div>", 20000) + "x", "x"},
		{"H18", "<!-- hidden", "⟦[comment hidden: 7 chars]⟧"},
		{"H19", "&lt;script&gt;", "<script>"},
		{"H20", "<plaintext>a<b>", "<plaintext>a<b>"},
		{"H20", "<title>a<b>", "<title>a<b>"},
		{"H20", "<textarea><b>", "<textarea><b>"},
	}
}

func TestHTMLTable(t *testing.T) { checkHTML(t, htmlTable()) }

func checkHTML(t *testing.T, table []example) {
	t.Helper()
	for _, tt := range table {
		text := CleanHTML(tt.raw)
		if got, want := bracketed(text), signs.Replace(tt.want); got != want {
			t.Errorf("%s CleanHTML(%.80q) = %q, want %q", tt.number, tt.raw, got, want)
		}
		checkSafe(t, tt.raw, text)
	}
}

// What is no HTML goes through CleanHTML as through Clean.
func TestHTMLPlain(t *testing.T) {
	for _, tt := range textTable() {
		if got, want := CleanHTML(tt.raw), Clean(tt.raw); got != want {
			t.Errorf("#%s CleanHTML(%.80q) = %q, want %q", tt.number, tt.raw, got.s, want.s)
		}
	}
}

func TestHTMLTags(t *testing.T) {
	checkHTML(t, []example{
		{"inline", "<b>a</b><i class=x>b</i> <FONT color=red>c</FONT>", "ab c"},
		{"source blanks", "<div>\n  one\r\n  two </div>\n<div> three</div>\n", "one two  / three"},
		{"no rows, breaks stay", "one\n<b>two</b>", "one / two"},
		{"blank row", "one<br><br>two", "one /  / two"},
		{"br ends a block", "<p>one<br></p><p>two</p>", "one / two"},
		{"pre", "<pre>a\n  b</pre>c", "a /   b / c"},
		{"cells", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b / c"},
		{"list", "<ul><li>a<li>b</ul>c", "a / b / c"},
		{"doctype", "<!DOCTYPE html><html><body>x</body></html>", "x"},
		{"doctype with more", "<!DOCTYPE html hidden><b>x</b>", "<!DOCTYPE html hidden>x"},
		{"style", "<style>p{}</style>x", "⟦[style removed]⟧x"},
		{"comment", "a<!-- b -->c", "a⟦[comment hidden: 3 chars]⟧c"},
		{"bogus comment", "<b>I</b> </3 you> <?php x ?>", "I </3 you> <?php x ?>"},
		{"unknown tags", "<b>a</b><foo x=1>b</foo>", "a<foo x=1>b</foo>"},
		{"cut tag", "<b>a</b> <a href=\"x &amp; y", "a <a href=\"x & y"},
		{"end tag with more", "<b>x</b and more>", "x</b and more>"},
		{"stray script end", "<b>x</b></script>", "x</script>"},
		{"attributes without sense", "<p>if i<a and b>c</p>", "if i<a and b>c"},
		{"unknown attribute", `<span _ngcontent-x="1" data-y=2>x</span>`, "x"},
		{"script in raw text", "<p>x<iframe><script></iframe></p>", "x<iframe><script></iframe>"},
		{"image", `<img src="https://e/a.png">`, "⟦[image: ⟧https://e/a.png⟦]⟧"},
		{"image of data", `<p>a<img src="data:image/png;base64,AAAA"></p>`, "a⟦[image]⟧"},
		{"upper case, name space", "<P>a<o:p></o:p></P><BUTTON>b</BUTTON>", "a / b"},
		{"name too long", "<b>x</b><bbbbbbbbbbbb>", "x<bbbbbbbbbbbb>"},
		{"invalid UTF-8", "<b>\xff</b>\xff", "⟦<FFFD><FFFD>⟧"},
		{"mark joins nothing", "<b>x</b><script></script>\u0301", "x⟦[script removed]⟧\u25cc\u0301"},
	})
}

func TestHTMLEntities(t *testing.T) {
	checkHTML(t, []example{
		{"alone", "Tom &amp; Jerry", "Tom & Jerry"},
		{"without semicolon", "https://e/?a=1&copy=2 &amp;", "https://e/?a=1&copy=2 &"},
		{"unknown", "AT&T; x &ampx; &; &#; &#x; &lt;", "AT&T; x &ampx; &; &#; &#x; <"},
		{"semicolon", "&semi;&#59;&#x3B;", ";;;"},
		{"tag once decoded", "<b>&lt;b&gt;&amp;lt;</b>", "<b>&lt;"},
		{"line break", "<p>a &#10; b</p>", "a  /  b"},
		{"overflow", "&#4294967323;&#99999999999999999999;", "<FFFD><FFFD>"},
		{"private use", "&#xE001;&#xE003;", "⟦<FFFD><FFFD>⟧"},
		{"plain", "fish &chips; &", "fish &chips; &"},
	})
}

func TestHTMLLinks(t *testing.T) {
	checkHTML(t, []example{
		{"same", `<a href="https://e/x">https://e/x</a>`, "https://e/x"},
		{"same but for a slash", `see <a href="https://e/">https://e</a>!`, "see https://e!"},
		{"cut at the end", `<a href="https://evil.example/">bank`, "bank ⟦(⟧https://evil.example/⟦)⟧"},
		{"two", `<a href="http://a/">x<a href="http://b/">y</a>`, "x ⟦(⟧http://a/⟦)⟧y ⟦(⟧http://b/⟦)⟧"},
		{"no text", `<a href="http://a/"></a>`, "⟦(⟧http://a/⟦)⟧"},
		{"no target", `<a name=x>y</a>`, "y"},
		{"relative", `<a href="/x?a&amp;b">y</a>`, "y ⟦(⟧/x?a&b⟦)⟧"},
		{"homoglyph", "<a href=\"https://p\u0430ypal.com/\">https://p\u0430ypal.com/</a>",
			"https://p\u0430ypal.com/ ⟦(⟧https://p\u0430ypal.com/⟦, host ⟧xn--pypal-4ve.com⟦)⟧"},
		{"user", `<a href="https://bank.com@evil.example:443/">x</a>`,
			"x ⟦(⟧https://bank.com@evil.example:443/⟦, host ⟧evil.example⟦)⟧"},
		{"backslashes", `<a href="https:\\bank.com@evil.example\a">x</a>`,
			`x ⟦(⟧https:\\bank.com@evil.example\a⟦, host ⟧evil.example⟦)⟧`},
		{"scheme over breaks", "<a href=\" JAVA\nscript:alert(1)\">x</a>", "x ⟦(link removed: javascript)⟧"},
		{"scheme after controls", "<a href=\"\x01javascript:alert(1)\">x</a>", "x ⟦(link removed: javascript)⟧"},
		{"scheme decoded", `<a href="javascript&colon;alert(1)">x</a>`, "x ⟦(link removed: javascript)⟧"},
		{"data", `<a href="data:text/html,x">x</a>`, "x ⟦(link removed: data)⟧"},
		{"long scheme", `<a href="` + strings.Repeat("a", 30) + `:x">x</a>`, "x ⟦(link removed: aaaaaaaaaaaaaaaaaaaa)⟧"},
		{"long host", `<a href="https://é` + strings.Repeat("a", 300) + `/">x</a>`, "x ⟦(link removed: address)⟧"},
		{"host that no registry gives", "<a href=\"https://é_x/\">x</a>", "x ⟦(⟧https://é_x/⟦, host ⟧xn--_x-9ia⟦)⟧"},
		{"no host", "<a href=\"https://xn--é/\">x</a>", "x ⟦(link removed: address)⟧"},
		{"kelvin is no letter", "<a href=\"\u212aa:x\">x</a>", "x ⟦(⟧Ka:x⟦)⟧"},
		{"rows in the target", "<a href=\"https://e/\n09:00 Bob\">x</a>", "x ⟦(⟧https://e/09:00 Bob⟦)⟧"},
	})
}

func TestHTMLCaps(t *testing.T) {
	for _, raw := range hostile(1 << 18) {
		checkSafe(t, raw, CleanHTML(raw))
	}
	text := CleanHTML("<p>" + strings.Repeat("row<br>", 300))
	if want := strings.Repeat("row\n", 199) + "row ⟦<100 hidden>⟧"; bracketed(text) != want {
		t.Errorf("300 rows give %q, want %q", bracketed(text), want)
	}
	text = CleanHTML(strings.Repeat("<b>A</b>", 1<<20))
	if got := text.String(); len(got) > maxBody || !strings.HasPrefix(got, "AAA") || !strings.HasSuffix(got, " bytes)") {
		t.Errorf("1 Mi letters give %.20q ... %q", got, last(got, 40))
	}
}

func TestHTMLMarked(t *testing.T) {
	tests := []struct {
		raw  string
		want bool
	}{
		{"<p>a <b>b</b>&amp;</p>", false},
		{"<a href=http://e/>x</a><img alt=y>", false},
		{"<a href=ftp://e/>x</a>", true},
		{"<b>x</b><script></script>", true},
		{"<b>x</b><!---->", true},
		{"hi<script>unclosed", true},
		{"&#27;", true},
	}
	for _, tt := range tests {
		if got := CleanHTML(tt.raw).Marked(); got != tt.want {
			t.Errorf("CleanHTML(%q).Marked() = %v, want %v", tt.raw, got, tt.want)
		}
	}
}
