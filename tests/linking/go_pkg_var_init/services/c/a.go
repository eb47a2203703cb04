package svc

import "os"

var live bool

func init() {
	live = os.Getenv("INTEGRATION_MODE") == "cluster"
}
