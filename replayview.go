package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/poller/feed"
	"floorwatch/ui"
)

// A replayView is the dashboard below a line that says that it is a replay, of
// when and how fast. It takes the keys that steer the replay and passes on the rest.
type replayView struct {
	app    *ui.App
	player *feed.Player
	zone   *time.Location

	width, height int
}

// Steps of the keys.
const (
	shortStep = time.Minute
	longStep  = 10 * time.Minute
	fasterBy  = 2
)

func (v *replayView) Init() tea.Cmd { return v.app.Init() }

func (v *replayView) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		v.width, v.height = m.Width, m.Height
		m.Height--
		msg = m
	case tea.MouseClickMsg:
		if m.Y == 0 {
			return v, nil
		}
		m.Y--
		msg = m
	case tea.MouseWheelMsg:
		m.Y = max(0, m.Y-1)
		msg = m
	case tea.KeyPressMsg:
		if !v.app.Typing() && v.steer(m.String()) {
			return v, nil
		}
	}
	_, cmd := v.app.Update(msg)
	return v, cmd
}

// steer takes in a key of the replay's; it reports false for any other.
func (v *replayView) steer(key string) bool {
	speed, paused := v.player.Speed()
	switch key {
	case "space", "p":
		v.player.Pause(!paused)
	case "+", "=":
		v.player.SetSpeed(speed * fasterBy)
	case "-":
		v.player.SetSpeed(speed / fasterBy)
	case "shift+left":
		v.player.Seek(v.player.Now().Add(-shortStep))
	case "shift+right":
		v.player.Seek(v.player.Now().Add(shortStep))
	case "[":
		v.player.Seek(v.player.Now().Add(-longStep))
	case "]":
		v.player.Seek(v.player.Now().Add(longStep))
	default:
		return false
	}
	return true
}

func (v *replayView) View() tea.View {
	view := v.app.View()
	if v.width <= 0 || v.height <= 0 {
		return view
	}
	bar := v.bar()
	if v.height > 1 {
		bar += "\n" + view.Content
	}
	view.Content = bar
	return view
}

// bar is the line above the dashboard, in reverse: no theme and no colour is
// needed to see that what stands below is not now.
func (v *replayView) bar() string {
	speed, paused := v.player.Speed()
	parts := []string{"REPLAY", v.player.Now().In(v.zone).Format("Mon 2 Jan 2006 15:04:05"), strconv.FormatFloat(speed, 'g', 3, 64) + "x"}
	switch {
	case paused:
		parts = append(parts, "PAUSED")
	case !v.player.Now().Before(v.player.To):
		parts = append(parts, "END")
	}
	if n := v.player.Damaged(); n > 0 {
		parts = append(parts, count(n, "damaged line")+" left out")
	}
	parts = append(parts, "space pause", "+/- speed", "shift+left/right 1 min", "[ ] 10 min")
	text := " " + strings.Join(parts, "  ")
	return fmt.Sprintf("\x1b[7m%-*.*s\x1b[m", v.width, v.width, text)
}
