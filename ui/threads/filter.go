package threads

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A filter says which threads are listed. The zero filter lists all.
type filter struct {
	draw.Phrase
	Agent       model.AgentID // only threads of this agent; 0: all
	Name        string        // of the agent
	level       int           // index of levelWords
	lane        int           // of laneWords
	Owner       int           // of ownerWords
	team        string        // only this team's and unassigned threads; empty: all
	View        string        // name of the saved filter in use; empty: none
	setsOrder   bool          // the order comes from the saved filter
	Teams       roster        // the agents' teams
	nameMatches map[termName]bool
}

// A roster maps agents to the names of their teams.
type roster map[model.AgentID]string

// rosterOf returns the roster of the agents by the configured teams.
func rosterOf(teams []model.Team, agents []model.AgentRow) roster {
	if len(teams) == 0 {
		return nil
	}
	out := make(roster, len(agents))
	for i := range agents {
		if t := model.TeamOf(teams, agents[i].ID, agents[i].Department); t != nil {
			out[agents[i].ID] = t.Name
		}
	}
	return out
}

// Active reports whether the filter restricts the list.
func (f *filter) Active() bool {
	return len(f.Terms) > 0 || f.Agent != 0 || f.level+f.lane+f.Owner > 0 || f.team != ""
}

// OnlyOf lists the threads of one agent only.
func (f *filter) OnlyOf(a *model.AgentRow) { f.Agent, f.Name = a.ID, a.Name.String() }

// OnlyUnassigned lists only unassigned chats.
func (f *filter) OnlyUnassigned() { f.Agent, f.Name, f.Owner = 0, "", ownerNone }

// QueryTyped must be called after the query was edited: the filter then is not a saved one any more.
func (f *filter) QueryTyped() {
	f.View = ""
	if strings.HasPrefix(f.Query, `\/`) { // // searches all messages instead
		f.Terms = terms(draw.Fold(f.Query[1:]))
	}
}

// Set sets the query, as typed.
func (f *filter) Set(query string) { f.Query, f.Terms = query, terms(draw.Fold(query)) }

// reset clears the filter.
func (f *filter) reset() { *f = filter{Teams: f.Teams} }

// match reports whether a thread is listed: each word of the query must be one of filterWords that is true of it, or be
// found in the visitor's name, the owner's, the team's, or the chat's or visitor's number.
func (f *filter) match(r *model.Row) bool {
	if f.Agent != 0 && r.Owner != f.Agent || f.team != "" && !f.ofTeam(r) {
		return false
	}
	if f.level+f.lane+f.Owner > 0 && !f.passesToggles(r) {
		return false
	}
	for _, t := range f.Terms {
		if !f.matchesTerm(t, r) {
			return false
		}
	}
	return true
}

// ofTeam reports whether a thread concerns the team: one of its agents has it, or it is waiting
// and unassigned. Acquire does not say which department an unassigned chat is for, and if every
// team's leader filtered it out, the visitor would wait forever.
func (f *filter) ofTeam(r *model.Row) bool {
	return f.Teams[r.Owner] == f.team || r.Owner == 0 && r.Wait.Running
}

// ofAgent reports whether a thread's agent has the name term, as it is or as lists show it.
func (f *filter) ofAgent(term string, r *model.Row) bool {
	if f.isCalled(term, r.OwnerName.String(), r) {
		return true
	}
	shown := draw.AgentName(r.OwnerName)
	return shown != r.OwnerName && f.isCalled(term, shown.String(), r)
}

// isCalled reports whether name, that of a thread's agent, is the name term. What is in quotes may be followed by the
// agent's number, as in the list, where two have that name.
func (f *filter) isCalled(term, name string, r *model.Row) bool {
	if f.matchesName(term, name) {
		return true
	}
	number := strconv.FormatInt(int64(r.Owner), 10)
	if r.Owner == 0 || !strings.HasSuffix(term, number+`"`) {
		return false
	}
	if name == "" {
		return f.matchesName(term, draw.AgentNumber(r.Owner))
	}
	return f.matchesName(term, name+" "+number)
}

// inTeam reports whether the name of an agent's team matches term.
func (f *filter) inTeam(term string, id model.AgentID) bool {
	return len(f.Teams) > 0 && f.matchesName(term, f.Teams[id])
}

