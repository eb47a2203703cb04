// Package integration tests the gateway as its callers see it.
package integration

import (
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	mocks "github.com/ameide/platform/services/inference_gateway/__mocks__"
	"github.com/ameide/platform/services/inference_gateway/internal/gateway"
)

type mode string

const (
	repo    mode = "repo"
	local   mode = "local"
	cluster mode = "cluster"
)

// currentMode gives the mode of the suite; unset means repo, anything unknown fails the test.
func currentMode(t *testing.T) mode {
	t.Helper()
	switch value := mode(strings.ToLower(os.Getenv("INTEGRATION_MODE"))); value {
	case "":
		return repo
	case repo, local, cluster:
		return value
	default:
		t.Fatalf("INTEGRATION_MODE must be repo, local or cluster, not %s", value)
		return ""
	}
}

// gatewayURL gives the address of the cluster's gateway, or of one before a double of the inference service.
func gatewayURL(t *testing.T) string {
	t.Helper()
	if currentMode(t) == cluster {
		address := os.Getenv("INFERENCE_GATEWAY_URL")
		if address == "" {
			t.Fatal("INFERENCE_GATEWAY_URL must be set when INTEGRATION_MODE is cluster")
		}
		return address
	}
	inference := mocks.NewInference()
	t.Cleanup(inference.Close)
	backend, err := url.Parse(inference.URL)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gateway.New(backend, gateway.DefaultLimit))
	t.Cleanup(server.Close)
	return server.URL
}
