// judged by ITM204 ITM205 ITM206 ITM207 ITM208 ITM209 ITM212
package integration

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"github.com/stretchr/testify/suite"
	"go.uber.org/mock/gomock"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	doubles "example.org/mono/services/billing/__mocks__"
	"example.org/mono/services/billing/internal/server"
	ledgermocks "example.org/mono/services/ledger/mocks"
	billingv1 "example.org/mono/gen/billing/v1"
	ledgerv1 "example.org/mono/gen/ledger/v1"
)

type fakeLedger struct {
	ledgerv1.UnimplementedLedgerServer
}

func envOr(key, fallback string) string {
	if value := os.Getenv(key); value != "" {
		return value
	}
	return fallback
}

func mustEnv(t *testing.T, key string) string {
	t.Helper()
	value := os.Getenv(key)
	if value == "" {
		t.Fatalf("%s is not set", key)
	}
	return value
}

var (
	addr   = envOr("BILLING_ADDR", "localhost:50051") // <- ITM207
	region = envOr("BILLING_REGION", "")
	level  = envOr("LOG_LEVEL", "debug")
)

func token() string {
	token := os.Getenv("BILLING_TOKEN")
	if len(token) == 0 {
		token = os.Getenv("TOKEN") // <- ITM208
	}
	return token
}

func port(t *testing.T) int {
	raw, ok := os.LookupEnv("BILLING_PORT")
	if !ok {
		raw = "8080" // <- ITM207
	}
	port, err := strconv.Atoi(raw)
	require.NoError(t, err)
	return port
}

func startServer(t *testing.T) *grpc.ClientConn {
	t.Helper()
	listener := bufconn.Listen(1024)
	srv := grpc.NewServer()
	billingv1.RegisterBillingServer(srv, server.New())
	go func() { _ = srv.Serve(listener) }()
	t.Cleanup(srv.Stop)
	conn, err := grpc.NewClient("passthrough:///x", grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) {
		return listener.DialContext(ctx)
	}))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestCreates(t *testing.T) {
	client := billingv1.NewBillingClient(startServer(t))
	order, err := client.Create(context.Background(), &billingv1.CreateRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("a", order.GetSku()); diff != "" {
		t.Errorf("mismatch: %s", diff)
	}
}

func TestLists(t *testing.T) { // <- ITM212
	client := billingv1.NewBillingClient(startServer(t))
	orders, _ := client.List(context.Background(), nil) // <- ITM204
	t.Logf("%d orders", len(orders.GetItems()))
}

func TestListsAndPrints(t *testing.T) { // <- ITM212
	resp, err := http.Get("http://" + addr)
	if err != nil {
		fmt.Println(err)
	}
	defer resp.Body.Close()
}

func TestDrains(t *testing.T) {
	resp, err := http.Get("http://" + addr)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, resp.Body)
	assert.Equal(t, 200, resp.StatusCode)
}

func TestReads(t *testing.T) {
	resp, err := http.Get("http://" + addr)
	require.NoError(t, err)
	body, _ := io.ReadAll(resp.Body) // <- ITM204
	var out map[string]any
	_ = json.Unmarshal(body, &out) // <- ITM204
	assert.Equal(t, "a", out["sku"])
}

func TestCodes(t *testing.T) {
	_, err := billingv1.NewBillingClient(startServer(t)).Get(context.Background(), nil)
	st, _ := status.FromError(err)
	assert.Equal(t, codes.NotFound, st.Code())
	md, _ := metadata.FromOutgoingContext(context.Background())
	assert.Empty(t, md)
	host, _, _ := net.SplitHostPort(addr) // <- ITM204
	assert.NotEmpty(t, host)
	var target *net.OpError
	_ = errors.As(err, &target)
	n, _ := strconv.Atoi("3") // <- ITM204
	assert.Equal(t, 3, n)
}

func TestMaps(t *testing.T) {
	var seen sync.Map
	seen.Store("a", 1)
	value, _ := seen.Load("a")
	assert.Equal(t, 1, value)
	number, _ := value.(int)
	assert.Equal(t, 1, number)
	byName := map[string]int{"a": 1}
	one, _ := byName["a"]
	assert.Equal(t, 1, one)
	updates := make(chan int, 1)
	updates <- 1
	got, _ := <-updates
	assert.Equal(t, 1, got)
}

func TestWaits(t *testing.T) {
	client := billingv1.NewBillingClient(startServer(t))
	require.Eventually(t, func() bool {
		order, _ := client.Get(context.Background(), nil)
		return order.GetPaid()
	}, time.Second, time.Millisecond)
}

