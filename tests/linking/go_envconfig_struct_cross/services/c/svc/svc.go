package svc

import "example.com/c/config"

func Do(c config.Config) int {
	if c.Mode == "cluster" { // <- ITM101
		return 1
	}
	return 2
}
