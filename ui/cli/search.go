package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/record"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/draw"
	"floorwatch/ui/privacy"
)

// searchOptions are the flags of search.
type searchOptions struct {
	words   []string // as searchWords returns them
	days    int
	agent   int64
	visitor int64
	side    string
	format  string
	limit   int
	dir     string
	ascii   bool // the terminal cannot show Unicode
}

func searchCommand(o *options, w Env) *cobra.Command {
	var s searchOptions
	cmd := &cobra.Command{
		Use:   "search TEXT...",
		Short: "Search the messages in the recordings",
		Long: "Search finds messages that have every word of TEXT, ignoring case, in the recordings of [record],\n" +
			"the newest day first and each day in the order of time. Text that [privacy] mask hides is not found.\n" +
			"Exit status: 0 something was found; 1 nothing was; 2 an error.",
		Example: "floorwatch search refund --days 3\nfloorwatch search \"order 4711\" --side visitor --format json",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.words = searchWords(args)
			s.ascii = o.noUnicode
			return runSearch(cmd.Context(), *o, s, w)
		},
	}
	f := cmd.Flags()
	f.IntVar(&s.days, "days", 7, "look this NUMBER of days back, today included")
	f.Int64Var(&s.agent, "agent", 0, "only messages of the agent with this NUMBER")
	f.Int64Var(&s.visitor, "visitor", 0, "only chats of the visitor with this NUMBER")
	f.StringVar(&s.side, "side", "", "only messages of one side: visitor or agent")
	f.StringVar(&s.format, "format", "text", "print text or json")
	f.IntVar(&s.limit, "limit", 200, "print at most this NUMBER of messages, the latest")
	f.StringVar(&s.dir, "dir", "", "search the recordings in this FOLDER instead of the one under [record]")
	return cmd
}

func runSearch(ctx context.Context, o options, s searchOptions, w Env) error {
	switch {
	case s.days < 1 || s.limit < 1:
		return errors.New("--days and --limit must be above 0")
	case strings.TrimSpace(strings.Join(s.words, "")) == "":
		return errors.New("TEXT is empty: name a word to search for")
	}
	cfg, err := viewerConfig(o, w)
	if err != nil {
		return err
	}
	dir, err := storageFolder(config.RecordDir, w, cmp.Or(s.dir, cfg.Record.Dir), errors.New("there are no recordings: set dir under [record], or name a folder with --dir"))
	if err != nil {
		return err
	}
	if err := checkFolder(dir); err != nil {
		return err
	}
	recorded, found, err := searchDays(ctx, cfg, s, dir, w, time.Now())
	switch {
	case err != nil || found > 0:
		return err
	case !recorded:
		return exitWith(exitFault, fmt.Errorf("nothing is recorded of the last %s in %s: --days looks further back, --dir elsewhere", draw.Count(s.days, "day", "days"), dir))
	}
	return exitWith(exitFault, fmt.Errorf("nothing found in the messages of the last %s: --days looks further back", draw.Count(s.days, "day", "days")))
}

// searchDays prints the matches, and returns whether there are messages at all and how many matched.
func searchDays(ctx context.Context, cfg config.Config, s searchOptions, dir string, w Env, now time.Time) (recorded bool, found int, err error) {
	zone := cfg.Screen.Location()
	masks := privacy.MasksOf(cfg.Privacy.Mask)
	filter := lineFilter{}
	if masks == (privacy.Masks{}) { // a mask puts words into the text that the line does not contain
		filter = newLineFilter(s.words)
	}
	y, m, d := now.In(zone).Date()
	noon := func(back int) time.Time { return time.Date(y, m, d-back, 12, 0, 0, 0, zone) }
	first, today := noon(min(s.days, 1_000_000)-1).Format(time.DateOnly), noon(0).Format(time.DateOnly)
	days, errs := record.Days(dir)
	days = slices.DeleteFunc(days, func(day string) bool { return day < first || day > today })
	// A message is recorded again, on the next day too, when it is seen, and after a restart.
	matched := map[model.MessageID]bool{}
	for i, day := range days {
		at, err := time.ParseInLocation(time.DateOnly, day, zone)
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return recorded, found, err
		}
		matches := dayMatches{most: s.limit - found}
		for e, bad := range record.RestoreLines(ctx, dir, at.Add(12*time.Hour), zone, filter.wants) {
			var damaged *record.DamagedError
			switch {
			case ctx.Err() != nil:
				return recorded, found, ctx.Err()
			case errors.As(bad, &damaged):
				fmt.Fprintf(w.Err, "floorwatch: %s: %v\n", day, bad)
				continue
			case bad != nil: // the other days can be searched
				errs = errors.Join(errs, fmt.Errorf("%s: %w", day, bad))
				continue
			}
			for i := range e.Messages {
				msg := &e.Messages[i]
				text := masks.Text(msg.Text, msg.VisitorName)
				recorded = true
				if matched[msg.ID] || !s.matches(msg, text) { // a later record may complete a message that does not match yet
					continue
				}
				matched[msg.ID] = true
				matches.add(msg, text)
			}
		}
		for _, m := range matches.latest() {
			if err := printMatch(w, &s, &m.message, m.text, zone); err != nil {
				return recorded, found, err
			}
			found++
		}
		if found == s.limit {
			if matches.more || i+1 < len(days) {
				fmt.Fprintf(w.Err, "floorwatch: these are the latest %d; there may be earlier ones: --limit prints more\n", found)
			}
			return recorded, found, errs
		}
	}
	return recorded || filter.passedOver, found, errs
}

