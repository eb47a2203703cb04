// Command agents serves the agents of an installation.
package main

import (
	"log"
	"net/http"
	"os"

	"github.com/ameide/platform/services/agents/internal/registry"
)

func main() {
	file, err := os.Open(os.Getenv("AGENTS_FILE"))
	if err != nil {
		log.Fatal(err)
	}
	agents, err := registry.Read(file)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(":8080", registry.Handler(agents)))
}
