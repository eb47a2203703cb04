package svc

func (c *config) isMock() bool { return c.mode != "cluster" }
