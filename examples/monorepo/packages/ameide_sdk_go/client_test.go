package ameide

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestCallReportsWhatIsNoError(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "bad gateway", http.StatusBadGateway)
	}))
	defer server.Close()

	err := NewClient(server.URL, "v1.Service").Call(context.Background(), "Get", nil, nil)
	if err == nil {
		t.Fatal("a gateway's error page was taken for an answer")
	}
}
