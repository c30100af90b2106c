package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"floorwatch/poller/acquire"
	"floorwatch/poller/fakeacquire"
	"floorwatch/ui/cli/config"
)

func demoServerCommand(o *options, w Env) *cobra.Command {
	port := 0
	cmd := &cobra.Command{
		Use:   "demo-server",
		Short: "Run an invented Acquire on this machine, to try your own setup without an account",
		Long: "Demo-server answers Acquire's API with an invented floor, only on this machine, until ctrl+c.\n" +
			"Configuration, token, check, dashboard, serve, recording and history then work as with a real\n" +
			"account. With --config it writes a configuration that points to it; it never replaces a file.",
		Example: "floorwatch demo-server --config demo.toml --port 8700",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runDemoServer(cmd.Context(), *o, port, w) },
	}
	o.demoFlags(cmd.Flags())
	_ = cmd.Flags().MarkHidden("demo") // it is one
	cmd.Flags().IntVar(&port, "port", 0, "listen on this PORT (default: a free one)")
	return cmd
}

// demoServerConfig is the configuration that is written; the token comes from the environment. It sets no folder:
// invented data is stored only on request. Address and name are unique to the run, so that runs never mix.
const demoServerConfig = `# An invented floor: what one run of floorwatch demo-server answers. The token is the one that it prints.
[api]
url = %q
requests_per_second = 100

[screen]
name = %q
`

func runDemoServer(ctx context.Context, o options, port int, w Env) error {
	if err := o.checkDemo(); err != nil {
		return err
	}
	if port < 0 || port > 65535 {
		return fmt.Errorf("--port must be from 0 to 65535")
	}
	group := newGroup(ctx)
	token := "demo-" + rand.Text()
	run := newRun()
	url, err := inventFloor(group, o, time.Now(), fakeacquire.Options{Token: token, Prefix: config.DemoPath + run}, port)
	if err != nil {
		_ = group.stop() // nothing was started
		return err
	}
	file := "demo.toml"
	if o.config != "" {
		if err := config.WriteNew(o.config, fmt.Appendf(nil, demoServerConfig, url, config.DemoName+" "+run)); err != nil {
			_ = group.stop()
			return err
		}
		file = o.config
		if abs, err := filepath.Abs(file); err == nil {
			file = abs // valid from any folder
		}
		fmt.Fprintf(w.Out, "Wrote %s.\n", acquire.ShellQuote(file))
	} else {
		fmt.Fprintf(w.Out, "Write this to %s (--config %[1]s does it for you):\n\n"+demoServerConfig+"\n", file, url, config.DemoName+" "+run)
	}
	quoted := acquire.ShellQuote(file)
	fmt.Fprintf(w.Out, "An invented Acquire answers on %s until ctrl+c. In another terminal:\n\n"+
		"    export FLOORWATCH_TOKEN=%s\n    %s check --config %s\n    %[3]s --config %[4]s\n\n"+
		"One poller for any number of dashboards:\n\n"+
		"    %[3]s serve --config %[4]s --socket ./floor.socket\n    %[3]s --connect ./floor.socket\n", url, token, w.command(), quoted)
	group.endOn(w.Hangup)
	<-group.ctx.Done()
	return exitWith(exitFault, group.stop())
}
