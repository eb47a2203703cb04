package integration

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

var isCluster = os.Getenv("INTEGRATION_MODE") == "cluster"

func skipUnlessCluster(tb testing.TB) {
	tb.Helper()
	if isCluster {
		return
	}
	tb.Skip("cluster only") // <- skip
}

func needsCluster(t *testing.T, cluster bool) {
	if !cluster {
		t.Skipf("needs %s", "cluster")
	}
}

func TestHelper(t *testing.T) {
	skipUnlessCluster(t)
	require.NotEmpty(t, rows(t))
}

func TestGiven(t *testing.T) {
	needsCluster(t, isCluster) // <- skip
	require.NotEmpty(t, rows(t))
}

func TestSwitch(t *testing.T) {
	switch {
	case !isCluster:
		t.SkipNow() // <- skip
	}
	require.NotEmpty(t, rows(t))
}

func TestLoop(t *testing.T) {
	for _, tc := range []struct {
		name string
		live bool
	}{{"a", false}, {"b", true}} {
		if tc.live && !isCluster { // <- selection
			continue
		}
		t.Run(tc.name, func(t *testing.T) {
			require.NotEmpty(t, rows(t))
		})
	}
}

func TestShort(t *testing.T) {
	if testing.Short() && !isCluster {
		t.Skip("slow") // <- skip
	}
	require.NotEmpty(t, rows(t))
}

func TestPlainShort(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	require.NotEmpty(t, rows(t))
}

func TestGuard(t *testing.T) {
	rs := rows(t)
	if !isCluster {
		return // <- skip
	}
	require.NotEmpty(t, rs)
}

func TestLate(t *testing.T) {
	rs := rows(t)
	require.NotEmpty(t, rs)
	if !isCluster {
		return // <- assertion
	}
	require.Len(t, rs, 3)
}

func BenchmarkRows(b *testing.B) {
	if !isCluster {
		b.Skip("cluster only") // <- skip
	}
	for i := 0; i < b.N; i++ {
		_ = rows(b)
	}
}

func FuzzRows(f *testing.F) {
	f.Add("x")
	f.Fuzz(func(t *testing.T, s string) {
		if !isCluster {
			t.Skip() // <- skip
		}
		require.NotEmpty(t, rows(t))
	})
}

func rows(testing.TB) []string { return []string{"a"} }
