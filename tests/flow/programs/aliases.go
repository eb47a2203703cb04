package demo

import (
	"os"
	"strings"
	"sync"
)

type Config struct {
	Mode string `env:"INTEGRATION_MODE" envDefault:"repo"`
	Port string `env:"PORT"`
}

type Server struct {
	live bool
	name string
}

var once = sync.OnceValue(func() string { return strings.ToLower(os.Getenv("INTEGRATION_MODE")) })

func isCluster() bool {
	return strings.EqualFold(os.Getenv("INTEGRATION_MODE"), "cluster")
}

func A() int {
	if isCluster() { // <- branch
		return 1
	}
	return 2
}

func B(cfg Config) int {
	if cfg.Mode == "cluster" { // <- branch
		return 1
	}
	if cfg.Port == "" {
		return 2
	}
	return 3
}

func NewServer(live bool) *Server {
	return &Server{live: live, name: "x"}
}

func (s *Server) Run() int {
	if s.live { // <- branch
		return 1
	}
	if s.name != "" {
		return 2
	}
	return 3
}

func C() *Server {
	return NewServer(isCluster())
}

func D() int {
	if mode, ok := os.LookupEnv("INTEGRATION_MODE"); ok && mode == "repo" { // <- branch
		return 1
	}
	switch mode := once(); mode { // <- branch
	case "cluster":
		return 2
	}
	return 3
}

func E() int {
	timeouts := map[string]int{"cluster": 30, "repo": 1}
	return timeouts[once()] // <- branch
}

func F(live bool) int {
	if live {
		return 1
	}
	return 2
}

func G() {
	mode := os.Getenv("INTEGRATION_MODE")
	mode = "other"
	if mode == "x" {
		return
	}
}
