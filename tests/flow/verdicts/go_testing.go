package integration

import (
	"net"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var cluster = os.Getenv("INTEGRATION_MODE") == "cluster"

func newClient(t *testing.T) Client {
	t.Helper()
	if cluster {
		conn, err := dial(os.Getenv("LEDGER_ADDRESS"))
		if err != nil {
			t.Fatalf("dial: %v", err)
		}
		require.NoError(t, err)
		return live(conn)
	}
	return fake()
}

func requireCluster(t *testing.T) {
	t.Helper()
	if !cluster {
		t.Skip("cluster only") // <- skip
	}
}

func TestSkip(t *testing.T) {
	if !cluster {
		t.Skip("cluster only") // <- skip
	}
	require.NotNil(t, newClient(t))
}

func TestByHelper(t *testing.T) {
	requireCluster(t)
	require.NotNil(t, newClient(t))
}

func TestShort(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	if runtime.GOOS == "windows" {
		t.Skip("posix")
	}
	require.NotNil(t, newClient(t))
}

func TestVariable(t *testing.T) {
	address := os.Getenv("LEDGER_ADDRESS")
	if address == "" {
		t.Skip("LEDGER_ADDRESS is not set") // <- dependency
	}
	require.NotNil(t, newClient(t))
}

func TestGuard(t *testing.T) {
	if !cluster {
		return // <- skip
	}
	require.NotNil(t, newClient(t))
}

func TestArm(t *testing.T) {
	row, err := newClient(t).Row()
	require.NoError(t, err)
	if cluster {
		assert.Equal(t, "n1", row.Node) // <- assertion
	}
}

func TestPlainArm(t *testing.T) {
	row, err := newClient(t).Row()
	if err != nil {
		t.Fatal(err)
	}
	if cluster {
		if row.Node != "n1" {
			t.Errorf("node %q", row.Node) // <- assertion
		}
	}
}

func TestMixed(t *testing.T) {
	row, err := newClient(t).Row()
	if err != nil {
		t.Fatal(err)
	}
	if cluster && row.Node == "" { // <- expectation
		t.Error("no node")
	}
}

func TestExpected(t *testing.T) {
	want := 1
	if cluster { // <- expectation
		want = 3
	}
	got, err := newClient(t).Count()
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestExpectedCompare(t *testing.T) {
	want := map[bool]int{true: 3, false: 1}[cluster] // <- expectation
	got, _ := newClient(t).Count()
	assert.Equal(t, want, got)
}

func TestWiring(t *testing.T) {
	limit := 10
	if cluster {
		limit = 100
	}
	rows, err := newClient(t).List(limit)
	require.NoError(t, err)
	require.Len(t, rows, 3)
}

func TestTable(t *testing.T) {
	cases := []struct {
		name        string
		clusterOnly bool
	}{{"a", false}, {"b", true}}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			if tc.clusterOnly && !cluster {
				t.Skip("cluster only") // <- skip
			}
			require.NotNil(t, newClient(t))
		})
	}
}

func TestSubtests(t *testing.T) {
	t.Run("always", func(t *testing.T) {
		require.NotNil(t, newClient(t))
	})
	if cluster { // <- selection
		t.Run("cluster", func(t *testing.T) {
			require.NotNil(t, newClient(t))
		})
	}
}

func TestSwitch(t *testing.T) {
	var client Client
	switch os.Getenv("INTEGRATION_MODE") {
	case "cluster":
		client = live(nil)
	default:
		client = fake()
	}
	if client == nil {
		t.Fatal("no client")
	}
	rows, err := client.List(1)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 {
		t.Errorf("rows %d", len(rows))
	}
}

func TestDocker(t *testing.T) {
	if _, err := exec.LookPath("docker"); err != nil {
		t.Skip("docker is not installed")
	}
	conn, err := net.Dial("tcp", "localhost:5432")
	if err != nil {
		t.Skipf("postgres does not answer: %v", err)
	}
	require.NotNil(t, conn)
}

func TestMain(m *testing.M) {
	if !cluster {
		os.Exit(0) // <- skip
	}
	os.Exit(m.Run())
}

type Row struct{ Node string }
type Client interface {
	Row() (Row, error)
	Count() (int, error)
	List(int) ([]Row, error)
}

func dial(address string) (net.Conn, error) { return net.Dial("tcp", address) }
func live(conn net.Conn) Client             { return nil }
func fake() Client                          { return nil }
