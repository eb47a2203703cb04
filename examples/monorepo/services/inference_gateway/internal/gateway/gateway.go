// Package gateway checks requests before they reach the inference service.
package gateway

import (
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
)

// DefaultLimit is how long a request may be, in bytes.
const DefaultLimit = 64 << 10

// TenantHeader names who pays for a request.
const TenantHeader = "X-Tenant"

// New gives a handler that passes on what has a tenant and is short enough.
func New(backend *url.URL, limit int64) http.Handler {
	proxy := httputil.NewSingleHostReverseProxy(backend)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.TrimSpace(r.Header.Get(TenantHeader)) == "" {
			http.Error(w, TenantHeader+" is missing", http.StatusUnauthorized)
			return
		}
		if r.ContentLength > limit {
			http.Error(w, fmt.Sprintf("a request has at most %d bytes", limit), http.StatusRequestEntityTooLarge)
			return
		}
		proxy.ServeHTTP(w, r)
	})
}
