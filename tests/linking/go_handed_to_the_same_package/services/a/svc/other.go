package svc

type other struct{ size int }

func (o *other) large() bool { return o.size > 3 }
