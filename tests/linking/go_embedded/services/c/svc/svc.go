package svc

import "example.com/c/config"

type Server struct{ config.Base }

func (s *Server) Do() int {
	if s.Live { // <- ITM101
		return 1
	}
	return 2
}
