package main

import (
	"os"

	"example.com/shop/services/a/p"
)

var Server = &p.Server{Mode: os.Getenv("INTEGRATION_MODE")}

func main() {
	w := p.Worker{Live: os.Getenv("INTEGRATION_MODE") == "cluster"}
	w.Work()
}
