package integration

import "testing"

func TestA(t *testing.T) {
	skipUnlessCluster(t)
	if get() != 1 {
		t.Fatal("x")
	}
}
