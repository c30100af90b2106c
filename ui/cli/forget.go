package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"floorwatch/model"
	"floorwatch/poller/record"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/keep"
	"floorwatch/ui/draw"
)

func forgetCommand(o *options, w Env) *cobra.Command {
	var visitor int64
	var chats []int64
	cmd := &cobra.Command{
		Use:   "forget --visitor N",
		Short: "Remove a visitor from recordings and history",
		Long: "Forget removes everything that a visitor wrote and was sent, their name and numbers from the recordings of\n" +
			"[record], and their chats from the chats to look at in [history], whose figures name nobody. Stop the\n" +
			"floorwatch that records first: a file that is being written is left alone. Delete the visitor in Acquire too, or\n" +
			"their messages are read again. Exit status: 0; 1 something had to stay; 2 wrong flag or configuration.",
		Example: "floorwatch forget --visitor 61793",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if visitor <= 0 {
				return errors.New("--visitor takes the number of a visitor, above 0")
			}
			f := model.NewForgotten(model.VisitorID(visitor))
			for _, c := range chats {
				if c <= 0 {
					return errors.New("--chat takes the number of a chat, above 0")
				}
				f.Chats[model.ChatID(c)] = true
			}
			return runForget(cmd.Context(), *o, f, w)
		},
	}
	cmd.Flags().Int64Var(&visitor, "visitor", 0, "the NUMBER of the visitor in Acquire")
	cmd.Flags().Int64SliceVar(&chats, "chat", nil, "the NUMBER of one of their chats that no recording has any more; may be repeated")
	return cmd
}

func runForget(ctx context.Context, o options, f *model.Forgotten, w Env) error {
	cfg, err := readConfig(o, w)
	if err != nil {
		return err
	}
	recordings, err := config.RecordDir(cfg.Record.Dir, w.Getenv)
	if err != nil {
		return err
	}
	figures, err := config.HistoryDir(cfg.History.Dir, w.Getenv)
	if err != nil {
		return err
	}
	if recordings == "" && figures == "" {
		return errors.New("nothing is kept: neither [record] nor [history] names a folder; for what --record FOLDER has written, set dir under [record] to it")
	}
	var errs []error
	files, days := 0, 0
	if recordings != "" {
		files, err = record.Forget(ctx, recordings, f)
		errs = append(errs, err)
	}
	if figures != "" {
		days, err = forgetFigures(cfg, figures, f, w.Getenv)
		errs = append(errs, err)
	}
	fmt.Fprintf(w.Out, "Visitor %d, %s: removed from %s and from the chats to look at of %s.\n", f.Visitor, draw.Count(len(f.Chats), "chat", "chats"), draw.Count(files, "recording", "recordings"), draw.Count(days, "day", "days"))
	for section, dir := range map[string]string{"[record]": recordings, "[history]": figures} {
		if dir == "" { // 0 of them may be a configuration that is not the one of the program that stores them
			fmt.Fprintf(w.Out, "%s names no folder: what is kept elsewhere stays; name that folder there and forget again.\n", section)
		}
	}
	return exitWith(exitFault, errors.Join(errs...))
}

func forgetFigures(cfg config.Config, dir string, f *model.Forgotten, env func(string) string) (days int, err error) {
	writer, err := keep.OpenHistory(cfg, dir, env)
	if err != nil {
		return 0, fmt.Errorf("the history stays as it is: %w", err)
	}
	defer writer.Close()
	return writer.Forget(f.Chats)
}
