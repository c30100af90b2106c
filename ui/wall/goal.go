package wall

import (
	"cmp"
	"slices"
	"strings"

	"floorwatch/ui/draw"
)

// The cells between the goal and the agent behind it, and those left free at the end of their row: with fewer LIMIT 1 and
// 8+ AGENTS of the next tile were read as one sentence, and an agent at the end as that tile's.
const (
	goalGap    = 13
	goalMargin = 4
)

// longGoal is the longest form of the goal.
func (t *tile) longGoal() string { return cmp.Or(t.longForm, t.goal) }

// goalForms are the forms of the goal in block letters, those with the bound and the sample before it first.
func (t *tile) goalForms() []string {
	forms, empty := []string{}, func(s string) bool { return s == "" }
	for _, before := range [][]string{{t.bound, t.sample}, {t.sample}, {t.bound}} {
		if words := slices.DeleteFunc(before, empty); len(words) > 0 && t.goal != "" {
			forms = append(forms, strings.Join(append(words, t.goal), " · "))
		}
	}
	forms = slices.DeleteFunc(append(forms, t.longGoal(), t.goal), empty)
	for i, s := range forms {
		forms[i] = plusBehind(s)
	}
	return forms
}

// goalWords are the goal and the agent of the wait behind it, in block letters on w cells; empty if they do not fit.
func (t *tile) goalWords(w int) (goal, agent string) {
	agent, named := draw.Spelled(t.agent.String())
	behind := goalGap + draw.LettersWidth(agent, 1)
	named = named && agent != ""
	bare := "" // the longest goal that fits without the agent, who also stands in the alert bar and the ladder
	for _, form := range t.goalForms() {
		s, ok := draw.Spelled(form)
		switch left := w - goalMargin - draw.LettersWidth(s, 1); {
		case ok && named && left >= behind:
			return s, agent
		case ok && left >= 0:
			bare = cmp.Or(bare, s)
		}
	}
	return bare, ""
}

// goalRow draws row y of the goal in block letters, and of the agent behind it.
func (b tileView) goalRow(l *draw.Line, t *tile, p *tileRoles, y int) {
	goal, agent := t.goalWords(l.Left)
	of := p.role(draw.RoleStrong)
	l.Letters(of, goal, 1, y)
	if agent != "" {
		l.Gap(goalGap)
		l.Letters(of, agent, 1, y)
	}
}
