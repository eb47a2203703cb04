package svc

func Do() int {
	if live { // <- ITM101
		return 1
	}
	return 2
}
