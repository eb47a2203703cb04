module github.com/acme/mode

go 1.22
