package help

import (
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// words explains the marks and the words of the columns, in the order in which a leader meets them. None is filled: what
// is filled is a chat at its last limit.
func (p *Pane) words() section {
	style := p.now.Style
	g, signs := style.Glyphs, style.Signs()
	clock := func(d time.Duration) model.Clock { return model.Clock{Running: true, For: d} }
	state := func(s model.AgentState, d time.Duration) string {
		_, word := draw.StateWord(s, 3, clock(d))
		return word
	}
	return section{"Marks and words", []entry{
		{draw.Quiet(draw.RoleSevere), g.Severe, "severe: last limit"},
		{draw.RoleCritical, g.Critical, "over limit: an alert"},
		{draw.RoleWarn, g.Warn, "past goal, 1st limit"},
		{draw.RoleText, "SLA", "left, + past the goal"},
		{draw.RoleText, "seen, unseen", "by any agent"},
		{draw.RoleText, "part", "the newest is unseen"},
		{draw.RoleText, state(model.AgentBusy, 0), "3 answers elsewhere"},
		{draw.RoleWarn, state(model.AgentOvertaking, 0), "newer wait first"},
		{draw.RoleWarn, state(model.AgentSilent, 4*time.Minute), "no message for 4 min"},
		{draw.RoleWarn, draw.Unassigned, "no agent has the chat"},
		{draw.RoleText, state(model.AgentActive, 0) + " " + state(model.AgentIdle, 0), "wrote < 5, < 30 min"},
		{draw.RoleText, state(model.AgentGone, 0), "nothing for 30 min"},
		{draw.RoleText, signs.Least + " " + signs.Most + " " + signs.About, "at least, most, about"},
		{draw.RoleText, g.None + " ?", "not known; never zero"},
		{draw.RoleText, g.Sent + " " + g.Seen + " " + g.Unseen, "sent, seen, unseen"},
	}}
}

// signs explains the other signs and words.
func (p *Pane) signs() section {
	g := p.now.Style.Glyphs
	return section{"More signs", []entry{
		{draw.RoleText, "3 " + g.Critical, "worst is over limit"},
		{draw.RoleText, g.Dot + " 3 " + g.Critical, "three are over limit"},
		{draw.RoleText, g.Rise + "3 " + g.Fall + "3", "than 30 min ago"},
		{draw.RoleAgent, g.Fresh, "changed a moment ago"},
		{draw.RoleText, "silent 2m", "not yet at its limit"},
		{draw.RoleText, "2nd, 3rd", "chat of this visitor"},
		{draw.RoleText, "bot", "a bot has written"},
		{draw.RoleText, "seen late", "unseen for too long"},
		{draw.RoleText, "missed?", "may count as missed"},
		{draw.RoleText, "visitor left?", "our answer is unseen"},
		{draw.RoleWarn, g.Marked + " (message)", "partly replaced"},
		{draw.RoleText, g.Edited + " (message)", "edited since read"},
	}}
}
