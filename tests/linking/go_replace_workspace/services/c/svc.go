package svc

import "github.com/acme/mode"

func Do() int {
	if mode.Live { // <- ITM101
		return 1
	}
	return 2
}
