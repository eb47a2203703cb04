package settled

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/samber/lo"
	"github.com/spf13/cobra"
)

type Mode string

const (
	Repo    Mode = "repo"
	Cluster Mode = "cluster"
)

// What a conversion assigns beyond its function is derived as well.

var (
	once    sync.Once
	current Mode
)

type Config struct {
	Live    bool
	Workers int
}

func Current() Mode {
	once.Do(func() {
		switch v := os.Getenv("INTEGRATION_MODE"); v {
		case "", "repo", "local":
			current = Repo
		case "cluster":
			current = Cluster
		default:
			panic("unknown mode " + v)
		}
	})
	return current
}

func (c *Config) fill() {
	switch os.Getenv("INTEGRATION_MODE") {
	case "cluster":
		c.Live = true
	default:
		c.Live = false
	}
	c.Workers = len(os.Args)
}

func Use(c *Config) int {
	if Current() == Cluster { // <- branch
		return 1
	}
	if c.Workers > 1 {
		return 2
	}
	if c.Live { // <- branch
		return 3
	}
	return 4
}

// A return that stands after an exit is there for the compiler.

func Parse() Mode {
	switch v := os.Getenv("INTEGRATION_MODE"); v {
	case "", "repo", "local":
		return Repo
	case "cluster":
		return Cluster
	default:
		fmt.Fprintf(os.Stderr, "unknown mode %q\n", v)
		os.Exit(1)
		return ""
	}
}

func Parsed() int {
	if Parse() == Cluster { // <- branch
		return 1
	}
	return 2
}

// Typed boxes.

type State struct {
	live  atomic.Bool
	ready atomic.Bool
}

var held atomic.Value

func (s *State) Init() {
	s.live.Store(os.Getenv("INTEGRATION_MODE") == "cluster")
	s.ready.Store(true)
	held.Store(os.Getenv("INTEGRATION_MODE"))
}

func (s *State) Do() int {
	if s.ready.Load() {
		return 1
	}
	if s.live.Load() { // <- branch
		return 2
	}
	if m, ok := held.Load().(string); ok && m == "repo" { // <- branch
		return 3
	}
	return 4
}

// A look-up that parses, a conditional call, a flag of a command.

type Kind uint8

const (
	KindRepo Kind = iota + 1
	KindCluster
)

var kinds = map[string]Kind{"": KindRepo, "repo": KindRepo, "local": KindRepo, "cluster": KindCluster}

func ParseKind(raw string) (Kind, error) {
	kind, ok := kinds[strings.ToLower(raw)]
	if !ok {
		return 0, fmt.Errorf("unknown mode %q", raw)
	}
	return kind, nil
}

func Kinds() int {
	kind, err := ParseKind(os.Getenv("INTEGRATION_MODE"))
	if err != nil {
		return 0
	}
	if kind == KindCluster { // <- branch
		return 1
	}
	return 2
}

func URL(region string) string {
	if lo.Ternary(region == "eu", "a", "b") == "a" {
		return "eu"
	}
	return lo.Ternary(os.Getenv("INTEGRATION_MODE") == "cluster", "live", "fake") // <- branch
}

var flagged string

var command = &cobra.Command{
	Use: "settled",
	RunE: func(cmd *cobra.Command, args []string) error {
		if flagged == "cluster" { // <- branch
			return nil
		}
		return fmt.Errorf("none of %d", len(args))
	},
}

func init() {
	command.PersistentFlags().StringVar(&flagged, "mode", os.Getenv("INTEGRATION_MODE"), "the mode")
}

// A promoted field belongs to the struct that declares it, whoever assigns it.

type Inner struct {
	Mode string `env:"INTEGRATION_MODE"`
	Size int    `env:"SIZE"`
}

type Outer struct {
	Inner
	name string
}

func Fill(force bool) *Outer {
	o := Outer{}
	if force {
		o.Mode = "repo"
		o.Size = 3
	}
	return &o
}

func Promoted(o *Outer) int {
	if o.Size > 2 || o.name == "" {
		return 1
	}
	if o.Mode == "cluster" { // <- branch
		return 2
	}
	return 3
}
