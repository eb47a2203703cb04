package env

import "os"

const ModeKey = "INTEGRATION_MODE"

func Get(k string) string { return os.Getenv(k) }
