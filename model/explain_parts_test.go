package model

import "testing"

func TestEveryFigureSaysHowItsPartsAreCollected(t *testing.T) {
	for _, f := range Figures() {
		if explainParts[f.ID] == nil {
			t.Errorf("%s has no entry in explainParts", f.Name)
		}
	}
}
