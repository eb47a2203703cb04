// judged by ITM204 ITM205 ITM206 ITM207 ITM208 ITM209 ITM212
package integration

import (
	"context"
	"os"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/ghttp"
)

func TestSpecs(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "ledger")
}

var _ = BeforeSuite(func() {
	Expect(start()).To(Succeed())
	DeferCleanup(func() { _ = stop() })
})

var _ = AfterEach(func() {
	_ = client.Wipe(context.Background())
})

var _ = Describe("ledger", func() {
	var balance int

	BeforeEach(func() {
		_ = client.Seed(context.Background()) // <- ITM204
		balance = 0
	})

	It("posts", func() {
		Expect(client.Post(1)).To(Succeed())
	})

	It("posts quietly", func() { // <- ITM212
		client.Post(1)
	})

	It("posts and forgets the error", func() {
		_ = client.Post(1) // <- ITM204
		Expect(balance).To(BeZero())
	})

	It("waits", func() {
		Eventually(func() int {
			n, _ := client.Balance()
			return n
		}).WithTimeout(time.Second).Should(Equal(1))
	})

	It("waits with a context", func(ctx SpecContext) {
		Eventually(func(g Gomega) {
			n, err := client.Balance()
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(n).To(Equal(1))
		}).WithContext(ctx).Should(Succeed())
	})

	PIt("is pending", func() { // <- ITM205
		client.Post(1)
	})

	FIt("is focussed", func() { // <- ITM205
		Expect(client.Post(1)).To(Succeed())
	})

	XDescribe("is off", func() { // <- ITM205
		It("does something", func() {
			client.Post(1)
		})
	})

	It("is decorated", Pending, func() { // <- ITM205
		client.Post(1)
	})

	It("has a label", Label("slow"), Serial, func() {
		Expect(client.Post(1)).To(Succeed())
	})

	It("needs a variable", func() {
		if os.Getenv("LEDGER_URL") == "" {
			Skip("LEDGER_URL is not set") // <- ITM206
		}
		Expect(client.Post(1)).To(Succeed())
	})

	It("is skipped", func() {
		Skip("until the move") // <- ITM205
	})

	DescribeTable("amounts",
		func(amount int) {
			Expect(client.Post(amount)).To(Succeed())
		},
		Entry("one", 1),
		PEntry("two", 2), // <- ITM205
	)

	When("a server of the bank answers", func() {
		var bank *ghttp.Server

		BeforeEach(func() {
			bank = ghttp.NewServer() // <- ITM209
			bank.AppendHandlers(ghttp.RespondWith(200, "{}"))
		})

		It("pays", func() {
			Expect(client.Pay(bank.URL())).To(Succeed())
		})
	})

	It("checks in steps", func() {
		By("posting")
		Expect(client.Post(1)).To(Succeed())
		By("reading")
	})

	It("checks in a helper", func() {
		expectBalance(1)
	})

	It("checks nothing in a helper", func() { // <- ITM212
		logBalance()
	})
})

func expectBalance(want int) {
	GinkgoHelper()
	Expect(client.Balance()).To(Equal(want))
}

func logBalance() {
	GinkgoWriter.Println(client.Balance())
}
