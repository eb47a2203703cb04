package ameide

import "context"

// Element is a thing in the enterprise's graph.
type Element struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// Graph is the graph service's client.
type Graph struct{ client *Client }

// NewGraph gives a client of the graph service at a base URL.
func NewGraph(baseURL string) *Graph {
	return &Graph{NewClient(baseURL, "ameide.graph.v1.GraphService")}
}

// CreateElement adds an element and gives it back with its id.
func (g *Graph) CreateElement(ctx context.Context, kind, name string) (Element, error) {
	var created Element
	err := g.client.Call(ctx, "CreateElement", Element{Kind: kind, Name: name}, &created)
	return created, err
}

// GetElement gives an element; an unknown one is an Error with the code not_found.
func (g *Graph) GetElement(ctx context.Context, id string) (Element, error) {
	var found Element
	err := g.client.Call(ctx, "GetElement", Element{ID: id}, &found)
	return found, err
}
