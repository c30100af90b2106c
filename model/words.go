package model

// The words of this file are the only ones for what they name. String is for
// programs (configuration, JSON, CSV, the command of [alerts]) and stays as it
// is; Word is for people, who may read it in capitals.

// String is the word for a level where programs read it. A figure without data is no trouble.
func (l Level) String() string {
	return [...]string{"ok", "ok", "warn", "critical", "severe"}[min(l, LevelSevere)]
}

// Word is the word for a level where people read it; "" for one that needs none.
func (l Level) Word() string {
	return [...]string{"", "", "warning", "critical", "severe"}[min(l, LevelSevere)]
}

// String is the word for who serves a chat.
func (l Lane) String() string {
	return [...]string{"human", "bot", "bot silent"}[min(l, LaneBotSilent)]
}

// String is the word for how much has been seen; "none" where nobody waits.
func (s Sight) String() string {
	return [...]string{"none", "unseen", "part", "seen"}[min(s, SightSeen)]
}

// String is the word for an agent's state.
func (s AgentState) String() string {
	return [...]string{"no owner", "busy", "overtaking", "silent", "quiet", "active", "idle", "gone"}[min(s, AgentGone)]
}
