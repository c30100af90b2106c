package model

import (
	"cmp"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What is remembered is by definition the latest word on each message, and of
// these the newest, whatever the order in which they came and however often.
func TestGoneIsTheSameInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Gone {
			n := func(what string, most int) int { return rapid.IntRange(1, most).Draw(t, what) }
			g := Gone{Chat: ChatID(n("chat", 4)), All: rapid.Bool().Draw(t, "all"), At: time.Unix(int64(n("at", 9)), 0).UTC()}
			for range n("messages", 4) {
				g.Messages = append(g.Messages, MessageID(n("message", 5)))
			}
			return g
		}), 1, 30).Draw(t, "words")
		const most = 6
		want := goneByDefinition(words, most)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
		for range 4 {
			r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
			set := NewGoneSet()
			set.most = most
			for i := range words {
				set.Record(&words[i])
				set.Record(&words[r.IntN(i+1)])
			}
			if !reflect.DeepEqual(set.at, want) {
				t.Fatalf("remembered is %v, want %v", set.at, want)
			}
		}
	})
}

func goneByDefinition(words []Gone, most int) map[GoneID]Instant {
	latest := map[GoneID]Instant{}
	for _, g := range words {
		ids := g.Messages
		if g.All {
			ids = append(slices.Clone(ids), 0)
		}
		for _, m := range ids {
			id := GoneID{g.Chat, m}
			if at, ok := latest[id]; !ok || InstantOf(g.At) > at {
				latest[id] = InstantOf(g.At)
			}
		}
	}
	var ids []GoneID
	for id := range latest {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b GoneID) int {
		return cmp.Or(cmp.Compare(latest[b], latest[a]), cmp.Compare(b.Chat, a.Chat), cmp.Compare(b.Message, a.Message))
	})
	for _, id := range ids[min(most, len(ids)):] {
		delete(latest, id)
	}
	return latest
}

// Words that newer ones have taken the place of do not pile up.
func TestGoneStaysSmall(t *testing.T) {
	set := NewGoneSet()
	for i := range 1000 {
		set.Record(&Gone{Chat: 1, Messages: []MessageID{1, 2}, At: time.Unix(int64(i), 0)})
	}
	if n := len(set.oldest); n > 20 {
		t.Errorf("%d words are held of two messages", n)
	}
	set.Forget(func(at Instant) bool { return at <= InstantOf(time.Unix(999, 0)) })
	if len(set.at) > 0 || len(set.oldest) > 0 {
		t.Errorf("%d and %d are left of what was forgotten", len(set.at), len(set.oldest))
	}
}
