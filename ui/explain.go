package ui

func (a *App) toggleExplain() {}
