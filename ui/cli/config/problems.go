package config

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"floorwatch/model/safetext"
)

// A problem is one thing that is wrong with a configuration file. It names the
// key and never repeats the value: a misplaced token must not reach a screen.
type problem struct {
	key   string // as in "api.url" or "watch[0].thread_id"; "" for a line that cannot be read
	text  string
	line  int    // 0: the key's
	meant string // the key that this one most likely was to be
}

// problems are all that is wrong with a file, so that one look mends them all.
type problems struct {
	path string
	list []problem
	line map[string]int
}

const (
	// maxShown is how many problems are shown; the rest is counted.
	maxShown = 50
	// maxProblem is how many characters of one are shown.
	maxProblem = 600
)

// Error is the Lines in one text.
func (p *problems) Error() string { return strings.Join(p.Lines(), "\n") }

// Lines lists the problems by line, one each below a head. What a file's keys and path hold is shown, not sent to the terminal.
func (p *problems) Lines() []string {
	type numbered struct {
		problem
		at int
	}
	list := make([]numbered, len(p.list))
	for i, x := range p.list {
		list[i] = numbered{x, cmp.Or(x.line, p.lineOf(x.key))}
	}
	slices.SortStableFunc(list, func(a, b numbered) int { return cmp.Compare(a.at, b.at) })
	path := safetext.Line(p.path).String()
	out := []string{fmt.Sprintf("%s has %d problems:", path, len(list))}
	if len(list) == 1 {
		out[0] = path + " has a problem:"
	}
	for _, x := range list[:min(len(list), maxShown)] {
		line := "  "
		if x.at > 0 {
			line += fmt.Sprintf("line %d: ", x.at)
		}
		out = append(out, line+shown(strings.TrimSpace(counted(x.key)+" "+x.text)))
	}
	if n := len(list) - maxShown; n > 0 {
		out = append(out, fmt.Sprintf("  and %d more", n))
	}
	return out
}

// anIndex is where a key stands in its list, counted from 0 as programs do.
var anIndex = regexp.MustCompile(`\[(\d+)\](\.?)`)

// counted is a key as people count: of team[0].name it says "team number 1, name".
func counted(key string) string {
	return anIndex.ReplaceAllStringFunc(key, func(found string) string {
		part := anIndex.FindStringSubmatch(found)
		i, err := strconv.Atoi(part[1])
		if err != nil {
			return found
		}
		words := fmt.Sprintf(" number %d", i+1)
		if part[2] != "" {
			words += ", "
		}
		return words
	})
}

// shown is a problem as one line that a terminal takes for letters alone.
func shown(text string) string {
	if len(text) > 4*maxProblem {
		text = text[:4*maxProblem]
	}
	text = safetext.Line(text).String()
	if runes := []rune(text); len(runes) > maxProblem {
		return string(runes[:maxProblem-1]) + "…"
	}
	return text
}

// lineOf returns the line of a key, or of the nearest table around it that the
// file names; 0 if none.
func (p *problems) lineOf(key string) int {
	for key != "" {
		if n, ok := p.line[key]; ok {
			return n
		}
		i := max(strings.LastIndexAny(key, ".["), 0)
		key = key[:i]
	}
	return 0
}

// follows reports whether a problem of a value comes of a key that could not be
// used, and is not news: the key itself, what stands below it, or the table right above it.
func follows(key string, unused map[string]bool) bool {
	if unused["^"+key] {
		return true
	}
	for key != "" {
		if unused[key] {
			return true
		}
		key = key[:max(strings.LastIndexAny(key, ".["), 0)]
	}
	return false
}

// unused are the keys of the problems, the ones they were to be, and with "^" before it the table of each.
func (p *problems) unused() map[string]bool {
	unused := map[string]bool{}
	for _, x := range p.list {
		for _, key := range []string{x.key, x.meant} {
			if _, there := p.line[key]; key == "" || key == x.meant && there {
				continue
			}
			unused[key] = true
			if i := strings.LastIndexByte(key, '.'); i > 0 {
				unused["^"+key[:i]] = true
			}
		}
	}
	return unused
}
