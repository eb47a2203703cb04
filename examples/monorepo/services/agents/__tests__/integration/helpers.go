// Package integration tests the agents service as its callers see it.
package integration

import (
	"os"
	"strings"
	"testing"

	ameide "github.com/ameide/platform/packages/ameide_sdk_go"
	mocks "github.com/ameide/platform/services/agents/__mocks__"
	"github.com/ameide/platform/services/agents/internal/registry"
)

// newClient gives a client of the cluster's service, or of one on this machine.
func newClient(t *testing.T) *ameide.Client {
	t.Helper()
	var address string
	switch mode := strings.ToLower(os.Getenv("INTEGRATION_MODE")); mode {
	case "cluster":
		address = mustEnv(t, "AGENTS_GRPC_ADDRESS")
	case "", "repo", "local":
		server := mocks.NewServer()
		t.Cleanup(server.Close)
		address = server.URL
	default:
		t.Fatalf("INTEGRATION_MODE must be repo, local or cluster, not %s", mode)
	}
	return ameide.NewClient(address, registry.Service)
}

func mustEnv(t *testing.T, name string) string {
	t.Helper()
	value, ok := os.LookupEnv(name)
	if !ok || value == "" {
		t.Fatalf("%s must be set when INTEGRATION_MODE is cluster", name)
	}
	return value
}
