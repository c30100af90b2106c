package floor

import (
	_ "embed" // the talk
	"strconv"
	"strings"
)

//go:embed talk.txt
var talkText string // never written

//go:embed names.txt
var nameText string // never written

// A line is one message of a script.
type line struct {
	visitor bool
	text    string
}

// A script is one conversation from beginning to end.
type script struct {
	topic, department, language string
	lines                       []line
}

// A phraseKey names what people say on an occasion (nudge, hello) in a language.
type phraseKey struct{ kind, language string }

// A name list holds first and family names.
type nameList struct{ first, family []string }

// A phrasebook holds everything that can be said on a floor.
type phrasebook struct {
	scripts []script
	phrases map[phraseKey][]string
	names   map[string]nameList // by language
}

// readPhrasebook reads the embedded texts, whose first lines describe their format.
func readPhrasebook() phrasebook {
	t := phrasebook{phrases: map[phraseKey][]string{}, names: map[string]nameList{}}
	var now phraseKey
	for l := range strings.Lines(talkText) {
		mark, text, _ := strings.Cut(strings.TrimRight(l, "\n"), " ")
		switch mark {
		case "==":
			f := strings.Fields(text)
			now = phraseKey{f[1], f[2]}
			if f[0] != "phrases" {
				t.scripts = append(t.scripts, script{topic: f[0], department: f[1], language: f[2]})
			}
		case ".":
			t.phrases[now] = append(t.phrases[now], text)
		case ">", "<":
			s := &t.scripts[len(t.scripts)-1]
			s.lines = append(s.lines, line{mark == ">", text})
		}
	}
	for l := range strings.Lines(nameText) {
		language, text, ok := strings.Cut(l, ": ")
		if !ok {
			continue // the comment
		}
		names := strings.Fields(text)
		for i := range names {
			names[i] = strings.ReplaceAll(names[i], "_", " ")
		}
		n := t.names[language]
		if n.first == nil {
			n.first = names
		} else {
			n.family = names
		}
		t.names[language] = n
	}
	return t
}

// phrase picks a phrase of a kind, in English if the language has none.
func (f *Floor) phrase(kind, language string) string {
	of := f.phrases.phrases[phraseKey{kind, language}]
	if of == nil {
		of = f.phrases.phrases[phraseKey{kind, "en"}]
	}
	return pick(f, of)
}

// scriptIn picks a conversation in a language.
func (f *Floor) scriptIn(language string) script {
	for {
		if s := pick(f, f.phrases.scripts); s.language == language {
			return s
		}
	}
}

// visitorName invents a visitor's name; some stay anonymous.
func (f *Floor) visitorName(language string) string {
	if f.chance(0.12) {
		return ""
	}
	if language == "en" && f.chance(0.4) {
		language = "any"
	}
	n := f.phrases.names[language]
	first, family := pick(f, n.first), pick(f, n.family)
	switch {
	case language == "ja":
		return family + " " + first
	case f.chance(0.25):
		return first
	default:
		return first + " " + family
	}
}

// fill puts names and the number into a line.
func fill(text, visitor, agent string, number int) string {
	if !strings.Contains(text, "{") {
		return text
	}
	name := firstName(visitor)
	if name == "" {
		name = "there"
	}
	return strings.NewReplacer("{v}", name, "{a}", firstName(agent), "{n}", strconv.Itoa(number)).Replace(text)
}

func firstName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}
