package integration

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"

	ameide "github.com/ameide/platform/packages/ameide_sdk_go"
)

// newGraphServer gives a graph service that keeps its elements in memory.
func newGraphServer() *httptest.Server {
	elements := map[string]ameide.Element{}

	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked ameide.Element
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			fail(w, http.StatusBadRequest, ameide.Error{Code: "invalid_argument", Message: err.Error()})
			return
		}
		if path.Base(r.URL.Path) == "CreateElement" {
			asked.ID = fmt.Sprintf("element-%d", len(elements)+1)
			elements[asked.ID] = asked
		}
		found, ok := elements[asked.ID]
		if !ok {
			fail(w, http.StatusNotFound, ameide.Error{Code: "not_found", Message: "no element " + asked.ID})
			return
		}
		json.NewEncoder(w).Encode(found)
	}))
}

func fail(w http.ResponseWriter, status int, failure ameide.Error) {
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(failure)
}