func TestWaitsByHand(t *testing.T) {
	client := billingv1.NewBillingClient(startServer(t))
	var order *billingv1.Order
	for i := 0; i < 10; i++ {
		order, _ = client.Get(context.Background(), nil)
		if order.GetPaid() {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	assert.True(t, order.GetPaid())
}

func TestPanics(t *testing.T) {
	assert.Panics(t, func() { server.Must(nil) })
	defer func() { _ = recover() }() // <- ITM204
	server.Must(nil)
}

func TestPanicsByHand(t *testing.T) {
	defer func() {
		if r := recover(); r == nil {
			t.Error("no panic")
		}
	}()
	server.Must(nil)
}

func TestHelper(t *testing.T) {
	assertOrder(t, billingv1.NewBillingClient(startServer(t)))
}

func assertOrder(t *testing.T, client billingv1.BillingClient) {
	t.Helper()
	order, err := client.Get(context.Background(), nil)
	require.NoError(t, err)
	assert.NotNil(t, order)
}

func TestPlaceholder(t *testing.T) {
	t.Skip("write me") // <- ITM205
}

func TestShort(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	assertOrder(t, nil)
}

func TestNeedsVariable(t *testing.T) {
	if os.Getenv("BILLING_ADDR") == "" {
		t.Skip("BILLING_ADDR not set") // <- ITM206
	}
	assertOrder(t, nil)
}

func TestNeedsDocker(t *testing.T) {
	if _, err := exec.LookPath("docker"); err != nil {
		t.Skip("docker not found") // <- ITM206
	}
	assertOrder(t, nil)
}

func TestNeedsServer(t *testing.T) {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		t.Skipf("server is not reachable: %v", err) // <- ITM206
	}
	defer conn.Close()
	assertOrder(t, nil)
}

func TestLeaves(t *testing.T) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return // <- ITM206
	}
	defer conn.Close()
	assertOrder(t, nil)
}

func TestRows(t *testing.T) {
	for _, tc := range []struct{ name, sku string }{{"a", "a"}} {
		t.Run(tc.name, func(t *testing.T) {
			assert.NotEmpty(t, tc.sku)
		})
		t.Run(tc.name+" quietly", func(t *testing.T) { // <- ITM212
			_ = tc.sku
		})
	}
}

func TestOtherService(t *testing.T) {
	ledger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // <- ITM209
		_, _ = w.Write([]byte(`{"balance": 3}`))
	}))
	defer ledger.Close()
	assertOrder(t, nil)
}

func TestOwnHandler(t *testing.T) {
	srv := httptest.NewServer(server.Handler())
	defer srv.Close()
	assertOrder(t, nil)
}

func TestFakeLedger(t *testing.T) {
	srv := grpc.NewServer() // <- ITM209
	ledgerv1.RegisterLedgerServer(srv, &fakeLedger{})
	assertOrder(t, nil)
}

func TestSharedLedger(t *testing.T) {
	srv := grpc.NewServer()
	ledgerv1.RegisterLedgerServer(srv, doubles.NewLedger())
	assertOrder(t, nil)
}

func TestGomock(t *testing.T) {
	ctrl := gomock.NewController(t)
	ledger := ledgermocks.NewMockLedgerClient(ctrl) // <- ITM209
	ledger.EXPECT().Post(gomock.Any()).Return(nil)
	server.New(ledger).Pay()
}

func TestMockery(t *testing.T) {
	ledger := &ledgermocks.Ledger{} // <- ITM209
	ledger.On("Post", mock.Anything).Return(nil)
	server.New(ledger).Pay()
	ledger.AssertExpectations(t)
}

func TestWebhook(t *testing.T) {
	received := make(chan string, 1)
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		received <- r.URL.Path
		w.WriteHeader(http.StatusNoContent)
	}))
	defer hook.Close()
	assert.Equal(t, "/paid", <-received)
}

type OrdersSuite struct {
	suite.Suite
}

func (s *OrdersSuite) SetupTest() {
	_ = server.Reset() // <- ITM204
}

func (s *OrdersSuite) TearDownTest() {
	_ = server.Reset()
}

func (s *OrdersSuite) TestPaid() {
	s.Require().NoError(server.Pay())
}

func (s *OrdersSuite) TestRefund() { // <- ITM212
	server.Refund()
}

func (s *OrdersSuite) TestLater() {
	s.T().Skip("later") // <- ITM205
}

func TestOrders(t *testing.T) {
	suite.Run(t, new(OrdersSuite))
}

func TestMain(m *testing.M) {
	os.Exit(m.Run())
}
