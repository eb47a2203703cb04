package p

type Worker struct{ Live bool }

func (w Worker) Work() int {
	if w.Live { // <- ITM101
		return 1
	}
	return 2
}
