package svc

import (
	"example.com/c/env"
	"fmt"
)

func Do() int {
	if env.Get(env.ModeKey) == "cluster" { // <- ITM101
		fmt.Println("x")
		return 1
	}
	if env.Get("PORT") == "1" {
		return 3
	}
	return 2
}
