package period

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

func parsed(t *testing.T, page string) *html.Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func walk(n *html.Node, visit func(*html.Node)) {
	visit(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, visit)
	}
}

func textOf(n *html.Node) string {
	var b strings.Builder
	walk(n, func(c *html.Node) {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	})
	return b.String()
}

// The page has no script, loads nothing, and links to nothing but chats.
func TestThePageStandsByItself(t *testing.T) {
	page := written(t, "html", fixture(t), Options{Names: true, Address: "https://acme.example/chats/{chat}?a=1&b=2", Version: "<v1>"})
	allowed := []string{
		"html", "head", "body", "meta", "title", "style", "p", "h1", "h2", "dl", "div", "dt", "dd", "b", "table", "thead", "tbody", "tr", "th", "td", "svg", "defs", "pattern",
		"line", "rect", "polyline", "text", "ul", "li", "a", "footer", "details", "summary",
	}
	links, policy := 0, false
	walk(parsed(t, page), func(n *html.Node) {
		if n.Type != html.ElementNode {
			return
		}
		if !slices.Contains(allowed, n.Data) {
			t.Errorf("<%s> is in the page", n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "src", a.Key == "xlink:href", a.Key == "background", strings.Contains(a.Val, "url(") && a.Val != "url(#h)":
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			case a.Key == "href":
				links++
				if !strings.HasPrefix(a.Val, "https://acme.example/chats/1062") {
					t.Errorf("a link to %q", a.Val)
				}
			case a.Key == "content" && strings.HasPrefix(a.Val, "default-src 'none'"):
				policy = true
			}
		}
	})
	if links != 24 || !policy {
		t.Errorf("%d links, policy %v", links, policy)
	}
}

func TestAddressesThatAreNoLinks(t *testing.T) {
	for _, address := range []string{"", "http://acme.example/{chat}", "javascript:alert({chat})", "https://acme.example/{visitor}/{chat}", "https://acme.example/"} {
		if got := chatLink(address, 5); got != "" {
			t.Errorf("%q links to %q", address, got)
		}
	}
	if got := chatLink("https://acme.example/{chat}", 5); got != "https://acme.example/5" {
		t.Errorf("links to %q", got)
	}
}

// Names of agents, teams and the floor arrive as they are, as text alone.
func TestHostileNamesAreText(t *testing.T) {
	r := fixture(t)
	tree := parsed(t, written(t, "html", r, Options{Names: true}))
	var names []string
	walk(tree, func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data == "td" && slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Val == "name" }) {
			names = append(names, textOf(n))
			if n.FirstChild != nil && n.FirstChild.Type != html.TextNode {
				t.Errorf("a name holds <%s>", n.FirstChild.Data)
			}
		}
	})
	for _, raw := range hostileNames {
		if want := safetext.Line(raw).String(); !slices.Contains(names, want) {
			t.Errorf("%q is not in the page as %q", raw, want)
		}
	}
	if !slices.Contains(names, "<i>Support</i>") || !strings.Contains(textOf(tree), "Acme <b>Support</b>") {
		t.Error("the team or the floor is not in the page")
	}
}

// Where the picture is not drawn, nothing is lost: every number of the chart is in the table below.
func TestTheTableHasWhatTheChartShows(t *testing.T) {
	r := fixture(t)
	c := chartOf(r)
	h := pageOf(r, Options{})
	if c == nil || len(c.Bars) != 10 || len(c.Greys) != 1 || len(c.Bands) != 1 || len(c.Lines) != 1 {
		t.Fatalf("%+v", c)
	}
	top := 0.0
	for _, b := range c.Bars {
		var v float64
		fmt.Sscan(b.H, &v)
		top = max(top, v)
	}
	bar := 0
	for i, row := range h.Buckets {
		if row.New == "0" {
			continue
		}
		var v float64
		fmt.Sscan(c.Bars[bar].H, &v)
		most, n := r.Buckets[17].NewChats(), r.Buckets[i].NewChats()
		if want := top * float64(n) / float64(most); v-want > 0.2 || want-v > 0.2 {
			t.Errorf("hour %s: the bar is %v high, want %v", row.Label, v, want)
		}
		if row.New != number(n) || row.Service == none {
			t.Errorf("hour %s has %s new, in time %s", row.Label, row.New, row.Service)
		}
		bar++
	}
	if note := h.Buckets[16].Note; note != "service usually 79-88" {
		t.Errorf("the band is not in the table: %q", note)
	}
}

