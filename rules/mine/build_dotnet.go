package mine

import (
	"path"
	"strings"
)

// isMSBuild names projects of .NET, and files of settings that they share.
func isMSBuild(p string) bool {
	return isProject(p) || path.Ext(p) == ".props" || path.Ext(p) == ".targets"
}

func isProject(p string) bool {
	ext := path.Ext(p)
	return ext == ".csproj" || ext == ".fsproj" || ext == ".vbproj"
}

// dotnet is the projects of a repository.
type dotnet struct {
	*moduleGraph
	byPath map[string]int
	byName map[string][]int // lower-case name of the project without its ending
}

// readDotnet reads which projects refer to which. A package may be a project
// of this repository, made elsewhere from the same code: by its name it counts
// as that. What shared files refer to, all projects below perhaps do.
func readDotnet(files []buildFile) *moduleGraph {
	d := dotnet{newGraph(), map[string]int{}, map[string][]int{}}
	inDir := map[string]int{}
	for _, f := range files {
		if isProject(f.path) {
			i := d.add(path.Dir(f.path))
			name := strings.ToLower(stemOf(path.Base(f.path)))
			d.byPath[strings.ToLower(f.path)] = i
			d.byName[name] = append(d.byName[name], i)
			inDir[path.Dir(f.path)]++
		}
	}
	for _, f := range files {
		dir := path.Dir(f.path)
		if isProject(f.path) {
			d.read(f, []int{d.at[dir]}, inDir[dir] == 1) // of two in one folder nobody knows whose a file is
			continue
		}
		d.read(f, d.users(f.path), false)
	}
	return d.moduleGraph
}

// users are the projects that a shared file may speak for: those below it when
// it is found by itself, any when it is imported.
func (d *dotnet) users(file string) []int {
	var out []int
	below := strings.HasPrefix(strings.ToLower(path.Base(file)), "directory.")
	for i, m := range d.list {
		if !below || path.Dir(file) == "." || strings.HasPrefix(m.dir+"/", path.Dir(file)+"/") {
			out = append(out, i)
		}
	}
	return out
}

func (d *dotnet) read(f buildFile, users []int, sure bool) {
	whole := f.ok && readXML(f.text, func(e xmlElement) {
		kind := e.name()
		if kind != "ProjectReference" && kind != "Reference" && kind != "PackageReference" {
			return
		}
		for _, item := range strings.Split(e.attr("Include"), ";") {
			if item = strings.TrimSpace(item); item != "" {
				d.refer(users, path.Dir(f.path), kind, item, sure)
			}
		}
	})
	for _, u := range users {
		d.list[u].open = d.list[u].open || !whole
	}
}

// refer notes one reference. A path with variables is told by the name at its
// end; one that stands for many, or for a project that is not here, leaves a
// doubt.
func (d *dotnet) refer(users []int, dir, kind, item string, sure bool) {
	p := strings.ToLower(strings.ReplaceAll(item, `\`, "/"))
	var to []int
	if kind == "ProjectReference" {
		i, ok := d.byPath[path.Join(strings.ToLower(dir), p)]
		if ok {
			to = []int{i}
		} else {
			to, sure = d.byName[stemOf(path.Base(p))], false
		}
	} else {
		name, _, _ := strings.Cut(p, ",")
		to, sure = d.byName[name], false
	}
	for _, u := range users {
		for _, i := range to {
			d.need(u, i, sure)
		}
		if len(to) == 0 && kind == "ProjectReference" {
			d.list[u].open = true
		}
	}
}
