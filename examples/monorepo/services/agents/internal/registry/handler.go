package registry

import (
	"encoding/json"
	"net/http"
)

// Service is the name under which the registry is called.
const Service = "ameide.agents.v1.AgentsService"

// Handler serves a registry by the Connect protocol, with JSON.
func Handler(r *Registry) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/"+Service+"/Get", func(w http.ResponseWriter, req *http.Request) {
		var asked struct{ ID string }
		if !decode(w, req, &asked) {
			return
		}
		agent, ok := r.Get(asked.ID)
		if !ok {
			answer(w, http.StatusNotFound, map[string]string{"code": "not_found", "message": "no agent " + asked.ID})
			return
		}
		answer(w, http.StatusOK, agent)
	})
	mux.HandleFunc("/"+Service+"/WithTool", func(w http.ResponseWriter, req *http.Request) {
		var asked struct{ Tool string }
		if decode(w, req, &asked) {
			answer(w, http.StatusOK, map[string][]string{"ids": r.WithTool(asked.Tool)})
		}
	})
	return mux
}

func decode(w http.ResponseWriter, req *http.Request, into any) bool {
	err := json.NewDecoder(req.Body).Decode(into)
	if err != nil {
		answer(w, http.StatusBadRequest, map[string]string{"code": "invalid_argument", "message": err.Error()})
	}
	return err == nil
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
