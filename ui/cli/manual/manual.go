// Package manual generates floorwatch's manual page, in mdoc(7), from the commands and flags, so that the page and
// --help cannot differ. It imports no package of floorwatch.
package manual

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Write writes the page of root and its commands to w. example is the configuration that `init` writes, with every
// key; date is the page's date. The error is w's.
func Write(w io.Writer, root *cobra.Command, example []byte, date time.Time) error {
	p := &page{}
	p.line(".Dd %s", date.Format("January 2, 2006"))
	p.line(".Dt %s 1", strings.ToUpper(root.Name()))
	p.line(".Os")
	p.line(".Sh NAME")
	p.line(".Nm %s", root.Name())
	p.line(".Nd %s", lowerFirst(root.Short))
	p.synopsis(root)
	p.line(".Sh DESCRIPTION")
	p.text(root.Long)
	p.line(".Pp")
	p.text("Without a command it shows the dashboard.")
	p.flags(root.Flags(), root.PersistentFlags())
	p.line(".Sh COMMANDS")
	p.commands(root)
	p.line(".Sh CONFIGURATION")
	p.text("Every key with its default, as floorwatch init writes it:")
	p.literal(string(example))
	for _, s := range sections {
		p.section(s)
	}
	p.line(".Sh EXAMPLES")
	p.literal(root.Example)
	_, err := io.WriteString(w, p.String())
	return err
}

// A page is the text so far.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// lineWidth is the longest source line that mandoc accepts without a warning.
const lineWidth = 78

// text writes running text, each sentence on a new line.
func (p *page) text(s string) {
	width := 0
	for _, word := range strings.Fields(s) {
		word = escape(word)
		if width > 0 && width+1+len(word) > lineWidth {
			p.WriteByte('\n')
			width = 0
		}
		switch {
		case width > 0:
			p.WriteByte(' ')
			width++
		case word[0] == '.' || word[0] == '\'':
			word = `\&` + word // otherwise a macro
		}
		p.WriteString(word)
		width += len(word)
		if strings.HasSuffix(word, ".") {
			p.WriteByte('\n')
			width = 0
		}
	}
	if width > 0 {
		p.WriteByte('\n')
	}
}

// literal writes lines unchanged.
func (p *page) literal(s string) {
	p.line(".Bd -literal -offset indent")
	for l := range strings.Lines(strings.TrimSpace(s)) {
		l = escape(strings.TrimRight(l, "\n"))
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			l = `\&` + l
		}
		p.line("%s", l)
	}
	p.line(".Ed")
}

func escape(s string) string { return strings.ReplaceAll(s, `\`, `\e`) }

// argument quotes one argument of a macro.
func argument(s string) string {
	return `"` + strings.ReplaceAll(escape(s), `"`, `\(dq`) + `"`
}

func (p *page) synopsis(root *cobra.Command) {
	p.line(".Sh SYNOPSIS")
	p.line(".Nm")
	p.line(".Op Ar flags")
	for _, c := range documented(root) {
		p.line(".Nm")
		p.line(".Cm %s", argument(c.Use))
		p.line(".Op Ar flags")
	}
}

// documented returns the commands that --help lists, without cobra's own.
func documented(parent *cobra.Command) (list []*cobra.Command) {
	for _, c := range parent.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" {
			list = append(list, c)
		}
	}
	return list
}

// commands writes what each command does, with its flags.
func (p *page) commands(parent *cobra.Command) {
	p.line(".Bl -tag -width Ds")
	for _, c := range documented(parent) {
		p.line(".It Cm %s", argument(c.Use))
		about, ours := c.Long, c.Name() != "completion" // cobra's text is formatted for the screen
		if about == "" || !ours {
			about = c.Short + "."
		}
		p.text(about)
		p.flags(c.LocalNonPersistentFlags())
		if subs := documented(c); len(subs) > 0 && ours {
			p.commands(c)
		}
		if c.Example != "" {
			p.literal(c.Example)
		}
	}
	p.line(".El")
}

// flags writes a list of the flags that --help shows.
func (p *page) flags(sets ...*pflag.FlagSet) {
	seen, begun := map[string]bool{}, false
	for _, set := range sets {
		set.VisitAll(func(f *pflag.Flag) {
			if f.Hidden || seen[f.Name] || f.Name == "help" {
				return
			}
			if !begun {
				p.line(".Bl -tag -width Ds")
				begun = true
			}
			seen[f.Name] = true
			short := ""
			if f.Shorthand != "" {
				short = "Fl " + f.Shorthand + " , "
			}
			p.line(".It %sFl Fl %s%s", short, f.Name, placeholder(f))
			p.text(upperFirst(f.Usage) + preset(f) + ".")
		})
	}
	if begun {
		p.line(".El")
	}
}

var capitals = regexp.MustCompile(`\b[A-Z]{2,}\b`)

// placeholder returns the word for a flag's value: the one in capitals in its text, or one for its type.
func placeholder(f *pflag.Flag) string {
	word := capitals.FindString(f.Usage)
	switch {
	case f.Value.Type() == "bool":
		return ""
	case word != "" && word != "CSV" && word != "XDG":
	case f.Value.Type() == "duration":
		word = "TIME"
	case f.Value.Type() == "string" || f.Value.Type() == "stringArray":
		word = "WORD"
	default:
		word = "N"
	}
	return " Ar " + word
}

// preset returns a flag's default, if it has a meaningful one.
func preset(f *pflag.Flag) string {
	switch f.DefValue {
	case "", "0", "false", "[]", "0s":
		return ""
	}
	return " (default: " + f.DefValue + ")"
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
