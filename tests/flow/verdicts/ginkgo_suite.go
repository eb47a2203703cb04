package integration

import (
	"os"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var cluster = os.Getenv("INTEGRATION_MODE") == "cluster"

func TestSuite(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "ledger")
}

var _ = Describe("ledger", func() {
	var client Client
	BeforeEach(func() {
		if cluster {
			client = live()
			Expect(client).NotTo(BeNil())
		} else {
			client = fake()
		}
	})

	It("skips", func() {
		if !cluster {
			Skip("cluster only") // <- skip
		}
		Expect(client.Count()).To(Equal(1))
	})

	It("asserts", func() {
		Expect(client.Count()).To(Equal(1))
		if cluster {
			Expect(client.Replicas()).To(Equal(3)) // <- assertion
		}
	})

	It("expects", func() {
		want := 1
		if cluster { // <- expectation
			want = 3
		}
		Expect(client.Count()).To(Equal(want))
	})

	It("is the same", func() {
		Expect(client.Count()).To(Equal(1))
	})

	if cluster { // <- selection
		It("only there", func() {
			Expect(client.Count()).To(Equal(1))
		})
	}
})

type Client interface {
	Count() int
	Replicas() int
}

func live() Client { return nil }
func fake() Client { return nil }
