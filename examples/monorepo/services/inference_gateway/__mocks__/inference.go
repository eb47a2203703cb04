// Package mocks holds the double of the inference service.
package mocks

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
)

// Completion is what the inference service answers.
type Completion struct {
	Model string `json:"model"`
	Text  string `json:"text"`
}

// Completions are the answers by prompt.
var Completions = map[string]Completion{
	"Name a capability.": {Model: "small", Text: "Invoicing is a capability."},
}

// NewInference serves the completions on a free local port.
func NewInference() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var ask struct{ Prompt string }
		if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		completion, ok := Completions[ask.Prompt]
		if !ok {
			http.Error(w, "no fixture answers "+ask.Prompt, http.StatusInternalServerError)
			return
		}
		json.NewEncoder(w).Encode(completion)
	}))
}
