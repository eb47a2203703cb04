// Package mocks holds the doubles of the agents service.
package mocks

import (
	"net/http/httptest"

	"github.com/ameide/platform/services/agents/internal/registry"
)

// Reviewer and Summarizer are the agents that every installation has.
var (
	Reviewer = registry.Agent{
		ID:           "reviewer",
		Instructions: "Look for what is missing.",
		Tools:        []string{"search", "comment"},
	}
	Summarizer = registry.Agent{
		ID:           "summarizer",
		Instructions: "Say it in one paragraph.",
		Tools:        []string{"search"},
	}
)

// NewServer serves the two agents on a free local port.
func NewServer() *httptest.Server {
	return httptest.NewServer(registry.Handler(registry.New(Reviewer, Summarizer)))
}
