// Package ameide holds the clients of the platform's services.
package ameide

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// Error is a failed call, with the code that the service gave.
type Error struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Client calls one service by the Connect protocol, with JSON.
type Client struct {
	baseURL string
	service string
	http    *http.Client
}

// NewClient gives a client of the service at a base URL.
func NewClient(baseURL, service string) *Client {
	return &Client{baseURL: baseURL, service: service, http: http.DefaultClient}
}

// Call sends a request to a method and reads its response.
func (c *Client) Call(ctx context.Context, method string, request, response any) error {
	body, err := json.Marshal(request)
	if err != nil {
		return err
	}
	url := fmt.Sprintf("%s/%s/%s", c.baseURL, c.service, method)
	message, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	message.Header.Set("Content-Type", "application/json")
	answer, err := c.http.Do(message)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		failure := &Error{}
		if err := json.NewDecoder(answer.Body).Decode(failure); err != nil {
			return fmt.Errorf("%s answered %s: %w", url, answer.Status, err)
		}
		return failure
	}
	return json.NewDecoder(answer.Body).Decode(response)
}