// passesToggles reports whether a thread passes the filters that keys toggle.
func (f *filter) passesToggles(r *model.Row) bool {
	if f.level > 0 && !reaches(r, f.level) {
		return false
	}
	if f.lane == laneHuman && withBots(r) || f.lane == laneBot && !withBots(r) {
		return false
	}
	return !(f.Owner == ownerNone && r.Owner != 0 || f.Owner == ownerSome && r.Owner == 0)
}

// A termName is a query word and a name it was matched against.
type termName struct{ term, name string }

// maxNamed bounds the cache of matches.
const maxNamed = 20_000

// matchesName is a cached fuzzy match: the same names are matched at every tick.
func (f *filter) matchesName(term, name string) bool {
	k := termName{term, name}
	is, ok := f.nameMatches[k]
	if ok {
		return is
	}
	if f.nameMatches == nil || len(f.nameMatches) >= maxNamed {
		f.nameMatches = make(map[termName]bool)
	}
	is = named(term, name)
	f.nameMatches[k] = is
	return is
}

// number reports whether term is part of a number, with or without a "#" before it.
func number(term string, n int64) bool {
	var buf [20]byte
	return strings.Contains(string(strconv.AppendInt(buf[:0], n, 10)), strings.TrimPrefix(term, "#"))
}

// fuzzy reports whether s contains term, which must be folded, literally or with letters left
// out: "jdeo" and "jhn" find John Deo. Only letters within a word or at its end may be left out;
// otherwise three letters would match everybody.
func fuzzy(term, s string) bool {
	s = draw.Fold(s)
	if strings.Contains(s, term) {
		return true
	}
	_, size := utf8.DecodeRuneInString(term)
	initial := term[:size]
	for i := range s {
		if strings.HasPrefix(s[i:], initial) && wordStart(s, i) && subsequence(term, s, i) {
			return true
		}
	}
	return false
}

// subsequence reports whether the letters of term occur in s from i on, in order, with each further
// word matched from its first letter.
func subsequence(term, s string, i int) bool {
	entered := true // a letter of the current word has matched
	for j, r := range s[i:] {
		want, size := utf8.DecodeRuneInString(term)
		first := wordStart(s, i+j)
		entered = entered && !(first && j > 0)
		if r != want || !entered && !first {
			continue
		}
		entered = true
		if term = term[size:]; term == "" {
			return true
		}
	}
	return false
}

// wordStart reports whether a word of s starts at byte i.
func wordStart(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	return !separates(r) && (i == 0 || separates(before))
}

func separates(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }

// title describe the filter for the title, which always shows them first.
func (f *filter) title(style *draw.Style) []draw.Piece {
	var parts []string
	for _, s := range []string{
		safetext.Line(f.View).String(), levelTitle(f.level), laneTitle(f.lane), ownerTitle(f.Owner), f.teamTitle(),
	} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	var out []draw.Piece
	add := func(before, what string) {
		if len(out) > 0 {
			before = ", " + before
		}
		if before != "" {
			out = append(out, draw.Piece{Role: draw.RoleDim, Text: before})
		}
		out = append(out, draw.Piece{Role: draw.RoleText, Text: what})
	}
	if len(parts) > 0 {
		add("", strings.Join(parts, ", "))
	}
	if f.Agent != 0 {
		add("of ", f.Name)
	}
	if len(f.Terms) > 0 {
		add("matching ", f.Query)
	}
	return out
}

// levelTitle has the words of the key's description (L) and of the signs.
func levelTitle(i int) string { return []string{"", "waiting", "past goal", "over limit"}[i] }

func laneTitle(i int) string { return []string{"", "with humans", "with bots"}[i] }

func ownerTitle(i int) string { return []string{"", "unassigned", "assigned"}[i] }

// teamTitle adds that unassigned chats are included, unless another filter excludes them.
func (f *filter) teamTitle() string {
	switch {
	case f.team == "":
		return ""
	case f.Owner == 0:
		return "team " + safetext.Line(f.team).String() + " or unassigned"
	}
	return "team " + safetext.Line(f.team).String()
}
