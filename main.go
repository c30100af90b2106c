// Floorwatch is a terminal dashboard for the team leaders of live-chat floors
// on Acquire: who is waiting, for how long, who has seen it and not answered.
package main

import (
	"os"

	"floorwatch/ui/cli"
)

func main() { os.Exit(cli.Main(exampleConfig)) }
