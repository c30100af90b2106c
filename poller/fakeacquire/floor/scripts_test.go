package floor

import (
	"slices"
	"strings"
	"testing"
)

// TestTalk checks the embedded texts: enough of them, and nothing missing that
// a floor would ask for.
func TestTalk(t *testing.T) {
	talk := readPhrasebook()
	lines, topics, languages := 0, map[string]bool{}, map[string]int{}
	for _, s := range talk.scripts {
		lines += len(s.lines)
		topics[s.topic] = true
		languages[s.language]++
		if !slices.Contains([]string{"Sales", "Support", "Billing"}, s.department) {
			t.Errorf("a conversation about %s is for the department %q", s.topic, s.department)
		}
		if len(s.lines) < 4 || !s.lines[0].visitor {
			t.Errorf("a conversation about %s begins with %+v and has %d lines", s.topic, s.lines[0], len(s.lines))
		}
		for _, l := range s.lines {
			if left := fill(l.text, "Zoe Marsh", "Ada Stone", 4711); strings.ContainsAny(left, "{}") || left == "" {
				t.Errorf("%q is filled as %q", l.text, left)
			}
			if l.visitor && strings.Contains(l.text, "{v}") {
				t.Errorf("the visitor says their own name in %q", l.text)
			}
		}
	}
	if lines < 150 || len(topics) < 8 || len(languages) != 6 {
		t.Errorf("%d lines on %d topics in %v", lines, len(topics), languages)
	}
	for language := range languages {
		for _, kind := range []string{"nudge", "hello", "handover", "again", "pass", "over", "goodbye"} {
			if len(talk.phrases[phraseKey{kind, language}]) == 0 {
				t.Errorf("nothing to say for %s in %s", kind, language)
			}
		}
		if n := talk.names[language]; len(n.first) < 8 || len(n.family) < 5 {
			t.Errorf("names in %s: %v", language, n)
		}
	}
}

func TestFill(t *testing.T) {
	tests := []struct{ text, visitor, agent, want string }{
		{"Hi {v}, I am {a}: {n}", "Zoe Marsh", "Ada Stone", "Hi Zoe, I am Ada: 7"},
		{"Hi {v}!", "", "Ada", "Hi there!"},
		{"plain", "Zoe", "Ada", "plain"},
	}
	for _, tt := range tests {
		if got := fill(tt.text, tt.visitor, tt.agent, 7); got != tt.want {
			t.Errorf("fill(%q, %q, %q) = %q, want %q", tt.text, tt.visitor, tt.agent, got, tt.want)
		}
	}
}
