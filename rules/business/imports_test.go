package business

import (
	"fmt"
	"testing"
)

func TestRustImports(t *testing.T) {
	f, ok := Read("src/a.rs", []byte(`use serde::{Deserialize, Serialize};
use crate::config::Source;
use tokio;

fn f(s: State) -> u8 {
    use State::*;
    use Kind::{A, B};
    match s { On => 1, Off => 0 }
}
`))
	if !ok {
		t.Fatal("not read")
	}
	got := ""
	for _, im := range f.Imports {
		got += fmt.Sprintln(im.Module, im.Names, im.Line)
	}
	if want := "serde [Deserialize Serialize] 1\ncrate::config [Source] 2\ntokio [] 3\n"; got != want {
		t.Errorf("got %q", got)
	}
}
