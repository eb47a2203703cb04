package p

type Server struct{ Mode string }

func (s *Server) Serve() int {
	if s.Mode == "cluster" { // <- ITM101
		return 1
	}
	return 2
}
