module github.com/ameide/platform/tools/gotest-junit

go 1.19