// The rules for paper come after those of the screen, of which they change some.
func TestPaperHasTheLastWord(t *testing.T) {
	_, style, _ := strings.Cut(written(t, "html", fixture(t), Options{}), "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	before, paper, ok := strings.Cut(style, "@media print")
	if !ok || strings.Contains(paper, "\n.") || strings.Contains(paper, "@media") || !strings.Contains(before, "max-width: 920px") || !strings.Contains(paper, "max-width: none") {
		t.Errorf("after the rules for paper come %q", paper)
	}
}

// shape is every element of a page with the names of its attributes.
func shape(t *testing.T, page string) (list []string) {
	t.Helper()
	walk(parsed(t, page), func(n *html.Node) {
		if n.Type == html.ElementNode {
			s := n.Data
			for _, a := range n.Attr {
				s += " " + a.Key
			}
			list = append(list, s)
		}
	})
	return list
}

// Whatever the floor, a team, an agent or a shift is called, the page has the same elements and attributes.
func TestANameChangesNoElementOfThePage(t *testing.T) {
	named := func(name string) string {
		r := fixture(t)
		r.Floor, r.Title, r.Team, r.Teams[1].Name = safetext.Line(name), name, name, safetext.Line(name)
		r.Labels[3001] = ledger.AgentLabel{Name: safetext.Line(name), Team: safetext.Line(name)}
		r.Notes, r.Buckets[9].Label = []string{name}, name
		return written(t, "html", r, Options{Names: true, Address: "https://acme.example/{chat}", Version: name})
	}
	want := shape(t, named("Ana Silva"))
	for _, name := range []string{
		`<svg onload=alert(1)>`, `</td></tr></table><script>alert(1)</script>`, `' onmouseover='alert(1)`, `" style="position:fixed`, `<!--`, `-->`, `<![CDATA[`, `]]>`,
		`&lt;script&gt;alert(1)&lt;/script&gt;`, `&#60;img src=x&#62;`, `%3Cscript%3E`, `</title><base href=//evil>`, `<meta http-equiv=refresh content=0>`, `</svg><image href=//evil>`,
		`{{template "people"}}`, `{{end}}`, `javascript:alert(1)`, "<scr\u0000ipt>", "\uff1cscript\uff1e", "\u202e</td>\u2066", "\u2028<b>", "\xff<b>\xfe", "<\u0301b>", "\U000e003cb>",
		`<plaintext>`, `<textarea>`, `<noscript>`, `<template>`, `<math><mtext></mtext>`, strings.Repeat("<b>", 20),
	} {
		page := named(name)
		if got := shape(t, page); !slices.Equal(got, want) {
			t.Errorf("%q makes a page of %d elements, want %d, or of others", name, len(got), len(want))
		}
		if text := safetext.Line(name).String(); strings.Count(textOf(parsed(t, page)), text) < 3 {
			t.Errorf("%q is not in the page as it is", text)
		}
	}
}

// The legend is part of the drawing: where that is not shown, nothing speaks of bars and lines.
func TestNothingSpeaksOfAChartThatIsNotDrawn(t *testing.T) {
	page := written(t, "html", fixture(t), Options{})
	before, rest, _ := strings.Cut(page, "<svg")
	drawing, after, ok := strings.Cut(rest, "</svg>")
	for _, word := range []string{"Bars: new chats.", "Pale: what is usual.", "Line: the service level", "Hatched: not watched"} {
		if !ok || !strings.Contains(drawing, word) || strings.Contains(before+after, word) {
			t.Errorf("%q is not in the drawing, or elsewhere too", word)
		}
	}
}

// A month of 300 agents stays small enough for a mail.
func TestAMonthOfALargeFloorIsBelow200KB(t *testing.T) {
	r := fixture(t)
	r.By, r.Buckets, r.Agents, r.Found = "day", nil, nil, nil
	day := r.Spans[0].From
	for i := range 31 {
		r.Buckets = append(r.Buckets, ledger.PeriodRow{Label: day.AddDate(0, 0, i).Format("Mon 2 Jan"), Length: time.Hour, Watched: time.Hour, SlotFigures: figures(900)})
	}
	for i := range 300 {
		id := model.AgentID(i + 1)
		r.Labels[id] = ledger.AgentLabel{Name: safetext.Line(fmt.Sprintf("Agent with a name of some length %d", i))}
		r.Agents = append(r.Agents, ledger.PeriodRow{Agent: id, SlotFigures: figures(2000 + i)})
	}
	r.Heat = &[7][24]ledger.PeriodRow{}
	for d := range r.Heat {
		for h := range r.Heat[d] {
			r.Heat[d][h].SlotFigures = figures(1000 + 24*d + h)
		}
	}
	for i := range 3000 {
		r.Found = append(r.Found, ledger.Finding{Kind: ledger.FindingMissed, At: day, Chat: model.ChatID(1_000_000 + i), Agent: 5, Waited: time.Hour, Unanswered: 2})
	}
	page := written(t, "html", r, Options{Names: true, Address: "https://acme.example/chats/{chat}"})
	if len(page) > 200_000 || !strings.Contains(page, "200 more") || !strings.Contains(page, "2700 more") {
		t.Errorf("%d bytes", len(page))
	}
	if n := len(regexp.MustCompile(`<td style="background:rgba\(`).FindAllString(page, -1)); n != 2*7*24 {
		t.Errorf("%d cells of heat", n)
	}
}
