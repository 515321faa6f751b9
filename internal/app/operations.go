package app

import (
	"zuka/graph"
	"zuka/internal/server/documents"
	"zuka/internal/server/guard"
)

// mode is which documents run. In development everything does.
func (a *App) mode() documents.Mode {
	if a.Config.Development && a.Config.DocumentMode == string(documents.Log) {
		return documents.Open
	}
	return documents.Mode(a.Config.DocumentMode)
}

// Contract reads documents against the schema, with the limits that they run
// under.
func Contract() graph.Contract {
	return guard.NewReader(graph.NewSchema(&graph.Resolver{}).Schema(), guard.DefaultLimits())
}
