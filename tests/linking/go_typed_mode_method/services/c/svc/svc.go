package svc

import "example.com/c/mode"

func Do() int {
	if mode.FromEnv().IsCluster() { // <- ITM101
		return 1
	}
	return 2
}
