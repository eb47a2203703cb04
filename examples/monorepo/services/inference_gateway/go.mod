module github.com/ameide/platform/services/inference_gateway

go 1.19
