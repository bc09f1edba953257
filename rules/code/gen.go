package code

//go:generate go run ./gen ../packs/security .
