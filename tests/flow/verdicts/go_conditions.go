package integration

import (
	"errors"
	"net/http"
	"os"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"example.org/other"
)

var live = os.Getenv("INTEGRATION_MODE") == "cluster"

func TestPlain(t *testing.T) {
	want := 1
	if live { // <- expectation
		want = 2
	}
	if got := call("a"); got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}

func TestDiff(t *testing.T) {
	want := []string{"a"}
	if live { // <- expectation
		want = []string{"a", "b"}
	}
	if diff := cmp.Diff(want, list()); diff != "" {
		t.Errorf("diff %s", diff)
	}
}

func TestDeep(t *testing.T) {
	var want map[string]int
	switch os.Getenv("INTEGRATION_MODE") { // <- expectation
	case "cluster":
		want = map[string]int{"a": 1}
	default:
		want = map[string]int{"a": 2}
	}
	if !reflect.DeepEqual(table(), want) {
		t.Fatalf("table")
	}
}

func TestErr(t *testing.T) {
	want := errFake
	if live { // <- expectation
		want = errLive
	}
	if err := fail(); !errors.Is(err, want) {
		t.Fatalf("err %v", err)
	}
}

func TestMapRows(t *testing.T) {
	n := 1
	if live { // <- expectation
		n = 5
	}
	for name, want := range map[string]int{"a": n, "b": 2} {
		t.Run(name, func(t *testing.T) {
			if got := call(name); got != want {
				t.Fatalf("got %d", got)
			}
		})
	}
}

func TestCode(t *testing.T) {
	want := codes.NotFound
	if live { // <- expectation
		want = codes.Unavailable
	}
	if got := status.Code(fail()); got != want {
		t.Errorf("code %s", got)
	}
}

func TestHandle(t *testing.T) {
	client := http.DefaultClient
	if live {
		client = other.Client
	}
	if client == nil {
		t.Fatal("no client")
	}
	if got := call("b"); got != 1 {
		t.Errorf("got %d", got)
	}
}

func check(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestByHelper(t *testing.T) {
	want := "fake"
	if live { // <- expectation
		want = "n1"
	}
	check(t, name(want), want)
}

func TestByHelperSame(t *testing.T) {
	request := "fake"
	if live {
		request = "n1"
	}
	check(t, name(request), "first")
}

func TestMatcher(t *testing.T) {
	g := NewWithT(t)
	matcher := Equal(1)
	if live { // <- expectation
		matcher = BeNumerically(">", 1)
	}
	g.Expect(call("c")).To(matcher)
}

type double struct{ strict bool }

func (d *double) Get() string {
	if d.strict {
		return "strict"
	}
	return "loose"
}

func TestDouble(t *testing.T) {
	d := &double{strict: !live}
	got := d.Get()
	if got != "loose" {
		t.Errorf("got %q", got)
	}
}

func name(string) string { return os.Args[0] }

func TestRequest(t *testing.T) {
	size := 10
	if live {
		size = 100
	}
	got := callN("a", size)
	if got != 3 {
		t.Fatalf("got %d with %d", got, size)
	}
}

func TestAddress(t *testing.T) {
	addr := "localhost:1"
	if live {
		addr = "ledger:443"
	}
	if addr == "" {
		t.Fatal("no address")
	}
	c, err := open(addr)
	if err != nil || c == nil {
		t.Fatal(err)
	}
	if n := c.Count(); n != 1 {
		t.Errorf("count %d at %s", n, addr)
	}
}

func TestInverted(t *testing.T) {
	if live {
		return
	}
	t.Skip("cluster only") // <- skip
}

func TestSubs(t *testing.T) {
	if !live {
		return // <- skip
	}
	t.Run("a", func(t *testing.T) {
		if call("a") != 1 {
			t.Fatal("x")
		}
	})
}

var (
	errFake = errors.New("fake")
	errLive = errors.New("live")
)

type conn struct{}

func (conn) Count() int { return 1 }

func call(string) int              { return 1 }
func callN(string, int) int        { return 1 }
func list() []string               { return nil }
func table() map[string]int        { return nil }
func fail() error                  { return nil }
func open(string) (*conn, error)   { return nil, nil }
