// judged by ITM212
package a
import ("testing"; . "github.com/onsi/ginkgo/v2"; . "github.com/onsi/gomega"; "github.com/stretchr/testify/mock")
var _ = Describe("x", func() {
	It("a", func() { Expect(f()).To(Succeed()) })
	It("b", func() { Eventually(f).Should(Equal(1)) })
	It("c", func() { f() })  // <- ITM212
	It("d", func() { Expect(true).To(BeTrue()) })  // <- ITM212
	DescribeTable("t", func(a int) { Expect(f(a)).To(Equal(1)) }, Entry("x", 1))
})
func TestSuite(t *testing.T) { RegisterFailHandler(Fail); RunSpecs(t, "x") }
func FuzzA(f *testing.F) { f.Add(1); f.Fuzz(func(t *testing.T, n int) { if n < 0 { t.Error(n) } }) }
func TestM(t *testing.T) { m := newM(t); m.On("x"); m.AssertExpectations(t) }
func TestN(t *testing.T) { if err := run(); err != nil { panic(err) } }
func TestO(t *testing.T) { t.Parallel(); t.Helper(); run() }  // <- ITM212
