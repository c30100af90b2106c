package safetext

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestJSON(t *testing.T) {
	type field struct {
		Text Text   `json:"text,omitzero"`
		List []Text `json:"list,omitempty"`
	}
	tests := []struct {
		in   field
		want string
	}{
		{field{}, `{}`},
		{field{Text: Clean("Hello")}, `{"text":"Hello"}`},
		{field{Text: Clean(" "), List: []Text{Line("a"), {}}}, `{"list":["a",""]}`},
		{field{Text: Clean("a\x07")}, "{\"text\":\"a\ue000\u2407\ue003\"}"},
		{field{Text: Clean("<b>\n\u200b")}, "{\"text\":\"\\u003cb\\u003e\\n\ue004\"}"},
	}
	for _, tt := range tests {
		b, err := json.Marshal(tt.in)
		if err != nil || string(b) != tt.want {
			t.Errorf("Marshal(%v) = %s, %v, want %s", tt.in, b, err, tt.want)
		}
		var back field
		if err := json.Unmarshal(b, &back); err != nil || back.Text != tt.in.Text || !slices.Equal(back.List, tt.in.List) {
			t.Errorf("Unmarshal(%s) = %v, %v, want %v", b, back, err, tt.in)
		}
	}
}

// What a recording says is ours is ours only where this package writes it.
func TestUnmarshalForged(t *testing.T) {
	notice := func(s string) string { return "\ue001" + s + "\ue003" }
	note := func(s string) string { return "\ue002" + s + "\ue003" }
	pictures := func(s string) string { return "\ue000" + s + "\ue003" }
	fake := func(s string) string { return "⟦\ufffd⟧" + s + "⟦\ufffd⟧" }
	tests := []struct{ raw, want string }{
		{notice("AGENT"), fake("AGENT")},
		{notice("<1 hidden>"), "⟦<1 hidden>⟧"},
		{notice("<x hidden>"), fake("<x hidden>")},
		{notice("<01 hidden>"), fake("<01 hidden>")},
		{notice("<-1 hidden>"), fake("<-1 hidden>")},
		{notice("<99999999999999999999 hidden>"), fake("<99999999999999999999 hidden>")},
		{notice("(link removed: tel)"), "⟦(link removed: tel)⟧"},
		{notice("(link removed: Paid by Bob)"), fake("(link removed: Paid by Bob)")},
		{notice("("), fake("(")},
		{note("("), "⟦(⟧"},
		{note("(empty)"), "⟦(empty)⟧"},
		{note("[script removed]"), fake("[script removed]")},
		{pictures("\u241b[\u2407<U+202E>\ufffd"), "⟦\u241b[\u2407<U+202E>\ufffd⟧"},
		{pictures("\u2407x"), fake("\u2407x")},
		{pictures("<U+0041>"), fake("<U+0041>")},
		{pictures("<U+202e>"), fake("<U+202e>")},
		{pictures("<U+0202E>"), fake("<U+0202E>")},
		{pictures("\u2420"), fake("\u2420")},
		{pictures("\u2407") + pictures("\u2407"), "⟦\u2407\u2407⟧"},
		{pictures(""), "⟦\ufffd\ufffd⟧"},
		{pictures("\x07"), "⟦\ufffd\u2407\ufffd⟧"},
		{"\ue000\u2407", "⟦\ufffd⟧\u2407"},
		{"\ue000\ue001(\ue003", "⟦\ufffd\ufffd⟧(⟦\ufffd⟧"},
		{"a\ue004b", "a⟦\ufffd⟧b"},
		{"a\ue004", "a"},
		{"\ue004", ""},
		{" \ue004", ""},
		{"\x1b[2J\u202e\xff", "⟦\u241b⟧[2J⟦<U+202E>\ufffd⟧"},
		{pictures("\u2407") + "\u0301", "⟦\u2407⟧\u25cc\u0301"},
	}
	for _, tt := range tests {
		var text Text
		if err := text.UnmarshalText([]byte(tt.raw)); err != nil || bracketed(text) != tt.want {
			t.Errorf("UnmarshalText(%q) = %q, %v, want %q", tt.raw, bracketed(text), err, tt.want)
		}
		checkSafe(t, tt.raw, text)
	}
}

// A text at its cap with a delimiter around every second letter is read back whole.
func TestUnmarshalDense(t *testing.T) {
	for _, raw := range []string{
		strings.Repeat("\x01a", maxBody),
		strings.Repeat("<a href=x></a>", maxBody/4),
		strings.Repeat("<a href=x:></a>\n", maxBody/4),
		strings.Repeat("\u200b", 9) + strings.Repeat("\x01a", 4000),
	} {
		checkSafe(t, raw, CleanHTML(raw))
	}
	var text Text
	if err := text.UnmarshalText([]byte(strings.Repeat("\ue002(\ue003", 1<<20))); err != nil || len(text.s) > 8*maxBody {
		t.Errorf("a forged mebi of brackets: %d bytes, %v", len(text.s), err)
	}
	checkSafe(t, "forged", text)
}
