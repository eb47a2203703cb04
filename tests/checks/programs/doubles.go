// judged by ITM209
package integration
import (
	"net/http"
	"net/http/httptest"
	"google.golang.org/grpc"
	"go.uber.org/mock/gomock"
	mocks "go.x/core/services/billing/__mocks__"
	"go.x/core/services/billing/internal/api"
	genmocks "go.x/core/internal/ledger/mocks"
	ledgerv1 "go.x/gen/ledger/v1"
)
type fake struct{}
func TestA(t *testing.T) {
	a := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("{}")) }))  // <- ITM209
	b := httptest.NewServer(api.New(mocks.NewLedger()))
	h := api.New(x)
	c := httptest.NewServer(h)
	d := mocks.NewMockLedger(ctrl)
	e := genmocks.NewMockLedger(ctrl)  // <- ITM209
	f := genmocks.NewLedger(t)  // <- ITM209
	g := new(genmocks.Ledger)  // <- ITM209
	s := grpc.NewServer()  // <- ITM209
	ledgerv1.RegisterLedgerServer(s, &fake{})
	s2 := grpc.NewServer()
	ledgerv1.RegisterLedgerServer(s2, api.NewServer())
	s3 := grpc.NewServer()
	ledgerv1.RegisterLedgerServer(s3, mocks.NewLedgerServer())
}
