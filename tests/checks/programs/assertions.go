// judged by ITM212
package integration
import ("testing";"fmt";"github.com/stretchr/testify/require";"github.com/stretchr/testify/suite"; "go.x/kit/steps")
func verifyA(t *testing.T, x int) { t.Log(x) }
func verifyB(t *testing.T, x int) { if x != 1 { t.Errorf("x") } }
func newClient(t *testing.T) *C { c, err := dial(); if err != nil { t.Fatal(err) }; return c }
func TestA(t *testing.T) { verifyA(t, newClient(t).Get()) }  // <- ITM212
func TestB(t *testing.T) { verifyB(t, newClient(t).Get()) }
func TestC(t *testing.T) { require.Equal(t, 1, newClient(t).Get()) }
func TestD(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { tc.check(t, newClient(t).Get()) })
		t.Run(tc.name, func(t *testing.T) { newClient(t).Get() })  // <- ITM212
	}
}
func TestE(t *testing.T) { suite.Run(t, new(S)) }
func TestF(t *testing.T) { steps.VerifyAll(t, 1) }
func TestG(t *testing.T) { got := f(); if got != 1 { t.Errorf("x") } }
func TestH(t *testing.T) { require.True(t, true) }  // <- ITM212
func TestI(t *testing.T) { t.Skip("x") }
func TestMain(m *testing.M) { os.Exit(m.Run()) }
func ExampleX() { fmt.Println(1)
 // Output: 1
}
type S struct { suite.Suite }
func (s *S) TestJ() { s.Equal(1, s.c.Get()) }
func (s *S) TestK() { s.c.Get() }  // <- ITM212
func (s *S) TestL() { s.Require().NoError(s.c.Get()) }
func TestM(t *testing.T) { c := qt.New(t); c.Assert(x(), qt.Equals, 1) }
func BenchmarkX(b *testing.B) { x() }
