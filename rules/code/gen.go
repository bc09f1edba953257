package code

//go:generate go run ./gen ../packs/security catalog_gen.go
