package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"floorwatch/model/board"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
	"floorwatch/poller/history"
	"floorwatch/poller/record"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/keep"
)

// importDays is how far back recordings are looked for.
const importDays = 31

func historyCommand(o *options, w Env) *cobra.Command {
	cmd := &cobra.Command{Use: "history", Short: "Work with the history of figures"}
	cmd.AddCommand(&cobra.Command{
		Use:   "import [FOLDER]",
		Short: "Fill in missing days from recordings",
		Long:  "Import fills in the days that [history] lacks from the recordings in FOLDER, or in dir under [record].\nExisting days are not changed, and today is left to the program that is recording it.",
		Args:  cobra.MaximumNArgs(1),
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
	dir, err := storageFolder(config.HistoryDir, w, cfg.History.Dir, errors.New("there is nowhere to keep figures: set dir under [history]"))
	if err != nil {
		return err
	}
	if err := keep.SameHistory(cfg, dir); err != nil {
		return err
	}
	keeper, err := keep.OpenHistory(cfg, dir, w.Getenv)
	if err != nil {
		return exitWith(exitFault, fmt.Errorf("cannot keep figures in %s: %w", dir, err))
	}
	defer keeper.Close()
	return exitWith(exitFault, importMissing(ctx, cfg, folder, dir, keeper, w, time.Now()))
}

// importMissing makes the days before today that have a recording and no file.
func importMissing(ctx context.Context, cfg config.Config, folder, dir string, keeper *history.Keeper, w Env, now time.Time) error {
	have, err := history.Folder{Dir: dir}.Days()
	if err != nil {
		return err
	}
	today := history.DayOf(now, cfg.Screen.Location())
	day := today
	var missing []*ledger.Day
	for range importDays {
		day = history.DayOf(day.From, cfg.Screen.Location())
		if !slices.Contains(have, day.Date) {
			missing = append(missing, day)
		}
	}
	made := 0
	for _, d := range slices.Backward(missing) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		ok, err := importDay(ctx, cfg, folder, d)
		if err != nil {
			fmt.Fprintf(w.Err, "floorwatch: %s: %v\n", d.Date, err)
		}
		if !ok {
			continue
		}
		if err := keeper.Put(d, time.Time{}); err != nil {
			return err
		}
		made++
	}
	fmt.Fprintf(w.Out, "Days made from recordings: %d.\n", made)
	if made == 0 {
		fmt.Fprintf(w.Out, "No day of the last %d before today has a recording in %s and no figures yet; today is left to whoever polls.\n", importDays, folder)
	}
	return nil
}

// importDay makes a day from its recording and that of the day before, in which
// its chats may have begun; ok is false where there is none. A damaged recording
// is an error, and what it still holds is used.
func importDay(ctx context.Context, cfg config.Config, folder string, d *ledger.Day) (ok bool, err error) {
	cfg.Keep.Hours = max(cfg.Keep.Hours, 48) // nothing of the day may be let go
	b := board.New(cfg.Board())
	var first, last time.Time
	zone := cfg.Screen.Location()
	for i, at := range []time.Time{d.From.Add(-12 * time.Hour), d.From.Add(12 * time.Hour), d.To.Add(12 * time.Hour)} {
		for e, bad := range record.Restore(ctx, folder, at, zone) {
			if bad != nil {
				err = errors.Join(err, bad)
				continue
			}
			if i == 2 && e.At.After(d.To.Add(history.FinalAfter)) {
				break
			}
			b.Apply(e)
			if i == 1 && !e.At.IsZero() {
				if first.IsZero() {
					first = e.At
				}
				last = e.At
			}
		}
	}
	if first.IsZero() {
		return false, err
	}
	l := b.NewLedger(d.From, d.To)
	for !l.Step(d.To.Add(history.FinalAfter), keep.LedgerStride) {
	}
	l.Into(d)
	d.Written, d.By, d.Final = d.To.Add(history.FinalAfter), safetext.Line("floorwatch history import"), true
	d.Floor, d.Invented = cfg.Floor().Name, cfg.Floor().Invented
	d.First, d.Next = cfg.Limits.FirstReply.Within, cfg.Limits.NextReply.Within
	if first.Before(d.From) {
		first = d.From
	}
	d.Watched = []ledger.TimeSpan{{From: first, To: last}}
	return true, err
}
