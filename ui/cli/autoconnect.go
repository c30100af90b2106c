package cli

import (
	"fmt"
	"io/fs"
	"os"

	"floorwatch/poller/acquire"
	"floorwatch/ui/cli/config"
)

// autoConnect, as --connect's value, is the socket that the configuration names under [serve].
const autoConnect = "auto"

// findServer decides where the floor comes from before anything is opened. With --connect auto it is the configured
// server. Without --connect it is that server if its socket exists and the token file exists but this user may not
// read it: on a shared machine the server has the token, and a leader only types `floorwatch`. It says so on
// standard error.
func (o options) findServer(w Env) (options, error) {
	if err := o.onlyOne(); err != nil {
		return o, err
	}
	switch {
	case o.connect == autoConnect:
		socket, err := o.configuredSocket(w)
		o.connect = socket
		return o, err
	case o.connect != "" || o.demo || o.record != "":
		return o, nil
	}
	cfg, err := readConfig(o, w)
	if err != nil || !cfg.API.TokenIsOthers() || !isSocket(cfg.Serve.Socket) {
		return o, nil //nolint:nilerr // an invalid configuration is reported by whoever needs it
	}
	o.connect = cfg.Serve.Socket
	fmt.Fprintf(w.Err, "floorwatch: connects to the server at %s, for the token in %s is not yours to read\n",
		acquire.ShellQuote(o.connect), acquire.ShellQuote(cfg.API.TokenFile))
	return o, nil
}

// configuredSocket returns the socket under [serve] of the configuration.
func (o options) configuredSocket(w Env) (string, error) {
	path, err := config.Find(o.config, w.Getenv, w.System)
	if err != nil {
		return "", fmt.Errorf("--connect auto takes the socket from a configuration, and there is none: write --connect SOCKET, with the path that `floorwatch serve` names when it starts")
	}
	cfg, err := config.Read(path)
	if err == nil && cfg.Serve.Socket == "" {
		err = fmt.Errorf("--connect auto takes [serve] socket from %s, which names none: write it there, or --connect SOCKET", path)
	}
	return cfg.Serve.Socket, err
}

func isSocket(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().Type() == fs.ModeSocket
}
