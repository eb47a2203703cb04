package integration

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

type tc struct {
	name string
	n    int
}

func TestRows(t *testing.T) {
	live := os.Getenv("INTEGRATION_MODE") == "cluster"
	tests := []tc{{"a", 1}, {"b", 2}}
	if live { // <- selection
		tests = append(tests, tc{"c", 3})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.n, call(tt.name))
		})
	}
}

func TestWants(t *testing.T) {
	live := os.Getenv("INTEGRATION_MODE") == "cluster"
	n := 1
	if live { // <- expectation
		n = 5
	}
	tests := map[string]struct{ in string; want int }{
		"a": {"a", n},
		"b": {"b", 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := call(tt.in); got != tt.want {
				t.Fatalf("got %d", got)
			}
		})
	}
}

func TestSame(t *testing.T) {
	limit := 10
	if os.Getenv("INTEGRATION_MODE") == "cluster" {
		limit = 100
	}
	tests := []struct{ in string; want int }{{"a", 1}}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got := callN(tt.in, limit)
			if got != tt.want {
				t.Fatalf("got %d", got)
			}
		})
	}
}

func call(string) int       { return 1 }
func callN(string, int) int { return 1 }
