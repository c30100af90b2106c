package ui

import (
	"strings"
	"testing"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/privacy"
	"floorwatch/ui/transcript"
	"floorwatch/ui/uitest"
)

// sentHTML is what the agent of the first thread sends from a mail program.
const sentHTML = `<p>Your parcel is <b>in Leipzig</b>.<br>Call +49 341 1234567 or <a href="https://post.example/t/1">track it</a>&nbsp;&amp; wait.</p>`

// sentAs has the last word of every thread be HTML.
func sentAs(html string) *uitest.Floor {
	f := uitest.NewFloor()
	for _, words := range f.Words {
		m := &words[len(words)-1]
		m.Text, m.Source = safetext.CleanHTML(html), safetext.Clean(html)
	}
	return f
}

func htmlFloor() *uitest.Floor { return sentAs(sentHTML) }

// TestAsSent: the key shows what was sent in place of the text and says so, and
// all that goes by what is shown goes by it: the search, the clipboard, the rows that are kept.
func TestAsSent(t *testing.T) {
	a, _ := newTestApp(htmlFloor(), 200, 50)
	press(a, "enter")
	text := strings.Join(transcriptRows(a), "\n")
	if strings.Contains(text, "<b>") || !strings.Contains(text, "in Leipzig") || strings.Contains(screen(a), "\u00b7 as sent") {
		t.Fatalf("before the key:\n%s", screen(a))
	}
	press(a, "v")
	sent := strings.Join(transcriptRows(a), "\n")
	if !strings.Contains(sent, "<b>in Leipzig</b>") || !strings.Contains(sent, "&nbsp;&amp;") {
		t.Errorf("after the key what was sent does not show:\n%s", sent)
	}
	rowWith(t, a, "\u00b7 as sent")
	rowWith(t, a, "As sent: 1 message is HTML.")
	press(a, "/ & n b s p enter")
	rowWith(t, a, "1 of 1 matching &nbsp")
	if m := a.transcript.TargetMessage(); m == nil || !strings.HasPrefix(m.Text.String(), "<p>Your") {
		t.Errorf("to copy there is %+v, want what is shown", m)
	}
	press(a, "v")
	rowWith(t, a, "nothing matches &nbsp")
	press(a, "esc")
	if got := strings.Join(transcriptRows(a), "\n"); got != text {
		t.Errorf("after the key twice:\n%s\nwant\n%s", got, text)
	}
}

func TestAsSentWithoutHTML(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "enter")
	text := transcriptRows(a)
	press(a, "v")
	rowWith(t, a, "As sent: no message of this visitor is HTML.")
	if got := transcriptRows(a); strings.Join(got, "\n") != strings.Join(text, "\n") {
		t.Errorf("a thread without HTML changed:\n%s", strings.Join(got, "\n"))
	}
}

// TestAsSentHides: tags and entities must not bring out what is hidden in the text.
func TestAsSentHides(t *testing.T) {
	for _, html := range []string{
		`mail <b>ana@example.com</b>`, `mail ana&#64;example.com`, `mail an<i></i>a@exam<i></i>ple.com`,
		`<p title="ana@example.com">write</p>`, `<b>call +49 341 1234567</b>`, `call +49 34<b>1 12</b>34567`, `<b>Ana Li</b>ma`, `An&#97; Lima`,
	} {
		m := privacy.Masks{Names: true, Texts: true}
		got := m.Messages([]model.Message{{
			VisitorName: safetext.Line("Ana Lima"), Text: safetext.CleanHTML(html), Source: safetext.Clean(html),
		}})
		p := transcript.Pane{Source: true}
		for _, secret := range []string{"ana@", "an<i>", "&#64;", "example", "exam", "341", "Lima", "Ana", "An&"} {
			if shown := p.AsSent(got)[0].Text.String(); strings.Contains(shown, secret) {
				t.Errorf("of %q the screen shows %q", html, shown)
			}
		}
	}
	m := privacy.Masks{Texts: true}
	plain := []model.Message{{Text: safetext.CleanHTML(`<b>hi</b>`), Source: safetext.Clean(`<b>hi</b>`)}}
	if got := m.Messages(plain)[0].Source.String(); got != "<b>hi</b>" {
		t.Errorf("where nothing is to be hidden what was sent is %q", got)
	}
}
