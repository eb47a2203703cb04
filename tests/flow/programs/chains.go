package chains

import (
	"errors"
	"os"
)

func mode() string { return os.Getenv("INTEGRATION_MODE") }

func Late(region string) int {
	if region == "eu" {
		return 1
	} else if m := mode(); m == "cluster" { // <- branch
		return 2
	} else if m == "repo" {
		return 3
	} else if n := m; n == "" {
		return 4
	}
	return 5
}

func Plain(region string) error {
	if err := open(region); errors.Is(err, errClosed) {
		return nil
	} else if second := open("x"); second != nil {
		return second
	} else if third := region; third == "cluster" {
		return err
	}
	return nil
}

func First() int {
	if m := mode(); m == "cluster" { // <- branch
		return 1
	} else if err := open(m); err != nil {
		return 2
	} else {
		return size(m, err)
	}
}

func Assigned(region string) string {
	url := "a"
	if region == "" {
		url = "b"
	} else if live := mode() == "cluster"; live { // <- branch
		url = "c"
	}
	mode := region
	if mode == "cluster" {
		return url
	}
	return ""
}

var errClosed = errors.New("closed")

func open(string) error       { return nil }
func size(string, error) int { return 0 }
