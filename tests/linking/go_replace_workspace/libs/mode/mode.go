package mode

import "os"

var Live = os.Getenv("INTEGRATION_MODE") == "cluster"
