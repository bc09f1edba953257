package mine

import (
	"fmt"
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

func TestPluggedIn(t *testing.T) {
	for pkg, want := range map[string]bool{"@login/orm-adapter": true, "pgx-dialect": true, "@login/core": false, "winston": false, "adapterize": false} {
		if pluggedIn(pkg) != want {
			t.Errorf("%s: want %v", pkg, want)
		}
	}
}

// A second place that bears the package's name and that others import is a
// gate for something else.
func TestSecondGate(t *testing.T) {
	for _, c := range []struct {
		name   string
		others int
		says   bool
	}{{"one gate", 0, true}, {"a detail beside it", 1, true}, {"two gates", 8, false}} {
		t.Run(c.name, func(t *testing.T) {
			files := family(20, "src/notes/n%d.ts", "import { keep } from '../lib/larder';\nexport function go%d(x) { return keep(x); }\n", map[string]string{
				"src/lib/larder.ts":       "import { open } from 'larder';\nexport const keep = (x) => open(x);\n",
				"src/jars/larder-lock.ts": "import { lock } from 'larder';\nexport const bar = (x) => lock(x);\n",
			})
			for i := range 60 {
				files[fmt.Sprintf("src/more/m%d.ts", i)] = fmt.Sprintf("export const m%d = 1;\n", i)
			}
			for i := range c.others {
				files[fmt.Sprintf("src/jars/j%d.ts", i)] = fmt.Sprintf("import { bar } from './larder-lock';\nexport const j%d = bar(1);\n", i)
			}
			if got := find(mined(t, repo(t, files)), business.Gateway, "`larder`"); len(got) > 0 != c.says {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// A class of the kind that a library asks for is called by it, it wraps
// nothing.
func TestHeirIsNoGate(t *testing.T) {
	for _, c := range []struct {
		class string
		says  bool
	}{{"class HarvestDriver\n{\n    public function all() { return new Reader(); }\n}\n", true}, {"class HarvestDriver implements Reader\n{\n    public function all() { return 1; }\n}\n", false}} {
		files := family(16, "app/Pages/P%d.php", "<?php\n\nnamespace App\\Pages;\n\nuse App\\Data\\HarvestDriver;\n\nclass P%d { public function go(HarvestDriver $d) { return $d->all(); } }\n", map[string]string{
			"app/Data/HarvestDriver.php": "<?php\n\nnamespace App\\Data;\n\nuse Harvest\\Io\\Reader;\n\n" + c.class,
		})
		if got := find(mined(t, repo(t, files)), business.Gateway, "`Harvest`"); len(got) > 0 != c.says {
			t.Errorf("%s: got %+v", c.class, got)
		}
	}
}

// Of a Go package as well only what calls the package behind it counts.
func TestGoGatewayIsTakenForThePackage(t *testing.T) {
	for _, c := range []struct {
		calls string
		says  bool
	}{{"Fetch", true}, {"Plural", false}} {
		files := family(16, "internal/web/w%d.go", "package web\n\nimport \"example.org/shop/internal/silo\"\n\nfunc Show%d() string { return silo."+c.calls+"(\"a\") }\n", map[string]string{
			"go.mod":                "module example.org/shop\n",
			"internal/silo/silo.go": "package silo\n\nimport \"github.com/grain/silo\"\n\nfunc Fetch(k string) string { return silo.Get(k) }\n\nfunc Plural(k string) string { return k + \"s\" }\n",
		})
		if got := find(mined(t, repo(t, files)), business.Gateway, "grain/silo"); len(got) > 0 != c.says {
			t.Errorf("%s: got %+v", c.calls, got)
		}
	}
}

// A package that stands for itself cannot take from another what builds on it.
func TestPreferenceAmongPackages(t *testing.T) {
	for _, c := range []struct {
		name, manifest string
		says           bool
	}{{"one program", "README.md", true}, {"a package of its own", "pkgs/order/package.json", false}} {
		t.Run(c.name, func(t *testing.T) {
			files := family(24, "src/pages/p%d.ts", "import { Basket } from '../core/basket';\nexport const p%d = new Basket();\n", map[string]string{
				"src/core/basket.ts":     "import { Basket as Base } from '../../pkgs/order/basket';\nexport class Basket extends Base {}\n",
				"pkgs/order/basket.ts":   "export class Basket {}\n",
				"pkgs/order/printing.ts": "import { Basket } from './basket';\nexport const print = (b: Basket) => b;\n",
				c.manifest:               "{}",
			})
			if got := find(mined(t, repo(t, files)), business.PreferImport, "`Basket`"); len(got) > 0 != c.says {
				t.Errorf("got %+v", got)
			}
		})
	}
}
