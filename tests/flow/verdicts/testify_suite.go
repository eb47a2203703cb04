package integration

import (
	"os"
	"testing"

	"github.com/stretchr/testify/suite"
)

type LedgerSuite struct {
	suite.Suite
	cluster bool
	client  Client
}

func (s *LedgerSuite) SetupSuite() {
	s.cluster = os.Getenv("INTEGRATION_MODE") == "cluster"
	if s.cluster {
		s.client = live()
		s.Require().NotNil(s.client)
	} else {
		s.client = fake()
	}
}

func (s *LedgerSuite) SetupTest() {
	if !s.cluster {
		s.T().Skip("cluster only") // <- skip
	}
}

func (s *LedgerSuite) TestSkip() {
	if !s.cluster {
		s.T().Skip("cluster only") // <- skip
	}
	s.Equal(1, s.client.Count())
}

func (s *LedgerSuite) TestArm() {
	s.Require().Equal(1, s.client.Count())
	if s.cluster {
		s.Equal(3, s.client.Replicas()) // <- assertion
	}
}

func (s *LedgerSuite) TestExpected() {
	want := 1
	if s.cluster { // <- expectation
		want = 3
	}
	s.Equal(want, s.client.Count())
}

func (s *LedgerSuite) TestSame() {
	s.Equal(1, s.client.Count())
	s.Require().NotEmpty(s.client.Name())
}

func TestLedger(t *testing.T) {
	suite.Run(t, new(LedgerSuite))
}

type Client interface {
	Count() int
	Replicas() int
	Name() string
}

func live() Client { return nil }
func fake() Client { return nil }
