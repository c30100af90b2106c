package check

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"floorwatch/poller/acquire"
	"floorwatch/poller/history"
	"floorwatch/poller/serve"
	"floorwatch/ui/alert"
	"floorwatch/ui/cli/call"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/keep"
	"floorwatch/ui/draw"
)

// place prints the files, folders and programs that the configuration names, and whether they exist.
func (c *checker) place(in Input) {
	cfg := in.Config
	if in.File != "" {
		c.report("file", "%s", in.File)
	}
	if u, err := url.Parse(cfg.API.URL); err == nil {
		c.report("account", "%s://%s%s, the token from %s", u.Scheme, u.Host, u.EscapedPath(), tokenFrom(cfg.API))
		if path := strings.Trim(u.Path, "/"); path != "" && !cfg.Floor().Invented { // a demo server's path names its run
			c.report("account", "note: api.url ends in /%s, behind which every request adds its own path: end it with the name of the host, unless a proxy of yours wants this", path)
		}
	}
	switch proxy, err := acquire.ProxyOf(cfg.API); {
	case err != nil:
		c.fail("proxy", errors.New("the proxy in HTTPS_PROXY or HTTP_PROXY cannot be used: write it as http://HOST:PORT"))
	case proxy != "":
		c.report("proxy", "every request goes through %s (HTTPS_PROXY); NO_PROXY names what does not", proxy)
	}
	c.command(cfg.Alerts.Command)
	for i := range cfg.Routes {
		c.route(&cfg.Routes[i], i, cfg.API)
	}
	if cfg.Serve.Socket != "" {
		c.judge("socket", cfg.Serve.Socket, serve.Try(cfg.Serve))
	} else if cfg.Serve.Group != "" { // for serve --socket
		_, err := serve.GroupID(cfg.Serve.Group)
		c.judge("group", cfg.Serve.Group, err)
	}
	recordings, err := config.RecordDir(cfg.Record.Dir, in.Getenv)
	c.folder("recording", recordings, err, keep.SameRecordings, cfg)
	figures, err := config.HistoryDir(cfg.History.Dir, in.Getenv)
	c.folder("history", figures, err, keep.SameHistory, cfg)
	c.figures(cfg, in.Getenv)
}

// figures prints what the history's folder contains.
func (c *checker) figures(cfg config.Config, getenv func(string) string) {
	dir, err := config.HistoryDir(cfg.History.Dir, getenv)
	if dir == "" || err != nil {
		return // folder has reported it
	}
	s, err := history.Folder{Dir: dir}.Summary()
	if err != nil {
		c.fail("figures", err)
		return
	}
	words := "none are kept yet"
	if s.Days > 0 {
		words = fmt.Sprintf("%s since %s, %s", draw.Count(s.Days, "day", "days"), s.Oldest, size(uint64(s.Bytes)))
	}
	if cfg.History.Agents != nil && !*cfg.History.Agents {
		words += "; of teams and the floor only"
	}
	if free, ok := history.Free(dir); ok {
		words += "; " + size(free) + " free"
	}
	c.report("figures", "%s", words)
}

// size formats a number of bytes.
func size(n uint64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	v, i := float64(n), 0
	for v >= 1000 && i < len(units)-1 {
		v, i = v/1000, i+1
	}
	return fmt.Sprintf("%.3g %s", v, units[i])
}

// tokenFrom says where the token comes from.
func tokenFrom(cfg acquire.Config) string {
	switch {
	case cfg.TokenFile != "":
		return "api.token_file"
	case len(cfg.TokenCommand) > 0:
		return "api.token_command"
	}
	return acquire.TokenVariable
}

// command checks that the alerts' program exists.
func (c *checker) command(argv []string) {
	if len(argv) == 0 {
		return
	}
	_, err := exec.LookPath(argv[0])
	if err != nil {
		err = errors.New("the program cannot be run: it is not there, or may not be executed")
	}
	c.judge("command", argv[0], err)
}

// route checks that a route's program exists, or that its webhook's host resolves. It never prints the address.
func (c *checker) route(r *alert.Route, i int, api acquire.Config) {
	if len(r.Command) > 0 {
		c.command(r.Command)
		return
	}
	name := fmt.Sprintf("alert route %d (`floorwatch alert test` calls it)", i+1)
	host, err := call.Host(r, api)
	if err != nil {
		c.judge("webhook", name, err)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if _, err = net.DefaultResolver.LookupHost(ctx, host); err != nil {
		err = fmt.Errorf("the host of alert route %d is not known to this machine's name service", i+1)
	}
	c.judge("webhook", name, err)
}

// folder checks that files can be written to dir and that its files are of the same kind of floor. It leaves nothing behind.
func (c *checker) folder(what, dir string, err error, same func(config.Config, string) error, cfg config.Config) {
	if dir == "" && err == nil {
		return
	}
	if err == nil {
		if err = writable(dir); err != nil {
			err = fmt.Errorf("floorwatch cannot write into %s: %w", dir, err) // the folder asked for, which a redacted report hides
		}
	}
	if err == nil {
		err = same(cfg, dir)
	}
	c.judge(what, dir, err)
}

// writable creates and removes a file in dir or, if dir does not exist, in the folder above.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".floorwatch-check-*")
	switch {
	case errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir:
		return writable(filepath.Dir(dir))
	case err != nil:
		return errors.New("it is not a folder, or not open to this user")
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// judge prints that something on this machine is usable, or what is wrong with it.
func (c *checker) judge(what, name string, err error) {
	if err != nil {
		c.fail(what, err)
		return
	}
	c.report(what, "ok, %s", name)
}

// secrets returns a configuration's addresses, paths and names, longest first since one may contain another.
func secrets(in Input) []string {
	cfg := in.Config
	all := []string{in.File, cfg.API.URL, cfg.API.TokenFile, cfg.Serve.Socket, cfg.Serve.Group, cfg.Record.Dir, cfg.History.Dir}
	all = append(append(all, cfg.API.TokenCommand...), cfg.Alerts.Command...)
	if u, err := url.Parse(cfg.API.URL); err == nil {
		all = append(all, u.Host, u.Hostname(), strings.Trim(u.EscapedPath(), "/"))
	}
	if proxy, err := acquire.ProxyOf(cfg.API); err == nil {
		all = append(all, proxy)
	}
	all = append(all, in.Getenv("HOME"))
	all = slices.DeleteFunc(all, func(s string) bool { return len(s) < 3 || s == config.Auto })
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return all
}
