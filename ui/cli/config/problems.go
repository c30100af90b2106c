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

// A problem is one error of a configuration file. It names the key and never
// repeats the value: a misplaced token must not reach a screen.
type problem struct {
	key   string // as in "api.url" or "watch[0].thread_id"; "" for a line that cannot be read
	text  string
	line  int    // 0: the key's
	meant string // the key that was probably meant
}

// problems are all errors of a file, so that all can be corrected at once.
type problems struct {
	path string
	list []problem
	line map[string]int
}

const (
	// maxShown is how many problems are shown; the rest are counted.
	maxShown = 50
	// maxProblem is how many characters of a problem are shown.
	maxProblem = 600
)

// Error returns the Lines as one text.
func (p *problems) Error() string { return strings.Join(p.Lines(), "\n") }

// Lines returns a heading and one line per problem, in the file's order. Control codes in keys and paths are made visible.
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

// anIndex matches a list index in a key, counted from 0.
var anIndex = regexp.MustCompile(`\[(\d+)\](\.?)`)

// counted returns a key with indexes counted from 1: "team number 1, name" for team[0].name.
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

// shown returns a problem as one printable line.
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

// lineOf returns the line of a key, or of the nearest enclosing table in the file;
// 0 if there is none.
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

// follows reports whether a value's problem only follows from an unusable key: the key
// itself, keys below it, or the table right above it.
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

// unused returns the keys of the problems, the keys probably meant, and the table of each after a "^".
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
