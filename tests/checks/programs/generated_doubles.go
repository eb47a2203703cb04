// judged by ITM209
package a
import ("testing"
	mocks "go.x/core/internal/ledger/mocks"
	own "go.x/core/services/billing/__mocks__"
	"google.golang.org/grpc")
func (s *S) TestX() {
	a := &mocks.LedgerClient{}  // <- ITM209
	b := new(mocks.LedgerClient)  // <- ITM209
	c := mocks.NewLedgerClient(s.T())  // <- ITM209
	d := &own.LedgerClient{}
	e := mocks.NewConfig("x")
	g := grpc.NewServer()
}
