package svc

type conf struct{ flag string }

func use(c *conf) int {
	if c.flag == "cluster" { // <- ITM101
		return 1
	}
	return 2
}
