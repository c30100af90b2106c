package cli

import (
	"floorwatch/poller/acquire"
	"floorwatch/ui/cli/config"
)

// newClient returns a client for the configured account, with the token that open returns.
func newClient(cfg config.Config, open func() (*acquire.Token, error)) (*acquire.Client, error) {
	token, err := open()
	if err != nil {
		return nil, err
	}
	return acquire.New(cfg.Account(), token)
}
