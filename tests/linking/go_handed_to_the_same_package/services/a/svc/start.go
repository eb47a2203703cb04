package svc

import "os"

func Start() *server {
	run(os.Getenv("INTEGRATION_MODE"))
	var c client
	c.dial(os.Getenv("INTEGRATION_MODE"))
	return &server{mode: os.Getenv("INTEGRATION_MODE")}
}

func fill(c *conf) {
	c.flag = os.Getenv("INTEGRATION_MODE")
}
