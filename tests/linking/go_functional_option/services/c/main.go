package main

import (
	"example.com/c/svc"
	"os"
)

func main() {
	svc.New(svc.WithFake(os.Getenv("INTEGRATION_MODE") != "cluster")).Do()
}
