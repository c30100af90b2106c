package keep

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
	"floorwatch/poller/history"
	"floorwatch/poller/regular"
	"floorwatch/poller/serve"
	"floorwatch/ui/cli/config"
)

// How often it is noted that the floor is watched, and how often figures are written.
const (
	NoteEvery = time.Minute
	keepEvery = 5 * time.Minute
	// LedgerStride is how many threads are read off the Board at a time: about half a millisecond.
	LedgerStride = 50
)

// Figures writes the history of the floor that this process polls, and reports
// its usual figures. A nil *Figures stores nothing.
type Figures struct {
	folder  *history.Writer // nil: another process stores the figures, see why
	why     string
	dir     string // "": not read
	shared  *serve.SharedBoard
	drawn   bool // a screen draws the Board, which must be the first to ask for a moment
	cfg     config.Config
	log     *slog.Logger
	watch   history.Watch
	started time.Time // when this process had first read everything; zero: not yet
	better  time.Time // until then the day's file is more complete than the Board, since a process was watching
	whole   bool      // the Board began with all of today's recording
	wrote   time.Time
	final   string // the last day with a complete file
	version string // of this program
	usualOf string // the day for which the usual figures were emitted
	emit    func(model.Event)
}

// OpenFigures locks the folder of [history]; it returns nil if the configuration names none. emit
// gets the usual figures once a day.
func OpenFigures(cfg config.Config, env func(string) string, h *serve.SharedBoard, version string, emit func(model.Event), log *slog.Logger) (*Figures, error) {
	dir, err := config.HistoryDir(cfg.History.Dir, env)
	if err != nil || dir == "" {
		return nil, err
	}
	k := &Figures{shared: h, version: version, cfg: cfg, log: log, emit: emit}
	if err := SameHistory(cfg, dir); err != nil {
		return k, err // another floor's usual figures do not apply here
	}
	k.dir = dir
	if k.folder, err = OpenHistory(cfg, dir, env); err != nil {
		return k, NotKept(dir, err)
	}
	return k, nil
}

// NotKept returns the error of OpenHistory, with the folder.
func NotKept(dir string, err error) error {
	if at := (*fs.PathError)(nil); errors.As(err, &at) && at.Path == dir {
		return fmt.Errorf("cannot keep figures: %w", err) // which names it
	}
	return fmt.Errorf("cannot keep figures in %s: %w", dir, err)
}

// SameHistory returns an error if dir would mix an invented floor's figures with another's: reports would add them up.
func SameHistory(cfg config.Config, dir string) error {
	floor := cfg.Floor()
	if day, of := (history.Folder{Dir: dir}).Apart(floor); day != "" {
		return fmt.Errorf("the figures of %s in %s are of %s: %s", day, dir, whatKind(of, floor), ownFolder("history", "dir under [history]", floor))
	}
	return nil
}

// OpenHistory opens the folder of the figures. The group of [serve] may read it, so that
// leaders report without the server; then it must not be the recordings' folder, which
// nobody else may read.
func OpenHistory(cfg config.Config, dir string, env func(string) string) (*history.Writer, error) {
	group, err := serve.GroupID(cfg.Serve.Group)
	if err != nil {
		return nil, err
	}
	recordings, err := config.RecordDir(cfg.Record.Dir, env)
	if err != nil {
		return nil, err
	}
	if group >= 0 && recordings != "" && filepath.Clean(recordings) == filepath.Clean(dir) {
		return nil, errors.New("a group may read it (serve.group), and it is the folder of the recordings, which nobody else may: give history.dir one of its own")
	}
	return history.Open(history.Options{
		Dir: dir, KeepDays: cfg.History.KeepDays, ChatsDays: cfg.History.ChatsDays, Agents: cfg.History.Agents != nil && *cfg.History.Agents, Group: group,
	})
}

// OpenDrawnFigures is OpenFigures for a process whose screen draws the Board.
// The floor matters more than its history: if the folder cannot be locked, the screen
// says so and runs.
func OpenDrawnFigures(cfg config.Config, env func(string) string, version string, log *slog.Logger) (*Figures, error) {
	k, err := OpenFigures(cfg, env, serve.NewSharedBoard(cfg.Board()), version, nil, log)
	if k == nil {
		return nil, err
	}
	if k.drawn = true; err != nil {
		k.why = "figures not kept: " + regular.Plain(err)
		log.Warn("figures are not kept", "err", err)
	}
	return k, nil
}

// Tell sets the function that gets the usual figures once a day. Call it before Run.
func (k *Figures) Tell(emit func(model.Event)) { k.emit = emit }

// Close unlocks the folder, for a program that ends before Run, which does so itself.
func (k *Figures) Close() {
	if k != nil && k.folder != nil {
		_ = k.folder.Close() // nothing is being written
	}
}

// Run writes the figures at intervals until ctx is done, and then once more.
func (k *Figures) Run(ctx context.Context) error {
	defer k.Close()
	k.tellUsual(k.now(time.Now()))
	tick := time.NewTicker(NoteEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			k.tick(time.Now(), true)
			return nil
		case <-tick.C:
			k.tick(time.Now(), false)
		}
	}
}

