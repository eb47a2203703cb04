package mode

import "os"

type Mode string

const (
	Repo    Mode = "repo"
	Cluster Mode = "cluster"
)

func (m Mode) IsCluster() bool { return m == Cluster }

func FromEnv() Mode { return Mode(os.Getenv("INTEGRATION_MODE")) }
