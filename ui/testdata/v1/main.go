// V1 shows frames that were drawn elsewhere with Bubble Tea version 1, for the
// comparison of what the two versions send to the terminal. The frames come as
// a JSON list of texts in the file that is named; every key shows the next, and
// after the last the program ends. It is a module of its own so that version 1
// stays out of floorwatch's go.mod.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	tea "github.com/charmbracelet/bubbletea"
)

type player struct {
	frames []string
	at     int
}

func (p player) Init() tea.Cmd { return nil }

func (p player) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyMsg); !ok {
		return p, nil
	}
	if p.at++; p.at == len(p.frames) {
		p.at--
		return p, tea.Quit
	}
	return p, nil
}

func (p player) View() string { return p.frames[p.at] }

func main() {
	if err := play(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func play(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var p player
	if err := json.Unmarshal(text, &p.frames); err != nil {
		return err
	}
	if len(p.frames) == 0 {
		return fmt.Errorf("%s holds no frames", path)
	}
	_, err = tea.NewProgram(p, tea.WithAltScreen()).Run()
	return err
}