// now returns the floor's time at a moment of this machine. For a drawn Board it is that of
// the last frame, if there was one, since the Board caches only the latest moment.
func (k *Figures) now(at time.Time) time.Time {
	at = at.Add(k.shared.Health().Skew)
	if k.drawn {
		k.shared.With(func(b *board.Board) {
			if m := b.Moment(); !m.IsZero() && m.Before(at) {
				at = m
			}
		})
	}
	return at.In(k.cfg.Screen.Location())
}

// tick records whether the floor is watched, and writes if it is time to.
func (k *Figures) tick(at time.Time, last bool) {
	now := k.now(at)
	h := k.shared.Standing(now)
	k.watch.Note(now, h.Read && h.State == model.StateLive)
	k.tellUsual(now)
	if k.folder == nil || !h.Read {
		return // unread chats would look like none
	}
	if k.started.IsZero() {
		k.start(now)
	}
	if !last && now.Sub(k.wrote) < keepEvery && !now.Before(k.wrote) {
		return
	}
	k.wrote = now
	day := history.DayOf(now, k.cfg.Screen.Location())
	before := history.DayOf(day.From, k.cfg.Screen.Location())
	if k.started.Before(before.To) && k.final != before.Date {
		k.write(before, now)
	}
	k.write(day, now)
}

// Restored sets whether the Board began with all of today's recording. Call it before Run.
func (k *Figures) Restored(whole bool) {
	if k != nil {
		k.whole = whole
	}
}

// start records when this process had first read everything. Slots that ended before are better in the file, except
// the one in which the file was last written: for that the recording, if any, has the rest.
func (k *Figures) start(now time.Time) {
	k.started, k.better = now, now
	if !k.whole {
		return
	}
	day := history.DayOf(now, k.cfg.Screen.Location())
	if head, err := (history.Folder{Dir: k.dir}).Read(day.Date, history.DepthHeader); err == nil && head.Written.Before(now) {
		k.better = ledger.SlotStart(head.Written)
	}
}

// tellUsual emits, once a day, its usual figures and what a load has meant. It reads
// eight weeks of files, which takes a second on a large floor and blocks nothing else.
func (k *Figures) tellUsual(now time.Time) {
	day := history.DayOf(now, k.cfg.Screen.Location())
	if k.usualOf == day.Date {
		return
	}
	k.usualOf = day.Date
	first := k.cfg.Limits.FirstReply
	u, err := history.ReadUsual(history.Folder{Dir: k.dir}, now, k.cfg.Screen.Location(), k.cfg.History.UsualOptions(), model.HoursHash(k.cfg.Hours, k.cfg.Teams), first.Warn, first.MinTurns)
	if err != nil {
		k.log.Warn("the usual figures are not known", "err", err)
		return
	}
	k.emit(model.Event{At: now, Usual: []model.Usual{u}})
}

// write writes a day's file.
func (k *Figures) write(d *ledger.Day, now time.Time) {
	failed := k.folder.Status().Since
	k.fill(d)
	d.Hours = model.HoursHash(k.cfg.Hours, k.cfg.Teams)
	d.Written, d.By = now.Truncate(time.Second), safetext.Line("floorwatch "+k.version)
	floor := k.cfg.Floor()
	d.Floor, d.Invented = floor.Name, floor.Invented
	d.First, d.Next = k.cfg.Limits.FirstReply.Within, k.cfg.Limits.NextReply.Within
	d.Final = !now.Before(d.To.Add(history.FinalAfter))
	d.Watched = k.watch.Within(d.From, d.To)
	keep := k.better
	if held := now.Add(-time.Duration(k.cfg.Keep.Hours) * time.Hour); held.After(keep) {
		keep = held // what retention dropped stays as it was written
	}
	err := k.folder.Put(d, keep)
	switch {
	case err != nil && failed.IsZero():
		k.log.Warn("the history has a problem", "err", err, "kept", k.folder.Status().Kept)
	case err == nil && !failed.IsZero():
		k.log.Info("the history works again")
	}
	if err == nil && d.Final {
		k.final = d.Date
	}
}

// Remark adds to an Event's Health why figures are not stored, if they are not.
func (k *Figures) Remark(e model.Event) model.Event {
	switch {
	case k == nil:
		return e
	case k.folder == nil:
		return WithRemark(e, k.why)
	}
	return WithRemark(e, k.folder.Status().String())
}

// MarkPart marks the slots of d that unread messages can still change.
func MarkPart(d *ledger.Day, c model.Coverage, now time.Time) {
	d.IncompleteSlots = nil
	if c.Derived {
		return
	}
	for at := d.From; at.Before(d.To) && at.Before(now); at = at.Add(ledger.SlotLength) {
		if c.Debts.CountNewerThan(false, now.Sub(at)+30*time.Minute) > 0 {
			d.IncompleteSlots = append(d.IncompleteSlots, at)
		}
	}
}

// fill fills a day's slots. It locks the shared Board for one stride at a time, and
// processes what it read while the screen has the Board.
func (k *Figures) fill(d *ledger.Day) {
	var held *board.Board
	var l *board.Ledger
	k.shared.With(func(b *board.Board) { held, l = b, b.NewLedger(d.From, d.To) })
	for done := false; !done; {
		now := k.now(time.Now())
		k.shared.With(func(*board.Board) { // a reload may have replaced it
			if done = l.Step(now, LedgerStride); done {
				MarkPart(d, held.Coverage(), now)
			}
		})
	}
	l.Into(d)
}
