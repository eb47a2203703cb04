// Package registry knows the agents of an installation.
package registry

import (
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"
)

// Agent is a described agent.
type Agent struct {
	ID           string   `json:"id"`
	Instructions string   `json:"instructions"`
	Tools        []string `json:"tools"`
}

// Registry finds agents by their id and their tools.
type Registry struct{ agents map[string]Agent }

// New gives a registry of agents.
func New(agents ...Agent) *Registry {
	r := &Registry{agents: map[string]Agent{}}
	for _, agent := range agents {
		r.agents[agent.ID] = agent
	}
	return r
}

// Read gives the registry of a JSON list.
func Read(in io.Reader) (*Registry, error) {
	var agents []Agent
	if err := json.NewDecoder(in).Decode(&agents); err != nil {
		return nil, fmt.Errorf("agents: %w", err)
	}
	return New(agents...), nil
}

// Get gives an agent.
func (r *Registry) Get(id string) (Agent, bool) {
	agent, ok := r.agents[id]
	return agent, ok
}

// WithTool lists the ids of the agents that have a tool, in order.
func (r *Registry) WithTool(tool string) []string {
	ids := []string{}
	for id, agent := range r.agents {
		for _, has := range agent.Tools {
			if strings.EqualFold(has, tool) {
				ids = append(ids, id)
				break
			}
		}
	}
	sort.Strings(ids)
	return ids
}
