// judged by ITM204
package integration

import (
	"encoding/pem"
	"testing"
)

type pollErr struct{ code int }

func (e *pollErr) Error() string { return "poll" }

func poll() (int, *pollErr) { return 1, nil }

func pair() (int, int) { return 1, 2 }

func TestResults(t *testing.T) {
	block, _ := pem.Decode(certificate)
	first, _ := pair()
	second, _ := poll()     // <- ITM204
	third, _ := fetch(block) // <- ITM204
	if first+second+third != 3 {
		t.Fatal("no sum")
	}
}
