package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
	"floorwatch/poller/history"
	"floorwatch/poller/record"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/keep"
	"floorwatch/ui/draw"
)

// importDays is how many days back recordings are searched.
const importDays = 31

func historyCommand(o *options, w Env) *cobra.Command {
	cmd := &cobra.Command{Use: "history", Short: "Work with the history of figures"}
	commandsOfGroup(cmd)
	cmd.AddCommand(&cobra.Command{
		Use:   "import [FOLDER]",
		Short: "Fill in missing days from recordings",
		Long: "Import fills in the days that [history] lacks from the recordings in FOLDER, or in dir under [record].\nDays that can be read are not changed, and today is left to the program that is recording it.\n" +
			"Exit status: 0, even if no day was missing; 1 a recording is damaged (its readable part is counted), or the\n" +
			"figures cannot be written; 2 wrong flag or configuration.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runImport(cmd.Context(), *o, slices.Concat(args, []string{""})[0], w)
		},
	})
	return cmd
}

func runImport(ctx context.Context, o options, folder string, w Env) error {
	cfg, err := readConfig(o, w)
	if err != nil {
		return err
	}
	dir, err := storageFolder(config.HistoryDir, w, cfg.History.Dir, errors.New("there is nowhere to keep figures: set dir under [history]"))
	if err != nil {
		return err
	}
	folder, err = storageFolder(config.RecordDir, w, cmp.Or(folder, cfg.Record.Dir), errors.New("name the folder of the recordings, or set dir under [record]"))
	if err != nil {
		return err
	}
	if err := checkFolder(folder); err != nil {
		return err
	}
	if err := keep.SameRecordings(cfg, folder); err != nil {
		return err
	}
	if err := keep.SameHistory(cfg, dir); err != nil {
		return err
	}
	writer, err := keep.OpenHistory(cfg, dir, w.Getenv)
	if err != nil {
		return exitWith(exitFault, keep.NotKept(dir, err))
	}
	defer writer.Close()
	return exitWith(exitFault, importMissing(ctx, cfg, folder, dir, writer, w, time.Now()))
}

// importMissing creates the history files of past days that have a recording and no file, or one that cannot be read.
func importMissing(ctx context.Context, cfg config.Config, folder, dir string, writer *history.Writer, w Env, now time.Time) error {
	have, err := history.Folder{Dir: dir}.Days()
	if err != nil {
		return err
	}
	var broken *history.DamagedError
	have = slices.DeleteFunc(have, func(day string) bool {
		_, err := history.Folder{Dir: dir}.Read(day, history.DepthAll)
		return errors.As(err, &broken)
	})
	today := history.DayOf(now, cfg.Screen.Location())
	day := today
	var missing []*ledger.Day
	for range importDays {
		day = history.DayOf(day.From, cfg.Screen.Location())
		if !slices.Contains(have, day.Date) {
			missing = append(missing, day)
		}
	}
	made, damaged := 0, 0
	for _, d := range slices.Backward(missing) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		ok, err := importDay(ctx, cfg, folder, d)
		if err != nil {
			fmt.Fprintf(w.Err, "floorwatch: %s: %v\n", d.Date, err)
			damaged++
		}
		if !ok {
			continue
		}
		if err := writer.Put(d, time.Time{}); err != nil {
			return err
		}
		made++
	}
	fmt.Fprintf(w.Out, "Days made from recordings: %d.\n", made)
	if made == 0 {
		fmt.Fprintf(w.Out, "No day of the last %d before today has a recording in %s and no figures yet; today is left to whoever polls.\n", importDays, folder)
	}
	if damaged > 0 {
		return fmt.Errorf("the recordings of %s are damaged: only what could be read is counted", draw.Count(damaged, "day", "days"))
	}
	return nil
}

// importDay fills a day from its recording and that of the day before, in which its
// chats may have begun; ok is false if there is none. A damaged recording is an error,
// but its readable part is used; that of another day is one only for a day that needs it.
func importDay(ctx context.Context, cfg config.Config, folder string, d *ledger.Day) (ok bool, err error) {
	cfg.Keep.Hours = max(cfg.Keep.Hours, 48) // keep all of the day
	b := board.New(cfg.Board())
	read := importedRead{board: board.New(cfg.Board())}
	until, known := d.To.Add(history.FinalAfter), d.From
	zone := cfg.Screen.Location()
	var own error
	for i, at := range []time.Time{d.From.Add(-12 * time.Hour), d.From.Add(12 * time.Hour), d.To.Add(12 * time.Hour)} {
		for e, bad := range record.RestoreWithHealth(ctx, folder, at, zone) {
			if bad != nil {
				if err = errors.Join(err, bad); i == 1 {
					own = errors.Join(own, bad)
				}
				continue
			}
			if i == 2 && e.At.After(until) {
				break
			}
			ok, known = ok || i == 1 && e.Rows() > 0, model.LaterTime(known, e.At)
			read.note(&e)
			if e.Health, e.Coverage = nil, nil; e.Rows() > 0 {
				b.Apply(e)
			}
		}
	}
	if read.finish(); !ok {
		return false, own
	}
	until = model.EarlierTime(until, known) // whether later answers came is not known
	l := b.NewLedger(d.From, d.To)
	for !l.Step(until, keep.LedgerStride) {
	}
	l.Into(d)
	keep.MarkPart(d, read.board.Coverage(), read.at)
	d.Written, d.By, d.Final = until, safetext.Line("floorwatch history import"), true
	d.Floor, d.Invented = cfg.Floor().Name, cfg.Floor().Invented
	d.First, d.Next = cfg.Limits.FirstReply.Within, cfg.Limits.NextReply.Within
	d.Hours = model.HoursHash(cfg.Hours, cfg.Teams)
	d.Watched = read.watch.Within(d.From, d.To)
	return true, err
}

// An importedRead tracks how completely the recording program read the floor.
type importedRead struct {
	board *board.Board // contains only Health and coverage
	watch history.Watch
	at    time.Time // time of the last Health or coverage
	due   time.Time // time of a Health that is not noted yet; zero: none
	noted time.Time
}

// note applies an Event of the recording. Times without records, such as between a stop and the next start, and times
// in which the floor could not be read, count as not watched.
//
// A recording has a coverage that only improves up to 10 s late. So a Health is noted with the next Event: only that
// tells whether what had been unread was read by then.
func (r *importedRead) note(e *model.Event) {
	if e.Health == nil && e.Coverage == nil || e.At.Before(r.at) {
		return
	}
	r.at = e.At
	if e.Coverage != nil && !e.Coverage.Debts.At.After(r.due) {
		r.board.Apply(model.Event{At: e.At, Coverage: e.Coverage})
	}
	r.finish()
	r.board.Apply(model.Event{At: e.At, Health: e.Health, Coverage: e.Coverage})
	if e.Health != nil && e.At.Sub(r.noted) >= keep.NoteEvery {
		r.due, r.noted = e.At, e.At
	}
}

// finish notes the last Health.
func (r *importedRead) finish() {
	if r.due.IsZero() {
		return
	}
	h := r.board.At(r.due).EffectiveHealth(r.board.Health())
	r.watch.Note(r.due, h.Read && h.State == model.StateLive)
	r.due = time.Time{}
}
