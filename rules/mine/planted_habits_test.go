package mine

import "github.com/cybedefend/vibedefend/rules/business"

// plantedHabits are modules that are preferred, what is logged with, and what
// tests are written with.
func plantedHabits() []planting {
	return []planting{
		{"ts", "src/features/%s%d.ts", "import { format } from '@/utils/when';\nexport const show%S%d = (x) => format(x.at);\n", "import { format } from 'date-kit';\nexport const show%S%d = (x) => format(x.at);\n", map[string]string{"src/utils/when.ts": "import { format as raw } from 'date-kit';\nexport const format = (d) => raw(d, 'x');\n"}, business.PreferImport, []string{"`format`", "`date-kit`", "when"}},
		{"python", "app/views/%s%d.py", "from app.core.clock import now\n\n\ndef show_%s_%d(x):\n    return now(), x\n", "from clockwork.zones import now\n\n\ndef show_%s_%d(x):\n    return now(), x\n", map[string]string{"app/core/clock.py": "from clockwork.zones import now as raw\n\n\ndef now():\n    return raw()\n"}, business.PreferImport, []string{"`now`", "clockwork.zones", "app.core.clock"}},
		{"ts", "src/jobs/%s%d.ts", "import { logger } from '../lib/logger';\nexport function run%S%d() { logger.info('%s'); }\n", "export function run%S%d() { console.log('%s'); }\n", map[string]string{"src/lib/logger.ts": "export const logger = { info(x) {} };\n"}, business.BanCall, []string{"`logger`", "`console`", "src/lib/logger"}},
		{"python", "app/jobs/%s%d.py", "from app.log import get_logger\n\nlog = get_logger(__name__)\n\n\ndef run_%s_%d():\n    log.info('x')\n", "def run_%s_%d():\n    print('x')\n", map[string]string{"app/log.py": "import logging\n\n\ndef get_logger(n):\n    return logging.getLogger(n)\n"}, business.BanCall, []string{"`get_logger`", "`print`"}},
		{"java", "src/main/java/a/%S%d.java", "package a;\n\nimport org.slf4j.Logger;\n\nclass %S%d { Logger log; void r() { log.info(\"%s\"); } }\n", "package a;\n\nclass %S%d { void r() { System.out.println(\"%s\"); } }\n", nil, business.BanCall, []string{"`Logger`", "`System.out`"}},
		{"kotlin", "src/main/kotlin/a/%S%d.kt", "package a\n\nimport timber.log.Timber\n\nclass %S%d { fun r() { Timber.d(\"%s\") } }\n", "package a\n\nclass %S%d { fun r() { println(\"%s\") } }\n", nil, business.BanCall, []string{"`Timber`", "`println`"}},
		{"go", "internal/%s%d/a.go", "package a\n\nimport \"log/slog\"\n\nfunc Run() { slog.Info(\"%s\") }\n", "package a\n\nimport \"fmt\"\n\nfunc Run() { fmt.Println(\"%s\") }\n", nil, business.BanCall, []string{"`slog`", "`fmt.Print`"}},
		{"csharp", "src/%S%d.cs", "using Microsoft.Extensions.Logging;\n\nclass %S%d { readonly ILogger log; void R() { log.LogInformation(\"%s\"); } }\n", "class %S%d { void R() { Console.WriteLine(\"%s\"); } }\n", nil, business.BanCall, []string{"`ILogger`", "`Console`"}},
		{"ruby", "app/jobs/%s%d_job.rb", "class %S%dJob\n  def perform\n    Rails.logger.info('%s')\n  end\nend\n", "class %S%dJob\n  def perform\n    puts '%s'\n  end\nend\n", nil, business.BanCall, []string{"`Rails.logger`", "`puts`"}},
		{"php", "src/%S%d.php", "<?php\n\nnamespace App;\n\nuse Psr\\Log\\LoggerInterface;\n\nclass %S%d { function __construct(private LoggerInterface $log) {} function r() { $this->log->info('%s'); } }\n", "<?php\n\nnamespace App;\n\nclass %S%d { function r() { var_dump('%s'); } }\n", nil, business.BanCall, []string{"`LoggerInterface`", "`var_dump`"}},
		{"rust", "src/%s%d.rs", "use tracing::info;\n\npub fn run_%s_%d() { info!(\"x\"); }\n", "pub fn run_%s_%d() { println!(\"x\"); }\n", nil, business.BanCall, []string{"`tracing`", "`println!`"}},
		{"ts", "src/%s%d.test.ts", "import { it, expect } from 'vitest';\nit('%s', () => expect(1).toBe(1));\n", "import { it, expect } from '@jest/globals';\nit('%s', () => expect(1).toBe(1));\n", nil, business.TestFramework, []string{"`vitest`"}},
		{"python", "tests/test_%s%d.py", "import pytest\n\n\ndef test_%s():\n    assert 1\n", "import unittest\n\n\nclass T%d(unittest.TestCase):\n    def test_%s(self):\n        pass\n", nil, business.TestFramework, []string{"`pytest`"}},
		{"java", "src/test/java/a/%S%dTest.java", "package a;\n\nimport org.junit.jupiter.api.Test;\n\nclass %S%dTest { @Test void a() {} }\n", "package a;\n\nimport org.junit.Test;\n\npublic class %S%dTest { @Test public void a() {} }\n", nil, business.TestFramework, []string{"org.junit.jupiter"}},
		{"csharp", "tests/%S%dTests.cs", "using Xunit;\n\npublic class %S%dTests { [Fact] public void A() {} }\n", "using NUnit.Framework;\n\npublic class %S%dTests { [Test] public void A() {} }\n", nil, business.TestFramework, []string{"`Xunit`"}},
		{"go alias", "internal/%s%d/a.go", "package a\n\nimport billingv2 \"example.org/shop/gen/billing/v2\"\n\nvar X = billingv2.New\n", "package a\n\nimport bill \"example.org/shop/gen/billing/v2\"\n\nvar X = bill.New\n", nil, business.ImportAlias, []string{"gen/billing/v2", "`billingv2`"}},
	}
}
