package integration

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type harness struct {
	cluster bool
	client  Client
	timeout time.Duration
}

func isCluster() bool {
	return strings.EqualFold(os.Getenv("INTEGRATION_MODE"), "cluster")
}

func requireEnv(t testing.TB, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Fatalf("%s is required in cluster mode", name)
	}
	return value
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	h := &harness{cluster: isCluster(), timeout: time.Second}
	if h.cluster {
		h.timeout = time.Minute
		conn, err := dial(requireEnv(t, "LEDGER_ADDRESS"))
		require.NoError(t, err)
		t.Cleanup(func() { _ = conn.Close() })
		h.client = live(conn)
		return h
	}
	h.client = fake()
	t.Cleanup(func() {
		if !h.cluster {
			h.client.Reset()
		}
	})
	return h
}

func assertBooking(t *testing.T, got Booking, node string) {
	t.Helper()
	assert.Equal(t, node, got.Node)
}

func TestHelper(t *testing.T) {
	h := newHarness(t)
	got, err := h.client.Book(10)
	require.NoError(t, err)
	node := "fake"
	if h.cluster { // <- expectation
		node = "n1"
	}
	assertBooking(t, got, node)
}

func TestDiff(t *testing.T) {
	h := newHarness(t)
	got, err := h.client.Book(10)
	if err != nil {
		t.Fatal(err)
	}
	want := Booking{Node: "n1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("booking: %s", diff)
	}
}

func TestDeadline(t *testing.T) {
	h := newHarness(t)
	ctx, cancel := context.WithTimeout(context.Background(), h.timeout)
	defer cancel()
	if h.cluster {
		time.Sleep(time.Second)
	}
	require.Eventually(t, func() bool { return h.client.Ready(ctx) }, h.timeout, time.Millisecond)
}

func TestError(t *testing.T) {
	h := newHarness(t)
	_, err := h.client.Book(-1)
	if err == nil {
		t.Fatal("no error")
	}
	if h.cluster {
		if !errors.Is(err, errRemote) {
			t.Fatalf("error %v", err) // <- assertion
		}
		return
	}
	if !errors.Is(err, errFake) {
		t.Fatalf("error %v", err)
	}
}

func TestNegated(t *testing.T) {
	h := newHarness(t)
	rows := h.client.Rows()
	if !h.cluster && len(rows) != 1 { // <- expectation
		t.Fatalf("rows %d", len(rows))
	}
}

func TestSubtestSkip(t *testing.T) {
	h := newHarness(t)
	for _, name := range []string{"a", "b"} {
		name := name
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "b" && !h.cluster {
				t.SkipNow() // <- skip
			}
			require.NotEmpty(t, h.client.Rows())
		})
	}
}

func TestUnknownMode(t *testing.T) {
	switch os.Getenv("INTEGRATION_MODE") {
	case "", "repo", "local", "cluster":
	default:
		t.Fatalf("unknown mode")
	}
	require.NotEmpty(t, newHarness(t).client.Rows())
}

func TestLogs(t *testing.T) {
	h := newHarness(t)
	if h.cluster {
		t.Log("against the cluster")
		t.Setenv("LEDGER_DEBUG", "1")
	}
	require.NotEmpty(t, h.client.Rows())
}

func TestChosenRequest(t *testing.T) {
	h := newHarness(t)
	amount := 1
	if h.cluster {
		amount = 100
	}
	got, err := h.client.Book(amount)
	require.NoError(t, err)
	require.Equal(t, "n1", got.Node)
}

func TestComparedRequest(t *testing.T) {
	h := newHarness(t)
	amount := 1
	if h.cluster { // <- expectation
		amount = 100
	}
	got, err := h.client.Book(amount)
	require.NoError(t, err)
	require.Equal(t, amount, got.Amount)
}

func TestGoroutine(t *testing.T) {
	h := newHarness(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if h.cluster {
			h.client.Reset()
		}
	}()
	<-done
	require.NotEmpty(t, h.client.Rows())
}

var (
	errRemote = errors.New("remote")
	errFake   = errors.New("fake")
)

type Booking struct {
	Node   string
	Amount int
}

type Conn interface{ Close() error }

type Client interface {
	Book(amount int) (Booking, error)
	Rows() []int
	Ready(ctx context.Context) bool
	Reset()
}

func dial(address string) (Conn, error) { return nil, nil }
func live(conn Conn) Client             { return nil }
func fake() Client                      { return nil }
