package integration

import (
	"context"
	"errors"
	"testing"

	ameide "github.com/ameide/platform/packages/ameide_sdk_go"
)

func TestGraphDualModeContract(t *testing.T) {
	env := newContractEnv(t)
	ctx := context.Background()

	t.Run("reads back what it created", func(t *testing.T) {
		created, err := env.graph.CreateElement(ctx, "application", "Billing")
		if err != nil {
			t.Fatal(err)
		}
		found, err := env.graph.GetElement(ctx, created.ID)
		if err != nil {
			t.Fatal(err)
		}
		if found != created || found.Name != "Billing" {
			t.Errorf("created %+v, read %+v", created, found)
		}
	})

	t.Run("reports an unknown element", func(t *testing.T) {
		_, err := env.graph.GetElement(ctx, "element-unknown")
		var failure *ameide.Error
		if !errors.As(err, &failure) || failure.Code != "not_found" {
			t.Errorf("got %v, want not_found", err)
		}
	})
}
