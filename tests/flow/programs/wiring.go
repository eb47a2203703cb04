package wiring

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
)

var (
	mode   string
	region string
	once   sync.Once
	isLive bool
)

func init() {
	mode = strings.ToLower(os.Getenv("INTEGRATION_MODE"))
	region = os.Getenv("REGION")
	isLive = mode == "cluster"
}

var modeFlag = flag.String("mode", os.Getenv("INTEGRATION_MODE"), "the mode")

type Settings struct {
	Mode   string
	Region string
	Nested struct{ Debug bool }
}

type App struct {
	*Settings
	log    *log.Logger
	client Client
}

type Client interface {
	Mode() string
	Ready(ctx context.Context) (bool, error)
}

func loadSettings() Settings {
	return Settings{Mode: os.Getenv("INTEGRATION_MODE"), Region: os.Getenv("REGION")}
}

func NewApp(client Client) *App {
	settings := loadSettings()
	return &App{Settings: &settings, client: client}
}

func (a *App) Run() int {
	if a.Region == "eu" {
		return 1
	}
	if a.Nested.Debug {
		return 2
	}
	if a.client.Mode() == "cluster" {
		return 3
	}
	if a.Mode == "cluster" { // <- branch
		return 4
	}
	return 5
}

func (a *App) Handler() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Mode") == "cluster" {
			return
		}
		if isLive { // <- branch
			return
		}
		if region == "eu" {
			return
		}
		fmt.Fprintln(w, mode)
	}
}

func UseFlag() int {
	flag.Parse()
	if *modeFlag == "cluster" { // <- branch
		return 1
	}
	return 2
}

func Switched() int {
	switch m := os.Getenv("INTEGRATION_MODE"); m { // <- branch
	case "cluster":
		return 1
	default:
		return 2
	}
}

func Initialised() int {
	var live bool
	once.Do(func() {
		live = os.Getenv("INTEGRATION_MODE") == "cluster"
	})
	if live { // <- branch
		return 1
	}
	return 2
}

func Errors(ctx context.Context, client Client) error {
	ready, err := client.Ready(ctx)
	if err != nil {
		return err
	}
	if !ready {
		return errors.New("not ready")
	}
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return nil
}

func Parsed() int {
	live, err := strconv.ParseBool(os.Getenv("LIVE"))
	if err != nil || live {
		return 1
	}
	return 2
}

func Goroutine(done chan struct{}) {
	go func() {
		if mode == "repo" { // <- branch
			close(done)
		}
	}()
	defer func() {
		if r := recover(); r != nil {
			log.Println(r)
		}
	}()
	select {
	case <-done:
	default:
	}
}

func Functions() Client {
	makers := map[string]func() Client{"cluster": live, "repo": fake}
	maker, ok := makers[mode] // <- branch
	if !ok {
		return nil
	}
	return maker()
}

func Passed(m string, eu bool) string {
	if eu {
		return "eu"
	}
	if m != "cluster" { // <- branch
		return "fake"
	}
	return "live"
}

func CallPassed() string {
	return Passed(mode, region == "eu")
}

func Pick[T any](live bool, a, b T) T {
	if live { // <- branch
		return a
	}
	return b
}

func Generic() int {
	return Pick(isLive, 1, 2)
}

func PickRegion[T any](eu bool, a, b T) T {
	if eu {
		return a
	}
	return b
}

func GenericRegion() int {
	return PickRegion(region == "eu", 1, 2)
}

func Slices(modes []string) int {
	for _, mode := range modes {
		if mode == "cluster" {
			return 1
		}
	}
	for _, name := range []string{"INTEGRATION_MODE", "HOME"} {
		os.Unsetenv(name)
	}
	return 2
}

func Short() (live bool) {
	live = mode == "cluster"
	return
}

func Named() int {
	if Short() { // <- branch
		return 1
	}
	return 2
}

func Built() int {
	var client Client
	if isLive { // <- branch
		client = live()
	} else {
		client = fake()
	}
	if client.Mode() == "cluster" {
		return 1
	}
	if client != nil {
		return 2
	}
	return 3
}

func Reassigned() int {
	mode := os.Getenv("INTEGRATION_MODE")
	if mode == "" { // the default of the mode is a derivation
		mode = "repo"
	}
	if mode == "cluster" { // <- branch
		return 1
	}
	return 2
}

func live() Client { return nil }
func fake() Client { return nil }
