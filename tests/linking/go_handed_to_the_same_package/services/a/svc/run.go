package svc

func run(m string) int {
	if m == "cluster" { // <- ITM101
		return 1
	}
	return 2
}