// dayMatches are what a day's recording has of matches. It has them in the order in which they were read, which in the
// first minutes of a recording is chat by chat.
type dayMatches struct {
	list []match
	most int  // how many are printed, the latest
	more bool // there were more
}

// A match is a message and its text as it may be shown.
type match struct {
	message model.Message
	text    safetext.Text
}

// add adds a match; no more than twice as many as are printed are kept.
func (d *dayMatches) add(m *model.Message, text safetext.Text) {
	if d.list = append(d.list, match{*m, text}); len(d.list) > 2*d.most {
		d.latest()
	}
}

// latest returns the latest, in the order of time.
func (d *dayMatches) latest() []match {
	slices.SortStableFunc(d.list, func(a, b match) int { return a.message.SentAt.Compare(b.message.SentAt) })
	if over := len(d.list) - d.most; over > 0 {
		d.list, d.more = slices.Delete(d.list, 0, over), true
	}
	return d.list
}

func (s *searchOptions) matches(m *model.Message, text safetext.Text) bool {
	side := s.side == "" || s.side == "visitor" && m.Side == model.SideVisitor || s.side == "agent" && m.Side == model.SideAgent
	if !side || s.agent != 0 && int64(m.Sender) != s.agent || s.visitor != 0 && int64(m.Visitor) != s.visitor {
		return false
	}
	folded := draw.Fold(text.String())
	return !slices.ContainsFunc(s.words, func(word string) bool { return !strings.Contains(folded, word) })
}

// searchWords cleans and folds what is searched for as the texts are that are searched.
func searchWords(args []string) []string {
	var words []string
	for _, w := range args {
		words = append(words, draw.Fold(safetext.Line(w).String()))
	}
	return words
}

// shownText is how many cells of a message a line shows.
const shownText = 200

// excerpt returns a text from shortly before the first of the words on, if the line would be cut before it.
func (s *searchOptions) excerpt(text safetext.Text) safetext.Text {
	has := func(part string) bool {
		folded := draw.Fold(part)
		return slices.ContainsFunc(s.words, func(word string) bool { return strings.Contains(folded, word) })
	}
	begin := ""
	for _, span := range text.Truncate(shownText) {
		begin += span.Text
	}
	if has(begin) {
		return text
	}
	runes := []rune(text.String())
	end := sort.Search(len(runes), func(n int) bool { return has(string(runes[:n])) })
	return safetext.Line("…" + string(runes[max(0, end-shownText/2):]))
}

// printMatch prints one match. Strangers' text goes through safetext; JSON is always UTF-8.
func printMatch(w Env, s *searchOptions, m *model.Message, text safetext.Text, zone *time.Location) error {
	side := [...]string{"–", "visitor", "agent", "bot"}[min(m.Side, model.SideBot)]
	if s.format == "json" {
		return json.NewEncoder(w.Out).Encode(struct {
			At      time.Time       `json:"at"`
			Chat    model.ChatID    `json:"chat"`
			Visitor model.VisitorID `json:"visitor"`
			Side    string          `json:"side"`
			Text    string          `json:"text"`
		}{m.SentAt, m.Chat, m.Visitor, side, text.String()})
	}
	text = s.excerpt(text)
	if s.ascii {
		text, side = text.ASCII(), strings.ReplaceAll(side, "–", "-")
	}
	line := ""
	for _, span := range text.Truncate(shownText) {
		line += span.Text
	}
	if s.ascii { // a mark of ours where it is cut
		line = strings.ReplaceAll(line, "…", "...")
	}
	_, err := fmt.Fprintf(w.Out, "%s  #%d  %-7s  %s\n", m.SentAt.In(zone).Format("2006-01-02 15:04:05"), m.Chat, side, line)
	return err
}
