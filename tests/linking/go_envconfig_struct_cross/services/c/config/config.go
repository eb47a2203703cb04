package config

import "github.com/kelseyhightower/envconfig"

type Config struct {
	Mode string `envconfig:"INTEGRATION_MODE" default:"repo"`
}

func Load() (c Config, err error) {
	err = envconfig.Process("", &c)
	return
}
