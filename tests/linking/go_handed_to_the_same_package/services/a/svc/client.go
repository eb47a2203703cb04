package svc

type client struct{}
