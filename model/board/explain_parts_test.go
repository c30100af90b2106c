package board

import (
	"testing"

	"floorwatch/model"
)

func TestEveryFigureSaysHowItsPartsAreCollected(t *testing.T) {
	for _, f := range model.Figures() {
		if explainParts[f.ID] == nil {
			t.Errorf("%s has no entry in explainParts", f.Name)
		}
	}
}
