package config

import "os"

type Base struct{ Live bool }

func NewBase() Base { return Base{Live: os.Getenv("INTEGRATION_MODE") == "cluster"} }
