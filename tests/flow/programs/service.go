package service

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"

	"github.com/caarlos0/env/v11"
	"github.com/kelseyhightower/envconfig"
	"github.com/spf13/viper"
)

const modeKey = "INTEGRATION_MODE"

type Mode string

const (
	ModeRepo    Mode = "repo"
	ModeCluster Mode = "cluster"
)

type Config struct {
	Mode    string `env:"INTEGRATION_MODE" envDefault:"repo"`
	URL     string `env:"URL"`
	Retries int
}

type Nested struct {
	Inner Config
	Debug bool `envconfig:"DEBUG"`
}

func Load() (*Config, error) {
	cfg := &Config{}
	if err := env.Parse(cfg); err != nil {
		return nil, err
	}
	return cfg, nil
}

func Use() int {
	cfg, err := Load()
	if err != nil {
		return 0
	}
	if cfg.URL == "" {
		return 1
	}
	if cfg.Mode == "cluster" { // <- branch
		return 2
	}
	return 3
}

func UseNested() int {
	var n Nested
	envconfig.MustProcess("", &n)
	if n.Debug {
		return 1
	}
	if n.Inner.Mode != "repo" { // <- branch
		return 2
	}
	return 3
}

func parse(raw string) (Mode, error) {
	switch strings.ToLower(strings.TrimSpace(raw)) {
	case "", "repo", "local":
		return ModeRepo, nil
	case "cluster":
		return ModeCluster, nil
	default:
		return "", fmt.Errorf("unknown mode %q", raw)
	}
}

func Parsed() int {
	mode, err := parse(os.Getenv(modeKey))
	if err != nil {
		panic(err)
	}
	if mode == ModeCluster { // <- branch
		return 1
	}
	region, err := parse(os.Getenv("REGION"))
	if region == ModeCluster {
		return 2
	}
	return 3
}

type Option func(*Server)

type Server struct {
	mock  bool
	debug bool
	next  func() bool
}

func WithMock(mock bool) Option {
	return func(s *Server) { s.mock = mock }
}

func WithDebug(debug bool) Option {
	return func(s *Server) { s.debug = debug }
}

func New(options ...Option) *Server {
	s := &Server{}
	for _, option := range options {
		option(s)
	}
	return s
}

func (s *Server) Serve() int {
	if s.debug {
		return 1
	}
	if s.mock { // <- branch
		return 2
	}
	return 3
}

func (m Mode) IsCluster() bool {
	return m == ModeCluster
}

func (m Mode) String() string {
	return string(m)
}

func Main() {
	s := New(WithMock(os.Getenv("INTEGRATION_MODE") == "repo"), WithDebug(os.Getenv("DEBUG") != ""))
	s.Serve()
	mode := Mode(os.Getenv("INTEGRATION_MODE"))
	if mode.IsCluster() { // <- branch
		fmt.Println(mode)
	}
	if value, ok := os.LookupEnv("INTEGRATION_MODE"); ok && value == "repo" { // <- branch
		fmt.Println(value)
	}
	if value, ok := syscall.Getenv("HOME"); ok {
		fmt.Println(value)
	}
	if _, err := os.Stat("/x"); err != nil {
		fmt.Println(err)
	}
}

var once = sync.OnceValue(func() bool { return os.Getenv("INTEGRATION_MODE") == "cluster" })

func Once() int {
	if once() { // <- branch
		return 1
	}
	return 2
}

func Viper() int {
	viper.BindEnv("mode", "INTEGRATION_MODE")
	if viper.GetString("INTEGRATION_MODE") == "cluster" { // <- branch
		return 1
	}
	if viper.GetString("region") == "cluster" {
		return 2
	}
	return 3
}

type key struct{}

func Context(ctx context.Context) int {
	if mode, ok := ctx.Value(key{}).(string); ok && mode == "cluster" {
		return 1
	}
	if ctx.Err() != nil {
		return 2
	}
	return 3
}

func Chosen() int {
	var client interface{ Rows() []int }
	switch os.Getenv("INTEGRATION_MODE") { // <- branch
	case "cluster":
		client = live()
	default:
		client = fake()
	}
	if client == nil {
		return 0
	}
	rows := client.Rows()
	if len(rows) > 0 {
		return 1
	}
	return 2
}

func Shadow(mode string) int {
	if mode == "cluster" {
		return 1
	}
	mode = os.Getenv("INTEGRATION_MODE")
	if mode == "cluster" { // <- branch
		return 2
	}
	{
		mode := "x"
		if mode == "x" {
			return 3
		}
	}
	mode = "y"
	if mode == "cluster" {
		return 4
	}
	return 5
}

func Table() string {
	urls := map[string]string{"repo": "a", "cluster": "b"}
	if url, ok := urls[os.Getenv("INTEGRATION_MODE")]; ok { // <- branch
		return url
	}
	if url, ok := urls[os.Getenv("REGION")]; ok {
		return url
	}
	return urls["repo"]
}

func Channel() int {
	modes := make(chan string, 1)
	modes <- os.Getenv("INTEGRATION_MODE")
	mode := <-modes
	if mode == "repo" { // <- branch
		return 1
	}
	return 2
}

func Tagless() int {
	mode := os.Getenv("INTEGRATION_MODE")
	switch {
	case os.Getenv("DEBUG") != "":
		return 1
	case mode == "repo": // <- branch
		return 2
	case mode == "cluster":
		return 3
	}
	for mode == "x" { // <- branch
		break
	}
	return 4
}

// if os.Getenv("INTEGRATION_MODE") == "cluster" { }
func Text() string {
	text := `if os.Getenv("INTEGRATION_MODE") == "cluster" {`
	if text != "" {
		return text
	}
	return ""
}

type handler struct{ quiet bool }

func (h *handler) run() int {
	if h.quiet { // <- branch
		return 1
	}
	return 2
}

func MethodValue() func() int {
	h := &handler{quiet: os.Getenv("INTEGRATION_MODE") != "cluster"}
	return h.run
}

func Cond(live bool) string {
	if live { // <- branch
		return "live"
	}
	return "fake"
}

var address = Cond(os.Getenv("INTEGRATION_MODE") == "cluster")

func Address() int {
	if address == "live" {
		return 1
	}
	return 2
}

func live() interface{ Rows() []int } { return nil }
func fake() interface{ Rows() []int } { return nil }
