package mine

import (
	"path"
	"strings"
)

// ranked reports whether folders are named for layers of a program, the one
// that keeps away for a deeper layer than the other: models know nothing of
// pages. That one of two subjects never imports the other came about by
// chance, or follows from the subjects.
func ranked(from, to string) bool {
	deepest, _ := layer(from)
	_, highest := layer(to)
	return deepest >= 0 && highest > deepest
}

// layer is how near to its users a folder of a program lies by its name, from
// and to: api is the name of what talks to others and of what others talk to.
// -1 for a folder that is named for something else.
func layer(dir string) (from, to int) {
	name := strings.ToLower(path.Base(dir))
	name = name[strings.LastIndexByte(name, '.')+1:] // Acme.Shop.Domain
	for _, name := range []string{name, strings.TrimSuffix(name, "s"), strings.TrimSuffix(name, "ies") + "y"} {
		switch name {
		case "core", "common", "shared", "kernel", "util", "utility", "helper", "lib", "base", "foundation", "platform":
			return 0, 0
		case "domain", "model", "entity", "aggregate":
			return 1, 1
		case "repository", "store", "dao", "persistence", "db", "database", "storage", "query", "factory", "data", "mapper":
			return 2, 2
		case "service", "usecase", "use_case", "use-case", "application", "interactor", "event", "action", "job", "worker", "hook", "composable", "business", "logic", "workflow":
			return 3, 3
		case "infrastructure", "infra", "adapter", "transformer", "serializer", "presenter", "resource", "component", "widget", "middleware", "gateway":
			return 4, 4
		case "http", "controller", "handler", "endpoint", "route", "router", "view", "page", "screen", "ui", "gui", "web", "rest", "graphql", "grpc", "rpc", "server", "admin", "cli", "cmd", "command", "console", "presentation", "feature", "plugin", "extension", "frontend", "dashboard":
			return 5, 5
		case "api", "app", "module":
			return 1, 5
		}
	}
	return -1, -1
}
