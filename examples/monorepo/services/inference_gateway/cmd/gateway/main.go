// Command gateway stands in front of the inference service.
package main

import (
	"log"
	"net/http"
	"net/url"
	"os"

	"github.com/ameide/platform/services/inference_gateway/internal/gateway"
)

func main() {
	backend, err := url.ParseRequestURI(os.Getenv("INFERENCE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(":8080", gateway.New(backend, gateway.DefaultLimit)))
}
