package config

import "os"

type Config struct{ Mock bool }

func Load() *Config {
	return &Config{Mock: os.Getenv("INTEGRATION_MODE") != "cluster"}
}
