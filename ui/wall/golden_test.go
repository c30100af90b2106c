package wall

import (
	"image"
	"testing"

	"floorwatch/ui/draw/drawtest"
)

// goldenWalls are the scenes of the wall on file and the page of each; "" are all.
func goldenWalls() map[string]string {
	return map[string]string{
		"busy": "", "quiet": "figures", "new": "figures", "stale": "figures", "refused": "waiting", "starting": "figures",
		"ascii": "figures", "names and text": "waiting", "crowded": "agents",
	}
}

// Every page of the wall, and what else it may have to show.
func TestGoldenWall(t *testing.T) {
	screen := []image.Rectangle{image.Rect(0, 0, drawtest.Width, drawtest.Height)}
	for _, s := range wallScenes() {
		page, on := goldenWalls()[s.name]
		for _, p := range wallPages() {
			if on && (page == "" || page == p) {
				t.Run(s.name+", "+p, func(t *testing.T) {
					drawtest.Golden(t, drawtest.GoldenFile(s.name+" "+p), drawtest.GoldenText(s.marked(p), screen))
				})
			}
		}
	}
}

// All golden screens of the wall are compared with something.
func TestGoldenWallsAreKnown(t *testing.T) {
	var known []string
	for scene, page := range goldenWalls() {
		for _, p := range wallPages() {
			if page == "" || page == p {
				known = append(known, drawtest.GoldenFile(scene+" "+p))
			}
		}
	}
	drawtest.NoOtherGoldens(t, known)
}
