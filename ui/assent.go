package ui

import (
	"floorwatch/model"
	"floorwatch/ui/draw"
)

// toggleSource shows what was sent, or the texts that were made of it again.
func (a *App) toggleSource() {
	p := &a.transcript
	p.source = !p.source
	a.readTranscript()
	n := 0
	for i := range p.messages {
		if !p.messages[i].Source.IsEmpty() {
			n++
		}
	}
	switch {
	case !p.source:
		a.say("HTML is shown as text again.")
	case n == 0:
		a.say("As sent: no message of this thread is HTML.")
	default:
		a.say("As sent: " + draw.Count(n, "message is", "messages are") + " HTML.")
	}
}

// asSent puts what was sent in place of the texts that were made of it, while
// that is wanted: then it is what is wrapped, found and copied. It changes list.
func (p *transcriptPane) asSent(list []model.Message) []model.Message {
	for i := range list {
		if m := &list[i]; p.source && !m.Source.IsEmpty() {
			m.Text = m.Source
		}
	}
	return list
}
