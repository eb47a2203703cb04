package svc

import "os"

var fake = isMock()

func isMock() bool { return mode != "cluster" }

var mode = os.Getenv("INTEGRATION_MODE")

func Do() int {
	if fake { // <- ITM101
		return 1
	}
	return 2
}
