// Package integration holds the SDK's contract with the graph service.
package integration

import (
	"os"
	"strings"
	"testing"

	ameide "github.com/ameide/platform/packages/ameide_sdk_go"
)

// contractEnv is what a contract test works with.
type contractEnv struct {
	graph *ameide.Graph
}

func newContractEnv(t *testing.T) contractEnv {
	t.Helper()
	if isCluster(t) {
		return contractEnv{graph: ameide.NewGraph(mustEnv(t, "AMEIDE_SDK_GO_GRAPH_URL"))}
	}
	server := newGraphServer()
	t.Cleanup(server.Close)
	return contractEnv{graph: ameide.NewGraph(server.URL)}
}

func isCluster(t *testing.T) bool {
	t.Helper()
	switch mode := strings.ToLower(os.Getenv("INTEGRATION_MODE")); mode {
	case "", "repo", "local":
		return false
	case "cluster":
		return true
	default:
		t.Fatalf("INTEGRATION_MODE must be repo, local or cluster, not %s", mode)
		return false
	}
}

func mustEnv(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Fatalf("%s must be set when INTEGRATION_MODE is cluster", name)
	}
	return value
}
