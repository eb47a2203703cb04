package svc

type server struct{ mode string }

func (s *server) serve() int {
	if s.mode == "cluster" { // <- ITM101
		return 1
	}
	return 2
}
