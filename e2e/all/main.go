package main

import (
	"context"
	"fmt"

	"github.com/cybedefend/vibedefend/e2e/agents"
)

func main() {
	s, err := agents.Fetch(context.Background())
	fmt.Println(s, err)
}
