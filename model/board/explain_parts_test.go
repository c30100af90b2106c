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

// An agent may be silent towards one chat after writing last in another, in which nobody waits.
func TestSilenceAfterAnAnswerElsewhereIsExplained(t *testing.T) {
	b := boardOf(t, "V0 A1@10 V20", "V5 A1@15")
	now := sec(600)
	got := agentOf(t, b.At(now), 1)
	if got.State != model.AgentSilent {
		t.Fatalf("the agent is %v, want silent", got.State)
	}
	x := b.Explain(model.FigureAgentSilent, model.Subject{Agent: 1}, now)
	if len(x.Included) != 1 || x.Included[0].Key.Visitor != 502 || x.Included[0].Number != got.Silent.For.Seconds() {
		t.Errorf("silence for %v is explained by %+v, want the message in the other chat", got.Silent.For, x.Included)
	}
}
