package svc

import "example.com/c/config"

type Server struct{ cfg *config.Config }

func New(cfg *config.Config) *Server { return &Server{cfg: cfg} }

func (s *Server) Do() int {
	if s.cfg.Mode == "cluster" { // <- ITM101
		return 1
	}
	if s.cfg.Port == 1 {
		return 3
	}
	return 2
}
