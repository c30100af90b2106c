package wall

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A leftOut is how many waiting chats have no place, and how many of them are over their limit.
type leftOut struct {
	chats, over int
	atLeast     bool // not all waits are known: there may be more
	then        bool // when the floor was last read
}

// choose divides the waiting chats between n places and what is left out. No chat over its limit is left out for one
// within it, nor a severe one for one that is not, nor the one that the alert bar names for any; those chosen keep the
// order of the list.
func (b *pageView) choose(n int) (shown []*model.Row, out leftOut) {
	rows := b.waiting()
	n = max(0, n)
	if len(rows) <= n {
		return rows, leftOut{}
	}
	worst := b.worst()
	rank := func(r *model.Row) int {
		switch {
		case r == worst:
			return 0
		case r.OverLimit():
			return 1 + int(model.LevelSevere-r.Level)
		}
		return 1 + int(model.LevelSevere)
	}
	ranked := slices.Clone(rows)
	slices.SortStableFunc(ranked, func(a, b *model.Row) int { return cmp.Compare(rank(a), rank(b)) })
	out = leftOut{chats: len(rows) - n, atLeast: b.atLeast(), then: b.stale}
	for _, r := range ranked[n:] {
		if r.OverLimit() {
			out.over++
		}
	}
	return slices.DeleteFunc(rows, func(r *model.Row) bool { return !slices.Contains(ranked[:n], r) }), out
}

// atLeast reports whether more chats may wait than are known.
func (b *pageView) atLeast() bool { return !b.stale && !b.snap.WaitsKnown() }

// chooseWithWords is like choose, but what is left out takes the last of n places.
func (b *pageView) chooseWithWords(n int) (shown []*model.Row, out leftOut) {
	if shown, out = b.choose(n); out.chats > 0 && n > 1 {
		return b.choose(n - 1)
	}
	return shown, leftOut{}
}

// forms say how many more chats wait and how many of them are over their limit, the longest first; words are those
// behind the number of chats, and behind the other number if it is not 0.
func (o leftOut) forms() []string {
	count := func(n int, sign string) string {
		if o.atLeast {
			sign = "≥"
		}
		return sign + strconv.Itoa(n)
	}
	n := count(o.chats, "+")
	if o.then {
		return []string{n + " more waited then", n + " more then", n}
	}
	if o.over == 0 {
		return []string{n + " more wait", n + " more", n}
	}
	over := count(o.over, "")
	return []string{n + " more wait, " + over + " " + draw.OverLimit, fmt.Sprintf("%s more, %s over", n, over), fmt.Sprintf("%s, %s over", n, over)}
}
