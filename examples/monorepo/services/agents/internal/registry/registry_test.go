package registry

import (
	"reflect"
	"strings"
	"testing"
)

func TestWithTool(t *testing.T) {
	r := New(
		Agent{ID: "writer", Tools: []string{"Search", "search"}},
		Agent{ID: "coder", Tools: []string{"search", "shell"}},
	)
	for tool, want := range map[string][]string{
		"search": {"coder", "writer"},
		"SHELL":  {"coder"},
		"camera": {},
	} {
		if got := r.WithTool(tool); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", tool, got, want)
		}
	}
}

func TestReadRefusesWhatIsNoList(t *testing.T) {
	if _, err := Read(strings.NewReader(`{"id": "writer"}`)); err == nil {
		t.Error("an object was taken for a list")
	}
}
