package integration

import (
	"fmt"
	"os"

	"github.com/mitchellh/go-testing-interface"
	"github.com/stretchr/testify/require"
)

type TB interface {
	Helper()
	Skipf(format string, args ...any)
	Errorf(format string, args ...any)
	FailNow()
}

type cleaner interface {
	require.TestingT
	Helper()
	Cleanup(func())
	Skip(args ...any)
}

type logger interface {
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Infof(format string, args ...any)
}

type rule interface {
	Skip() bool
	Fail() error
	Name() string
}

var cluster = os.Getenv("INTEGRATION_MODE") == "cluster"

func Test(t testing.T, c Case) {
	t.Helper()
	if !cluster && !c.Unit {
		t.Skip(fmt.Sprintf("cluster only: %s", c.Name)) // <- skip
		return
	}
	if c.Name == "" {
		t.Fatal("no name")
	}
}

func requireCluster(t TB) {
	t.Helper()
	if !cluster {
		t.Skipf("cluster only") // <- skip
	}
}

func requireCleaner(t cleaner) {
	if os.Getenv("LEDGER_ADDRESS") == "" {
		t.Skip("no address") // <- dependency
	}
	t.Cleanup(func() {})
}

func say(l logger) {
	if cluster {
		l.Infof("cluster")
		l.Fatalf("cluster")
	}
}

func apply(r rule) bool {
	if cluster {
		return r.Skip()
	}
	return r.Fail() == nil
}

type Case struct {
	Name string
	Unit bool
}
