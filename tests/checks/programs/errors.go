// judged by ITM204
package integration

import (
	"context"
	"encoding/json"
	"io"
	"testing"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/status"
)
var _ io.Closer = (*fake)(nil)
var _ = setup()

func local() (int, bool) { return 1, true }
func must() (int, error) { return 1, nil }
func TestA(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ctx2, _ := context.WithTimeout(ctx, 1)
	t.Cleanup(func() { _ = client.Delete(ctx) })
	defer func() { _ = conn.Close() }()
	defer cancel()
	_ = conn.Close()
	resp, _ := client.Get(ctx, &pb.Req{})  // <- ITM204
	_, err := client.Get(ctx, nil)
	st, _ := status.FromError(err)
	v, _ := m["a"]
	w, _ := x.(T)
	u, _ := <-ch
	l, _ := local()
	n, _ := must()  // <- ITM204
	_ = client.Ping(ctx)  // <- ITM204
	_, _ = client.Ping(ctx)  // <- ITM204
	_ = err  // <- ITM204
	body, _ := io.ReadAll(resp.Body)  // <- ITM204
	b, _ := json.Marshal(x)  // <- ITM204
	val, _ := os.LookupEnv("X")
	mm.Load("x")
	k, _ := mm.Load("x")
	go func() { _ = srv.Serve(lis) }()
	require.Eventually(t, func() bool { r, _ := client.Get(ctx, nil); return r.Ok }, 1, 2)
	for _, x := range xs { use(x) }
	defer func() { recover() }()  // <- ITM204
	defer func() {
		if r := recover(); r != nil {  // <- ITM204
			t.Log(r)
		}
	}()
	defer func() {
		if r := recover(); r == nil {
			t.Fatal("x")
		}
	}()
	defer func() {
		r := recover()
		require.NotNil(t, r)
	}()
	defer func() {
		if recover() == nil { t.Error("no") }
	}()
	defer func() {
		if r := recover(); r != nil { t.Errorf("panic %v", r) }
	}()
}
