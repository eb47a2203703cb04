package integration

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type env struct {
	mode string
	addr string
}

func load() env { return env{mode: os.Getenv("INTEGRATION_MODE"), addr: os.Getenv("M_MIXED_ADDR")} }

func (e env) live() bool { return e.mode == "cluster" }

func TestMixedSkip(t *testing.T) {
	e := load()
	if e.live() && e.addr == "" {
		t.Skip("no address") // <- skip
	}
	require.NotEmpty(t, call(e))
}

func TestMixedFatal(t *testing.T) {
	e := load()
	if e.live() && e.addr == "" {
		t.Fatal("M_MIXED_ADDR is required")
	}
	require.NotEmpty(t, call(e))
}

func TestExpr(t *testing.T) {
	e := load()
	got := call(e)
	assert.Equal(t, e.live(), got == "live") // <- expectation
}

func TestElse(t *testing.T) {
	e := load()
	got := call(e)
	if e.live() {
		assert.Equal(t, "live", got) // <- assertion
	} else {
		assert.Equal(t, "fake", got)
	}
}

func TestFunc(t *testing.T) {
	e := load()
	want := func() string {
		if e.live() { // <- expectation
			return "live"
		}
		return "fake"
	}()
	assert.Equal(t, want, call(e))
}

func TestTableLookup(t *testing.T) {
	e := load()
	want := map[string]int{"repo": 1, "cluster": 3}[e.mode] // <- expectation
	require.Len(t, call(e), want)
}

func TestAnd(t *testing.T) {
	e := load()
	got := call(e)
	if got == "" && e.live() { // <- expectation
		t.Error("empty")
	}
}

func TestGoroutine(t *testing.T) {
	e := load()
	errs := make(chan error, 1)
	go func() { errs <- ping(e) }()
	if err := <-errs; err != nil {
		t.Fatal(err)
	}
}

func TestRunOnly(t *testing.T) {
	e := load()
	t.Run("both", func(t *testing.T) { require.NotEmpty(t, call(e)) })
	if e.live() { // <- selection
		t.Run("live", func(t *testing.T) { require.NotEmpty(t, call(e)) })
	}
}

func wantNode() string {
	if load().live() { // <- expectation
		return "n1"
	}
	return "fake"
}

func TestReturned(t *testing.T) {
	require.Equal(t, wantNode(), call(load()))
}

func TestWaits(t *testing.T) {
	for i := 0; i < 3; i++ {
		if err := ping(load()); err == nil {
			return
		}
	}
	t.Fatal("never answered")
}

func call(env) string { return os.Args[0] }
func ping(env) error  { return nil }
