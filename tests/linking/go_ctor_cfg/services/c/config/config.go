package config

import "os"

type Config struct {
	Mode string
	Port int
}

func Load() (*Config, error) {
	cfg := &Config{}
	cfg.Mode = os.Getenv("INTEGRATION_MODE")
	return cfg, nil
}
