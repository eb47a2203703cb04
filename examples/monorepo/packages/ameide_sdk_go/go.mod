module github.com/ameide/platform/packages/ameide_sdk_go

go 1.19
