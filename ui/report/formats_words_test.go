package report

import (
	"testing"

	"floorwatch/model"
)

// The text is read by people, who know the words of the screen and of --plain.
func TestTextSaysWhatAgentsDoAsPlainDoes(t *testing.T) {
	agent := model.AgentID(7)
	for state, want := range map[model.AgentState]string{
		model.AgentBusy: "agent #7, busy elsewhere", model.AgentOvertaking: "agent #7, skipping", model.AgentSilent: "agent #7, silent",
		model.AgentQuiet: "agent #7, silent", model.AgentUnknown: "agent #7, state not known",
	} {
		if got := (&waitingChat{Owner: &agent, OwnerState: state.String()}).owner(); got != want {
			t.Errorf("%v: %q, want %q", state, got, want)
		}
	}
	if got := (&waitingChat{OwnerState: model.AgentNone.String()}).owner(); got != "unassigned" {
		t.Errorf("of nobody: %q, want unassigned", got)
	}
}
