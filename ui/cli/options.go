package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"floorwatch/ui/cli/config"
)

// options are the flags shared by the commands.
type options struct {
	config      string
	log         string
	connect     string   // socket of a server; the first of several
	floors      []string // all values of --connect
	record      string   // a folder
	socket      string   // to serve on
	readOnly    bool
	noUnicode   bool // the terminal cannot show Unicode
	once        bool // never records
	demo        bool
	demoThreads int
	demoAgents  int
	demoSeed    uint64
	demoFaults  bool
	plain       bool
	team        string // whose view is shown
	wall        bool
}

// readerFlags adds the flags for where the floor comes from.
func (o *options) readerFlags(flags *pflag.FlagSet) {
	o.demoFlags(flags)
	flags.Var(sockets{o}, "connect", "show the floor of the server at SOCKET, or auto: the one under [serve]; with --wall several, each NAME=SOCKET; needs no token")
	o.viewFlag(flags)
}

// viewFlag adds the flag for the team shown.
func (o *options) viewFlag(flags *pflag.FlagSet) {
	flags.StringVar(&o.team, "team", "", "show only the [[team]] with this NAME: its agents' chats and unassigned chats")
}

func (o *options) demoFlags(flags *pflag.FlagSet) {
	flags.BoolVar(&o.demo, "demo", false, "show an invented floor; needs no configuration and no network")
	flags.IntVar(&o.demoThreads, "demo-threads", 110, "conversations on the invented floor")
	flags.IntVar(&o.demoAgents, "demo-agents", 14, "agents on the invented floor")
	flags.Uint64Var(&o.demoSeed, "demo-seed", 1, "a different number gives a different invented floor")
	flags.BoolVar(&o.demoFaults, "faults", false, "make the invented floor fail in every way, one after another")
	for _, name := range []string{"demo-threads", "demo-agents", "demo-seed", "faults"} { // for developers, documented in CONTRIBUTING
		_ = flags.MarkHidden(name) // fails only for an unknown flag
	}
}

// over lays the flags over the configuration.
func (o options) over(cfg config.Config) config.Config {
	if o.record != "" {
		cfg.Record.Dir = o.record
	}
	if o.once {
		cfg.Record.Dir = ""
	}
	if o.socket != "" {
		cfg.Serve.Socket = o.socket
	}
	cfg.Team = o.team
	cfg.Screen.ReadOnly, cfg.Screen.NoUnicode = o.readOnly, o.noUnicode
	return cfg
}

// checkDemo limits the invented floor to tested sizes.
func (o options) checkDemo() error {
	if o.demoThreads < 1 || o.demoThreads > 10_000 {
		return fmt.Errorf("--demo-threads must be from 1 to 10000")
	}
	if o.demoAgents < 1 || o.demoAgents > 500 {
		return fmt.Errorf("--demo-agents must be from 1 to 500")
	}
	return nil
}

// sockets is the value of --connect, SOCKET or NAME=SOCKET, repeatable for a wall of several
// floors. All but the wall use the first.
type sockets struct{ o *options }

func (s sockets) String() string {
	if s.o == nil {
		return ""
	}
	return s.o.connect
}

func (s sockets) Set(value string) error {
	name, path := "", value
	if names(value) {
		name, path, _ = strings.Cut(value, "=")
		name += "="
	}
	if full, err := config.Home(path); err == nil { // otherwise checkSocket reports it
		value = name + full
	}
	if len(s.o.floors) == 0 {
		s.o.connect = value
	}
	s.o.floors = append(s.o.floors, value)
	return nil
}

func (sockets) Type() string { return "string" }

// names reports whether a value of --connect is NAME=SOCKET: a name has no slash, and the
// whole value is not an existing socket.
func names(value string) bool {
	name, _, ok := strings.Cut(value, "=")
	if !ok || name == "" || strings.ContainsAny(name, `/\`) {
		return false
	}
	_, err := os.Stat(value)
	return err != nil
}

// onlyOne returns an error if several servers are given, or one with a name: only a wall can show them.
func (o options) onlyOne() error {
	if len(o.floors) > 1 && !o.wall {
		return errors.New("--connect can be given several times with --wall only: everything else shows one floor")
	}
	if len(o.floors) == 1 && !o.wall && names(o.floors[0]) {
		if name, socket, _ := strings.Cut(o.floors[0], "="); filepath.IsAbs(socket) {
			return fmt.Errorf("--connect names a floor %q, which works with --wall only: write --connect %s", name, socket)
		}
	}
	return nil
}

// listed joins words for a sentence: "a, b and c".
func listed(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// commandsOfGroup makes a command that only has subcommands print its help and refuse unknown ones.
func commandsOfGroup(cmd *cobra.Command) {
	cmd.Args = cobra.NoArgs
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
}

// bomHelp is the help of --bom, which every command has that prints CSV.
const bomHelp = "begin CSV with a byte order mark: Excel needs it for letters beyond ASCII, most other programs do not want it"

// bomWithout refuses --bom where no CSV is printed.
func bomWithout(format string) error { return fmt.Errorf("--bom works with csv, not with %s", format) }
