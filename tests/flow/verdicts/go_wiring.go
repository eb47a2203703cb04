package integration

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type client interface {
	List(ctx context.Context, n int) ([]row, error)
	Close() error
}

type row struct {
	ID   string
	Node string
}

type fake struct{ rows []row }

func (f *fake) List(context.Context, int) ([]row, error) { return f.rows, nil }
func (f *fake) Close() error                             { return nil }

func requireEnv(t *testing.T, key string) string {
	t.Helper()
	v := os.Getenv(key)
	if v == "" {
		t.Fatalf("%s must be set in cluster mode", key)
	}
	return v
}

func newClient(t *testing.T) client {
	t.Helper()
	switch os.Getenv("INTEGRATION_MODE") {
	case "cluster":
		c, err := dial(requireEnv(t, "SHAPE_ADDRESS"))
		require.NoError(t, err)
		t.Cleanup(func() { _ = c.Close() })
		return c
	case "", "repo", "local":
		return &fake{rows: []row{{ID: "1", Node: "n1"}}}
	default:
		t.Fatalf("unknown mode")
		return nil
	}
}

func TestList(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout())
	defer cancel()
	rows, err := newClient(t).List(ctx, 3)
	require.NoError(t, err)
	assert.Len(t, rows, 1)
	if diff := cmp.Diff([]row{{ID: "1", Node: "n1"}}, rows); diff != "" {
		t.Errorf("rows: %s", diff)
	}
}

func TestRetry(t *testing.T) {
	c := newClient(t)
	interval := 10 * time.Millisecond
	if os.Getenv("INTEGRATION_MODE") == "cluster" {
		interval = time.Second
	}
	require.Eventually(t, func() bool {
		rows, err := c.List(context.Background(), 1)
		return err == nil && len(rows) == 1
	}, timeout(), interval)
}

func timeout() time.Duration {
	if os.Getenv("INTEGRATION_MODE") == "cluster" {
		return time.Minute
	}
	return time.Second
}

func TestBase(t *testing.T) {
	base := "http://fake"
	if os.Getenv("INTEGRATION_MODE") == "cluster" {
		base = must(t, "SHAPE_BASE")
	}
	rows, err := open(base).List(context.Background(), 1)
	require.NoError(t, err)
	require.Len(t, rows, 1)
}

func must(t *testing.T, key string) string {
	value := os.Getenv(key)
	require.NotEmpty(t, value, key)
	return value
}

func open(string) client { return nil }

func dial(string) (client, error) { return nil, nil }
