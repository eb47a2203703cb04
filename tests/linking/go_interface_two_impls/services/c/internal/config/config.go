package config

import "os"

type Config interface{ IsMock() bool }

type env struct{ mode string }

func (e *env) IsMock() bool { return e.mode != "cluster" }

func New() Config { return &env{mode: os.Getenv("INTEGRATION_MODE")} } // <- ITM102
