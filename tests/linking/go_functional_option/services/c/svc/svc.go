package svc

type Server struct{ fake bool }

type Option func(*Server)

func WithFake(v bool) Option { return func(s *Server) { s.fake = v } }

func (s *Server) Do() int {
	if s.fake { // <- ITM101
		return 1
	}
	return 2
}

func New(opts ...Option) *Server {
	s := &Server{}
	for _, o := range opts {
		o(s)
	}
	return s
}
