package readers

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"github.com/caarlos0/env/v11"
	"github.com/kelseyhightower/envconfig"
	"github.com/spf13/viper"
)

// Wrappers that are given the variable's name.

func getenv(key, fallback string) string {
	if v := os.Getenv(key); v != "" {
		return v
	}
	return fallback
}

func mustEnv(key string) string {
	v, ok := os.LookupEnv(key)
	if !ok {
		panic("missing " + key)
	}
	return v
}

func askedEnv(key string) (string, error) {
	v := os.Getenv(key)
	if v == "" {
		return "", fmt.Errorf("%s is not set", key)
	}
	return v, nil
}

func Wrapped() int {
	if getenv("INTEGRATION_MODE", "repo") == "cluster" { // <- branch
		return 1
	}
	if getenv("REGION", "eu") == "eu" {
		return 2
	}
	if mustEnv("INTEGRATION_MODE") == "repo" { // <- branch
		return 3
	}
	if mustEnv("TIER") == "gold" {
		return 4
	}
	mode, err := askedEnv("INTEGRATION_MODE")
	if err != nil {
		return 5
	}
	if mode == "cluster" { // <- branch
		return 6
	}
	return 7
}

func Direct() {
	if _, ok := os.LookupEnv("INTEGRATION_MODE"); !ok { // <- branch
		panic("no mode")
	}
}

// Structs that a library fills.

type Spec struct {
	Mode   string
	Region string
	Inner  Inner
}

type Inner struct {
	Mode string
}

type Split struct {
	IntegrationMode string `split_words:"true"`
	Debug           bool
}

type Prefixed struct {
	Integration Values `envPrefix:"INTEGRATION_"`
	Other       Others `envPrefix:"OTHER_"`
}

type Values struct {
	Mode string `env:"MODE" envDefault:"repo"`
	Size int    `env:"SIZE"`
}

type Others struct {
	Mode string `env:"MODE"`
}

type Optioned struct {
	Mode string `env:"MODE"`
}

type Bound struct {
	Mode string `mapstructure:"integration_mode"`
	Kind string `mapstructure:"mode"`
}

func Structs() int {
	var s Spec
	envconfig.MustProcess("integration", &s)
	if s.Region == "eu" || s.Inner.Mode == "x" {
		return 1
	}
	if s.Mode == "cluster" { // <- branch
		return 2
	}
	var split Split
	if err := envconfig.Process("", &split); err != nil || split.Debug {
		return 3
	}
	if split.IntegrationMode == "cluster" { // <- branch
		return 4
	}
	var p Prefixed
	if err := env.Parse(&p); err != nil || p.Other.Mode == "x" || p.Integration.Size > 1 {
		return 5
	}
	if p.Integration.Mode == "cluster" { // <- branch
		return 6
	}
	var o Optioned
	if err := env.ParseWithOptions(&o, env.Options{Prefix: "INTEGRATION_"}); err != nil {
		return 7
	}
	if o.Mode == "cluster" { // <- branch
		return 8
	}
	var b Bound
	if err := viper.Unmarshal(&b); err != nil || b.Kind == "x" {
		return 9
	}
	if b.Mode == "cluster" { // <- branch
		return 10
	}
	return 11
}

// A context, by the type and the value of the key.

type modeKey struct{}
type textKey string

const (
	keyMode   textKey = "mode"
	keyRegion textKey = "region"
)

func WithMode(next http.Handler) http.Handler {
	mode := os.Getenv("INTEGRATION_MODE")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), modeKey{}, mode)
		ctx = context.WithValue(ctx, keyMode, mode)
		ctx = context.WithValue(ctx, keyRegion, os.Getenv("REGION"))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func ModeFrom(ctx context.Context) string {
	m, _ := ctx.Value(modeKey{}).(string)
	return m
}

func Contexts(ctx context.Context) int {
	if ModeFrom(ctx) == "cluster" { // <- branch
		return 1
	}
	if mode, ok := ctx.Value(keyMode).(string); ok && mode == "cluster" { // <- branch
		return 2
	}
	if region, ok := ctx.Value(keyRegion).(string); ok && region == "eu" {
		return 3
	}
	return 4
}

// An interface with what is passed for it.

type Profile interface {
	Live() bool
	Region() string
}

type envProfile struct{ live bool }

func (p envProfile) Live() bool     { return p.live }
func (p envProfile) Region() string { return os.Getenv("REGION") }

func FromEnv() Profile { return envProfile{live: os.Getenv("INTEGRATION_MODE") == "cluster"} }

type Service struct{ profile Profile }

func New(p Profile) *Service { return &Service{profile: p} }

func Default() *Service { return New(FromEnv()) }

func (s *Service) Do() int {
	if s.profile.Live() { // <- branch
		return 1
	}
	if s.profile.Region() == "eu" {
		return 2
	}
	return 3
}

// A look-up with its ok, and a receive with its ok.

func Oks(names <-chan string) int {
	sizes := map[string]string{"repo": "small", "cluster": "large"}
	size, ok := sizes[os.Getenv("INTEGRATION_MODE")] // <- branch
	if !ok {
		return 0
	}
	if size == "large" {
		return 1
	}
	modes := make(chan string, 1)
	modes <- os.Getenv("INTEGRATION_MODE")
	if mode, open := <-modes; open && mode == "repo" { // <- branch
		return 2
	}
	if name, open := <-names; open && name == "repo" {
		return 3
	}
	return 4
}
