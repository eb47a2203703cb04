package integration

import (
	"os"
	"testing"
)

func skipUnlessCluster(t *testing.T) {
	t.Helper()
	if os.Getenv("INTEGRATION_MODE") != "cluster" {
		t.Skip("cluster only") // <- ITM201
	}
}
