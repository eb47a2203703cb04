package svc

import "os"

type config struct{ mode string }

func load() *config { return &config{mode: os.Getenv("INTEGRATION_MODE")} }

func Do() int {
	if load().isMock() { // <- ITM101
		return 1
	}
	return 2
}
