package report

import (
	"testing"
	"time"

	"floorwatch/model"
)

// The text is read by people, who know the words of the screen and of --plain.
func TestTextSaysWhatAgentsDoAsPlainDoes(t *testing.T) {
	agent := model.AgentID(7)
	for state, want := range map[model.AgentState]string{
		model.AgentBusy: "agent #7, busy elsewhere", model.AgentOvertaking: "agent #7, skipping", model.AgentSilent: "agent #7, silent 2m",
		model.AgentQuiet: "agent #7, silent 2m", model.AgentUnknown: "agent #7, state not known",
	} {
		if got := (&waitingChat{Owner: &agent, OwnerState: state.String(), silent: 150 * time.Second}).owner(); got != want {
			t.Errorf("%v: %q, want %q", state, got, want)
		}
	}
	if got := (&waitingChat{Owner: &agent, OwnerState: model.AgentQuiet.String(), silent: 7 * time.Second}).owner(); got != "agent #7" {
		t.Errorf("after seven seconds: %q, want the agent alone", got)
	}
	if got := (&waitingChat{Owner: &agent, OwnerName: "Unassigned", OwnerState: model.AgentQuiet.String()}).owner(); got != `"Unassigned"` {
		t.Errorf("of an agent who is called so: %s, want it in quotes", got)
	}
	if got := (&waitingChat{OwnerState: model.AgentNone.String()}).owner(); got != "unassigned" {
		t.Errorf("of nobody: %q, want unassigned", got)
	}
}
