package manual

// A section of the page that is not made from commands: a list of terms.
type section struct {
	title, before string
	terms         [][2]string
}

func (p *page) section(s section) {
	p.line(".Sh %s", s.title)
	if s.before != "" {
		p.text(s.before)
	}
	p.line(".Bl -tag -width Ds")
	for _, t := range s.terms {
		p.line(".It %s", argument(t[0]))
		p.text(t[1])
	}
	p.line(".El")
}

// sections are the parts that are not in the commands' texts.
var sections = []section{
	{"ENVIRONMENT", "", [][2]string{
		{"FLOORWATCH_TOKEN", "The API token, if neither token_file nor token_command is set. Child processes do not get it."},
		{"XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_DATA_HOME", "Where the files below are, instead of ~/.config, ~/.local/state and ~/.local/share."},
		{"HTTPS_PROXY, NO_PROXY", "The proxy to Acquire. Addresses on this machine are never reached through a proxy."},
		{"LC_ALL, LC_CTYPE, LANG", "If the charset is not UTF-8, the screen is drawn in ASCII."},
		{"NO_COLOR, CLICOLOR, CLICOLOR_FORCE, COLORTERM, COLORFGBG", "Which colours the terminal gets, and on which background."},
		{"TERM", "With dumb, or empty, only --plain and the commands that print work."},
	}},
	{"FILES", "", [][2]string{
		{"~/.config/floorwatch/config.toml", "Your configuration. Nobody else may be able to write it."},
		{"/etc/floorwatch/config.toml", "The configuration for all users who have none of their own."},
		{"~/.local/state/floorwatch/screen.json", "Which panes are hidden and what the agents are sorted by."},
		{"~/.local/state/floorwatch/floorwatch.log", "The log of --log auto."},
		{"~/.local/share/floorwatch", "The recording of --record auto."},
		{"/usr/lib/systemd/system/floorwatch.service, floorwatch-wall.service", "The units in the packages; nothing starts until you enable them."},
	}},
	{"EXIT STATUS", "", [][2]string{
		{"0", "It was ended by a key or a signal, or it completed."},
		{"1", "It ran and failed."},
		{"2", "It could not start: a flag, the configuration, the token or the terminal is wrong."},
	}},
	{"EXIT STATUS OF SNAPSHOT", "Snapshot exits with the floor's level, as Nagios expects:", [][2]string{
		{"0", "Ok."},
		{"1", "A figure or a chat has reached its warning."},
		{"2", "Critical or severe."},
		{"3", "Unknown: a wrong flag, no server, no token, or not enough was read to say ok."},
	}},
	{"EXIT STATUS OF OTHER COMMANDS", "In addition to the above:", [][2]string{
		{"check", "1 if anything failed; 3 if nothing failed and something is marked CAREFUL."},
		{"search", "1 if nothing was found, as with grep."},
		{"report", "3 if nothing was kept of the period."},
		{"forget", "1 if something could not be removed."},
	}},
}
