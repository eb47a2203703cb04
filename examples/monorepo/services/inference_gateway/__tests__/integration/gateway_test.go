package integration

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	mocks "github.com/ameide/platform/services/inference_gateway/__mocks__"
	"github.com/ameide/platform/services/inference_gateway/internal/gateway"
)

func post(t *testing.T, tenant, body string) *http.Response {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, gatewayURL(t)+"/v1/complete", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set(gateway.TenantHeader, tenant)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

func TestCompletionPassesThrough(t *testing.T) {
	response := post(t, "acme", `{"prompt": "Name a capability."}`)
	if response.StatusCode != http.StatusOK {
		t.Fatalf("got %s", response.Status)
	}
	var got mocks.Completion
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got.Text, "capability") {
		t.Errorf("got %+v", got)
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name, tenant, body string
		want               int
	}{
		{"no tenant", "", `{"prompt": "Name a capability."}`, http.StatusUnauthorized},
		{"too long", "acme", strings.Repeat("x", gateway.DefaultLimit+1), http.StatusRequestEntityTooLarge},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if got := post(t, tc.tenant, tc.body).StatusCode; got != tc.want {
				t.Errorf("got %d, want %d", got, tc.want)
			}
		})
	}
}
