module github.com/ameide/platform/services/agents

go 1.19

require github.com/ameide/platform/packages/ameide_sdk_go v0.0.0

replace github.com/ameide/platform/packages/ameide_sdk_go => ../../packages/ameide_sdk_go
