package ui

import (
	"fmt"
	"strings"
	"testing"
)

// Every page as a person would see it, without styles, to be read in review.
func TestGoldenWall(t *testing.T) {
	scenes := map[string]bool{"busy": true}
	rest := map[string]string{"quiet": "figures", "new": "figures", "stale": "figures", "refused": "waiting", "starting": "figures", "ascii": "figures", "names and text": "waiting", "crowded": "agents"}
	for _, s := range wallScenes() {
		for _, page := range wallPages() {
			for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 50}} {
				if !scenes[s.name] && (rest[s.name] != page || size[0] != 120) {
					continue
				}
				name := fmt.Sprintf("wall-%s-%s-%dx%d.txt", strings.ReplaceAll(s.name, " ", "-"), page, size[0], size[1])
				t.Run(name, func(t *testing.T) { golden(t, name, wallScreen(s.open(page, size[0], size[1]))) })
			}
		}
	}
}

// One wall with its styles for each theme, for few colours, for the night and out of date.
func TestGoldenWallThemes(t *testing.T) {
	scenes := map[string]wallScene{}
	for _, s := range wallScenes() {
		scenes[s.name] = s
	}
	for _, c := range []struct{ name, theme, scene string }{
		{"dark", "dark", "busy"}, {"light", "light", "busy"}, {"contrast", "contrast", "busy"}, {"mono", "mono", "busy"},
		{"sixteen", "dark", "sixteen"}, {"night", "light", "night"}, {"night-mono", "mono", "night"}, {"stale", "dark", "stale"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := scenes[c.scene]
			cfg := s.cfg
			s.cfg = func(w *WallConfig, screen *Config) {
				if cfg != nil {
					cfg(w, screen)
				}
				screen.Theme = c.theme
			}
			golden(t, "wall-theme-"+c.name+".ansi", s.open("figures", 80, 24).View().Content)
		})
	}
}
