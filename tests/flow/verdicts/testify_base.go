package integration

import (
	"os"
	"testing"

	"github.com/stretchr/testify/suite"
)

type base struct {
	suite.Suite
	cluster bool
}

type OrderSuite struct {
	base
	api api
}

type api interface{ Orders() []string }

func (s *base) SetupSuite() { s.cluster = os.Getenv("INTEGRATION_MODE") == "cluster" }

func (s *OrderSuite) SetupTest() {
	if s.cluster {
		s.api = live()
		s.Require().NotNil(s.api)
		return
	}
	s.api = fake()
}

func (s *OrderSuite) TestOnly() {
	if !s.cluster {
		s.T().Skip("cluster") // <- skip
	}
	s.Len(s.api.Orders(), 1)
}

func (s *OrderSuite) TestBoth() {
	orders := s.api.Orders()
	s.Require().Len(orders, 1)
	s.Assert().Equal("a", orders[0])
}

func (s *OrderSuite) TestWant() {
	want := 1
	if s.cluster { // <- expectation
		want = 2
	}
	s.Len(s.api.Orders(), want)
}

func (s *OrderSuite) TestSub() {
	s.Run("x", func() {
		if s.cluster {
			s.NotEmpty(s.api.Orders()) // <- assertion
		}
	})
	s.Run("y", func() { s.NotEmpty(s.api.Orders()) })
}

func TestOrders(t *testing.T) { suite.Run(t, new(OrderSuite)) }

func TestClusterOrders(t *testing.T) {
	if os.Getenv("INTEGRATION_MODE") == "cluster" { // <- selection
		suite.Run(t, &OrderSuite{})
	}
}

func live() api { return nil }
func fake() api { return nil }
