package integration

import (
	"context"
	"errors"
	"reflect"
	"testing"

	ameide "github.com/ameide/platform/packages/ameide_sdk_go"
	mocks "github.com/ameide/platform/services/agents/__mocks__"
	"github.com/ameide/platform/services/agents/internal/registry"
)

func TestGet(t *testing.T) {
	var got registry.Agent
	err := newClient(t).Call(context.Background(), "Get", map[string]string{"id": "reviewer"}, &got)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, mocks.Reviewer) {
		t.Errorf("got %+v, want %+v", got, mocks.Reviewer)
	}
}

func TestGetUnknown(t *testing.T) {
	var got registry.Agent
	err := newClient(t).Call(context.Background(), "Get", map[string]string{"id": "poet"}, &got)
	var failure *ameide.Error
	if !errors.As(err, &failure) || failure.Code != "not_found" {
		t.Errorf("got %v, want not_found", err)
	}
}

func TestWithTool(t *testing.T) {
	client := newClient(t)
	for tool, want := range map[string][]string{
		"search":  {"reviewer", "summarizer"},
		"comment": {"reviewer"},
		"camera":  {},
	} {
		t.Run(tool, func(t *testing.T) {
			var got struct{ IDs []string }
			if err := client.Call(context.Background(), "WithTool", map[string]string{"tool": tool}, &got); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.IDs, want) {
				t.Errorf("got %v, want %v", got.IDs, want)
			}
		})
	}
}
