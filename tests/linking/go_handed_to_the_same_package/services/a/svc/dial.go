package svc

func (c client) dial(m string) int {
	if m == "cluster" { // <- ITM101
		return 1
	}
	return 2
}
