package svc

import "example.com/c/internal/config"

type S struct{ cfg config.Config }

func (s *S) Do() int {
	if s.cfg.IsMock() { // <- ITM101
		return 1
	}
	return 2
}
