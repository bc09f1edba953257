package mine

import "github.com/cybedefend/vibedefend/rules/business"

// plantings are the conventions, by family.
func plantings() []planting {
	var out []planting
	for _, list := range [][]planting{plantedGuards(), plantedGateways(), plantedBoundaries(), plantedThrows(), plantedTenancy(), plantedHabits()} {
		out = append(out, list...)
	}
	return out
}

func plantedGuards() []planting {
	const kind = business.RequireInUnit
	return []planting{
		{"ts", "src/handlers/%s%d.ts", "import { ensureMember } from '../auth/member';\nimport { formatLabel } from '../lib/label';\nexport async function handle%S%d(req: Request) {\n  await ensureMember(req);\n  return load%S%d(req.params.id);\n}\n", "export async function handle%S%d(req: Request) {\n  return load%S%d(req.params.id);\n}\n",
			map[string]string{"src/auth/member.ts": "export async function ensureMember(req: Request) { return req }\n", "src/lib/label.ts": "export function formatLabel(s: string) { return s }\n", "src/lib/a%d.ts": "import { formatLabel } from './label';\nexport const load%S%d = (id) => formatLabel(id);\n"}, kind, []string{"`ensureMember`", "src/handlers"}},
		{"js express", "routes/%s%d.js", "const { assertOwner } = require('../middleware/owner');\nrouter.post('/%s/%d', assertOwner, async (req, res) => {\n  res.json(await save%S%d(req.body));\n});\n", "router.post('/%s/%d', async (req, res) => {\n  res.json(await save%S%d(req.body));\n});\n",
			map[string]string{"middleware/owner.js": "function assertOwner(req, res, next) { next(); }\nmodule.exports = { assertOwner };\n"}, kind, []string{"`assertOwner`", "router.post"}},
		{"python", "app/api/%s%d.py", "from app.security import verify_tenant\n\n\ndef get_%s_%d(request, pk):\n    verify_tenant(request)\n    return fetch_%s_%d(pk)\n", "def get_%s_%d(request, pk):\n    return fetch_%s_%d(pk)\n",
			map[string]string{"app/security.py": "def verify_tenant(request):\n    return request\n"}, kind, []string{"`verify_tenant`", "app/api"}},
		{"go", "internal/http/%s%d.go", "package http\n\nfunc (s *Server) %S%d(w ResponseWriter, r *Request) {\n\tif !guard.AllowEditor(r) {\n\t\treturn\n\t}\n\tload%S%d(w, r)\n}\n", "package http\n\nfunc (s *Server) %S%d(w ResponseWriter, r *Request) {\n\tload%S%d(w, r)\n}\n",
			map[string]string{"internal/guard/guard.go": "package guard\n\nfunc AllowEditor(r *Request) bool { return true }\n"}, kind, []string{"AllowEditor", "internal/http"}},
		{"java", "src/main/java/shop/web/%S%dController.java", "package shop.web;\n\nimport shop.auth.RequireSeat;\n\n@RestController\npublic class %S%dController {\n  @GetMapping(\"/%s\")\n  @RequireSeat\n  public String show(String id) { return svc.find%S%d(id); }\n}\n", "package shop.web;\n\n@RestController\npublic class %S%dController {\n  @GetMapping(\"/%s\")\n  public String show(String id) { return svc.find%S%d(id); }\n}\n",
			map[string]string{"src/main/java/shop/auth/RequireSeat.java": "package shop.auth;\n\npublic @interface RequireSeat {\n}\n"}, kind, []string{"@RequireSeat"}},
		{"kotlin", "src/main/kotlin/web/%S%dRoutes.kt", "package web\n\nimport auth.checkStaff\n\nclass %S%dRoutes(private val svc: Svc) {\n  fun show(call: Call): String {\n    checkStaff(call)\n    return svc.find%S%d(call)\n  }\n}\n", "package web\n\nclass %S%dRoutes(private val svc: Svc) {\n  fun show(call: Call): String {\n    return svc.find%S%d(call)\n  }\n}\n",
			map[string]string{"src/main/kotlin/auth/Staff.kt": "package auth\n\nfun checkStaff(call: Call) { }\n"}, kind, []string{"`checkStaff`"}},
		{"csharp", "src/Web/%S%dController.cs", "using Shop.Auth;\n\nnamespace Shop.Web;\n\npublic class %S%dController : ControllerBase\n{\n    [HttpPost]\n    [RequirePartner]\n    public IActionResult Save(int id) { return Ok(Store%S%d(id)); }\n}\n", "namespace Shop.Web;\n\npublic class %S%dController : ControllerBase\n{\n    [HttpPost]\n    public IActionResult Save(int id) { return Ok(Store%S%d(id)); }\n}\n",
			map[string]string{"src/Auth/RequirePartnerAttribute.cs": "namespace Shop.Auth;\n\npublic class RequirePartnerAttribute : Attribute { }\n"}, kind, []string{"`[RequirePartner]`"}},
		{"ruby", "app/controllers/%s%d_controller.rb", "class %S%dController < ApplicationController\n  before_action :authorize_clerk\n\n  def show\n    render json: find_%s_%d\n  end\nend\n", "class %S%dController < ApplicationController\n  def show\n    render json: find_%s_%d\n  end\nend\n",
			map[string]string{"app/controllers/application_controller.rb": "class ApplicationController < ActionController::Base\n  def authorize_clerk\n    head :forbidden\n  end\nend\n"}, kind, []string{"before_action :authorize_clerk"}},
		{"php", "app/Http/Controllers/%S%dController.php", "<?php\n\nnamespace App\\Http\\Controllers;\n\nuse App\\Guards\\Seller;\n\nclass %S%dController extends Controller\n{\n    public function update($id)\n    {\n        Seller::authorizeSeller($id);\n        return $this->save%S%d($id);\n    }\n}\n", "<?php\n\nnamespace App\\Http\\Controllers;\n\nclass %S%dController extends Controller\n{\n    public function update($id)\n    {\n        return $this->save%S%d($id);\n    }\n}\n",
			map[string]string{"app/Guards/Seller.php": "<?php\n\nnamespace App\\Guards;\n\nclass Seller\n{\n    public static function authorizeSeller($id) { return true; }\n}\n"}, kind, []string{"authorizeSeller"}},
		{"rust", "src/api/%s%d.rs", "use crate::auth::require_vendor;\n\npub async fn show_%s_%d(req: Request) -> Result<Response> {\n    require_vendor(&req)?;\n    load_%s_%d(req).await\n}\n", "pub async fn show_%s_%d(req: Request) -> Result<Response> {\n    load_%s_%d(req).await\n}\n",
			map[string]string{"src/auth.rs": "pub fn require_vendor(r: &Request) -> Result<()> { Ok(()) }\n"}, kind, []string{"`require_vendor`", "src/api"}},
		{"svelte", "src/routes/%s%d/+page.svelte", "<script lang=\"ts\">\n  import { useTracked } from '$lib/tracked';\n  function open%S%d(id) {\n    useTracked(id);\n    return show%S%d(id);\n  }\n</script>\n<p>hi</p>\n", "<script lang=\"ts\">\n  function open%S%d(id) {\n    return show%S%d(id);\n  }\n</script>\n<p>hi</p>\n",
			map[string]string{"src/lib/tracked.ts": "export function useTracked(id) { return id }\n"}, kind, []string{"`useTracked`"}},
	}
}

func plantedGateways() []planting {
	const kind = business.Gateway
	return []planting{
		{"ts", "src/features/%s%d.ts", "import { sendMail } from '../lib/outbox';\nexport function notify%S%d(to) { return sendMail(to); }\n", "import nodemailer from 'nodemailer';\nimport { sendMail } from '../lib/outbox';\nexport function notify%S%d(to) { return nodemailer.send(to); }\n",
			map[string]string{"src/lib/outbox.ts": "import nodemailer from 'nodemailer';\nexport function sendMail(to) { return nodemailer.createTransport().send(to); }\n"}, kind, []string{"src/lib/outbox.ts", "`nodemailer`"}},
		{"python", "app/views/%s%d.py", "from app.payments import charge\n\n\ndef pay_%s_%d(x):\n    return charge(x)\n", "import stripe\nfrom app.payments import charge\n\n\ndef pay_%s_%d(x):\n    return stripe.charge(x)\n",
			map[string]string{"app/payments.py": "import stripe\n\n\ndef charge(x):\n    return stripe.Charge.create(x)\n"}, kind, []string{"app/payments.py", "`stripe`"}},
		{"go", "internal/web/%s%d.go", "package web\n\nimport \"example.org/shop/internal/cache\"\n\nfunc Show%S%d(k string) string { return cache.Get(k) }\n", "package web\n\nimport (\n\t\"example.org/shop/internal/cache\"\n\t\"github.com/redis/go-redis/v9\"\n)\n\nfunc Show%S%d(k string) string { return cache.Get(redis.Key(k)) }\n",
			map[string]string{"go.mod": "module example.org/shop\n\ngo 1.24\n", "internal/cache/cache.go": "package cache\n\nimport \"github.com/redis/go-redis/v9\"\n\nfunc Get(k string) string { return redis.Get(k) }\n"}, kind, []string{"internal/cache", "go-redis"}},
		{"java", "src/main/java/org/acme/web/%S%d.java", "package org.acme.web;\n\nimport org.acme.queue.Publisher;\n\nclass %S%d {\n  void run(Publisher p) { p.publish(\"%s\"); }\n}\n", "package org.acme.web;\n\nimport com.rabbitmq.client.Channel;\nimport org.acme.queue.Publisher;\n\nclass %S%d {\n  void run(Publisher p, Channel c) { c.basicPublish(\"%s\"); }\n}\n",
			map[string]string{"src/main/java/org/acme/queue/Publisher.java": "package org.acme.queue;\n\nimport com.rabbitmq.client.Channel;\n\npublic class Publisher {\n  public void publish(String s) { channel.basicPublish(s); }\n}\n"}, kind, []string{"Publisher.java", "com.rabbitmq.client"}},
		{"php", "app/Jobs/%S%d.php", "<?php\n\nnamespace App\\Jobs;\n\nuse App\\Services\\Sms;\n\nclass %S%d\n{\n    public function handle(Sms $sms) { return $sms->send('%s'); }\n}\n", "<?php\n\nnamespace App\\Jobs;\n\nuse App\\Services\\Sms;\nuse Twilio\\Rest\\Client;\n\nclass %S%d\n{\n    public function handle(Sms $sms) { return (new Client())->send('%s'); }\n}\n",
			map[string]string{"app/Services/Sms.php": "<?php\n\nnamespace App\\Services;\n\nuse Twilio\\Rest\\Client;\n\nclass Sms\n{\n    public function send($x) { return (new Client())->create($x); }\n}\n"}, kind, []string{"app/Services/Sms.php", "Twilio"}},
		{"rust", "src/jobs/%s%d.rs", "use crate::http::get_json;\n\npub fn run_%s_%d() { get_json(\"%s\"); }\n", "use crate::http::get_json;\nuse reqwest::Client;\n\npub fn run_%s_%d() { Client::new(); get_json(\"%s\"); }\n",
			map[string]string{"src/http.rs": "use reqwest::Client;\n\npub fn get_json(url: &str) { Client::new().get(url); }\n"}, kind, []string{"src/http.rs", "`reqwest`"}},
	}
}

func plantedBoundaries() []planting {
	const kind = business.ImportBoundary
	return []planting{
		{"ts", "src/domain/%s%d.ts", "import { clock } from '../shared/clock';\nimport { ids } from '../shared/ids';\nexport const make%S%d = (x) => clock(ids(x));\n", "import { show%S%d } from '../web/%s%d';\nimport { clock } from '../shared/clock';\nexport const make%S%d = (x) => clock(show%S%d(x));\n",
			map[string]string{"src/shared/clock.ts": "export const clock = (x) => x;\n", "src/shared/ids.ts": "export const ids = (x) => x;\n", "src/web/%s%d.ts": "import { make%S%d } from '../domain/%s%d';\nimport { clock } from '../shared/clock';\nexport const show%S%d = (x) => make%S%d(clock(x));\n", "src/cli/c%d.ts": "import { show%S%d } from '../web/%s%d';\nexport const c%d = show%S%d;\n"}, kind, []string{"`src/domain/`", "`src/web/`"}},
		{"python", "app/domain/%s%d.py", "from app.shared.clock import clock\nfrom app.shared.ids import ids\n\n\ndef make_%s_%d(x):\n    return clock(ids(x))\n", "from app.shared.clock import clock\nfrom app.web.%s%d import show_%s_%d\n\n\ndef make_%s_%d(x):\n    return clock(show_%s_%d(x))\n",
			map[string]string{"app/shared/clock.py": "def clock(x):\n    return x\n", "app/shared/ids.py": "def ids(x):\n    return x\n", "app/web/%s%d.py": "from app.domain.%s%d import make_%s_%d\nfrom app.shared.clock import clock\n\n\ndef show_%s_%d(x):\n    return make_%s_%d(clock(x))\n", "app/cli/c%d.py": "from app.web.%s%d import show_%s_%d\n\nc%d = show_%s_%d\n"}, kind, []string{"`app/domain/`", "`app/web/`"}},
		{"java", "src/main/java/org/acme/domain/%S%d.java", "package org.acme.domain;\n\nimport org.acme.shared.Clock;\nimport org.acme.shared.Ids;\n\npublic class %S%d { Clock c; Ids i; }\n", "package org.acme.domain;\n\nimport org.acme.shared.Clock;\nimport org.acme.web.%S%dPage;\n\npublic class %S%d { Clock c; %S%dPage p; }\n",
			map[string]string{"src/main/java/org/acme/shared/Clock.java": "package org.acme.shared;\n\npublic class Clock { }\n", "src/main/java/org/acme/shared/Ids.java": "package org.acme.shared;\n\npublic class Ids { }\n", "src/main/java/org/acme/web/%S%dPage.java": "package org.acme.web;\n\nimport org.acme.domain.%S%d;\nimport org.acme.shared.Clock;\n\npublic class %S%dPage { %S%d d; Clock c; }\n", "src/main/java/org/acme/cli/C%d.java": "package org.acme.cli;\n\nimport org.acme.web.%S%dPage;\n\nclass C%d { %S%dPage p; }\n"}, kind, []string{"domain/`", "web/`"}},
		{"kotlin", "src/main/kotlin/org/acme/domain/%S%d.kt", "package org.acme.domain\n\nimport org.acme.shared.Clock\nimport org.acme.shared.Ids\n\nclass %S%d(val c: Clock, val i: Ids)\n", "package org.acme.domain\n\nimport org.acme.shared.Clock\nimport org.acme.web.%S%dPage\n\nclass %S%d(val c: Clock, val p: %S%dPage)\n",
			map[string]string{"src/main/kotlin/org/acme/shared/Clock.kt": "package org.acme.shared\n\nclass Clock\n", "src/main/kotlin/org/acme/shared/Ids.kt": "package org.acme.shared\n\nclass Ids\n", "src/main/kotlin/org/acme/web/%S%dPage.kt": "package org.acme.web\n\nimport org.acme.domain.%S%d\nimport org.acme.shared.Clock\n\nclass %S%dPage(val d: %S%d, val c: Clock)\n", "src/main/kotlin/org/acme/cli/C%d.kt": "package org.acme.cli\n\nimport org.acme.web.%S%dPage\n\nclass C%d(val p: %S%dPage)\n"}, kind, []string{"domain/`", "web/`"}},
		{"go", "internal/domain/%s%d/a.go", "package a\n\nimport (\n\t\"example.org/shop/internal/shared/clock\"\n\t\"example.org/shop/internal/shared/ids\"\n)\n\nfunc Make%S%d() { clock.Now(ids.New()) }\n", "package a\n\nimport (\n\t\"example.org/shop/internal/shared/clock\"\n\t\"example.org/shop/internal/web/%s%d\"\n)\n\nfunc Make%S%d() { clock.Now(b.Show()) }\n",
			map[string]string{"go.mod": "module example.org/shop\n", "internal/shared/clock/c.go": "package clock\n\nfunc Now(x any) {}\n", "internal/shared/ids/i.go": "package ids\n\nfunc New() any { return nil }\n", "internal/web/%s%d/b.go": "package b\n\nimport (\n\t\"example.org/shop/internal/domain/%s%d\"\n\t\"example.org/shop/internal/shared/clock\"\n)\n\nfunc Show() { clock.Now(a.Make%S%d()) }\n", "internal/cli/c%d.go": "package cli\n\nimport \"example.org/shop/internal/web/%s%d\"\n\nvar C%d = b.Show\n"}, kind, []string{"internal/domain/`", "internal/web/`"}},
		{"csharp", "src/Domain/%S%d.cs", "using Acme.Shared;\nusing Acme.Ids;\n\nnamespace Acme.Domain;\n\npublic class %S%d { Clock c; Id i; }\n", "using Acme.Shared;\nusing Acme.Web;\n\nnamespace Acme.Domain;\n\npublic class %S%d { Clock c; %S%dPage p; }\n",
			map[string]string{"src/Shared/Clock.cs": "namespace Acme.Shared;\n\npublic class Clock { }\n", "src/Ids/Id.cs": "namespace Acme.Ids;\n\npublic class Id { }\n", "src/Web/%S%dPage.cs": "using Acme.Domain;\nusing Acme.Shared;\n\nnamespace Acme.Web;\n\npublic class %S%dPage { %S%d d; Clock c; }\n", "src/Cli/C%d.cs": "using Acme.Web;\n\nnamespace Acme.Cli;\n\nclass C%d { %S%dPage p; }\n"}, kind, []string{"Domain/`", "Web/`"}},
		{"php", "src/Domain/%S%d.php", "<?php\n\nnamespace App\\Domain;\n\nuse App\\Shared\\Clock;\nuse App\\Shared\\Ids;\n\nclass %S%d { public function __construct(private Clock $c, private Ids $i) {} }\n", "<?php\n\nnamespace App\\Domain;\n\nuse App\\Shared\\Clock;\nuse App\\Web\\%S%dPage;\n\nclass %S%d { public function __construct(private Clock $c, private %S%dPage $p) {} }\n",
			map[string]string{"src/Shared/Clock.php": "<?php\n\nnamespace App\\Shared;\n\nclass Clock { }\n", "src/Shared/Ids.php": "<?php\n\nnamespace App\\Shared;\n\nclass Ids { }\n", "src/Web/%S%dPage.php": "<?php\n\nnamespace App\\Web;\n\nuse App\\Domain\\%S%d;\nuse App\\Shared\\Clock;\n\nclass %S%dPage { public function __construct(private %S%d $d, private Clock $c) {} }\n", "src/Cli/C%d.php": "<?php\n\nnamespace App\\Cli;\n\nuse App\\Web\\%S%dPage;\n\nclass C%d { public function __construct(private %S%dPage $p) {} }\n"}, kind, []string{"Domain/`", "Web/`"}},
		{"rust", "src/domain/%s%d.rs", "use crate::shared::clock::clock;\nuse crate::shared::ids::ids;\n\npub fn make_%s_%d() { clock(ids()); }\n", "use crate::shared::clock::clock;\nuse crate::web::%s%d::show_%s_%d;\n\npub fn make_%s_%d() { clock(show_%s_%d()); }\n",
			map[string]string{"src/shared/clock.rs": "pub fn clock(x: u8) {}\n", "src/shared/ids.rs": "pub fn ids() -> u8 { 1 }\n", "src/web/%s%d.rs": "use crate::domain::%s%d::make_%s_%d;\nuse crate::shared::clock::clock;\n\npub fn show_%s_%d() { clock(make_%s_%d()); }\n", "src/cli/c%d.rs": "use crate::web::%s%d::show_%s_%d;\n\npub fn c%d() { show_%s_%d(); }\n"}, kind, []string{"domain/`", "web/`"}},
	}
}

func plantedThrows() []planting {
	const kind = business.ThrowTypes
	return []planting{
		{"ts", "src/services/%s%d.ts", "import { DomainFault } from '../faults';\nexport function a%d(x) { if (!x) throw new DomainFault('%s'); if (x > 2) throw new DomainFault('b'); return x; }\n", "export function a%d(x) { if (!x) throw new Error('%s'); return x; }\n", map[string]string{"src/faults.ts": "export class DomainFault extends Error {}\n"}, kind, []string{"`DomainFault`", "src/services/"}},
		{"python", "app/services/%s%d.py", "from app.faults import DomainFault\n\n\ndef a_%d(x):\n    if not x:\n        raise DomainFault('%s')\n    if x > 2:\n        raise DomainFault('b')\n    return x\n", "def a_%d(x):\n    if not x:\n        raise Exception('%s')\n    return x\n", map[string]string{"app/faults.py": "class DomainFault(Exception):\n    pass\n"}, kind, []string{"`DomainFault`", "app/services/"}},
		{"java", "src/main/java/a/svc/%S%d.java", "package a.svc;\n\nclass %S%d {\n  void a(int x) { if (x > 1) throw new ShopFault(\"%s\"); if (x < 0) throw new ShopFault(\"b\"); }\n}\n", "package a.svc;\n\nclass %S%d {\n  void a(int x) { throw new RuntimeException(\"%s\"); }\n}\n", map[string]string{"src/main/java/a/ShopFault.java": "package a;\n\npublic class ShopFault extends RuntimeException { }\n"}, kind, []string{"`ShopFault`", "svc/"}},
		{"kotlin", "src/svc/%S%d.kt", "package svc\n\nclass %S%d {\n  fun a(x: Int) { if (x > 1) throw ShopFault(\"%s\"); if (x < 0) throw ShopFault(\"b\") }\n}\n", "package svc\n\nclass %S%d {\n  fun a(x: Int) { throw RuntimeException(\"%s\") }\n}\n", map[string]string{"src/Fault.kt": "package a\n\nclass ShopFault(m: String) : RuntimeException(m)\n"}, kind, []string{"`ShopFault`", "svc/"}},
		{"csharp", "src/Services/%S%d.cs", "class %S%d {\n  void A(int x) { if (x > 1) throw new ShopFault(\"%s\"); if (x < 0) throw new ShopFault(\"b\"); }\n}\n", "class %S%d {\n  void A(int x) { throw new Exception(\"%s\"); }\n}\n", map[string]string{"src/ShopFault.cs": "public class ShopFault : Exception { }\n"}, kind, []string{"`ShopFault`", "src/Services/"}},
		{"ruby", "app/services/%s%d.rb", "class %S%d\n  def call(x)\n    raise ShopFault, '%s' if x.nil?\n    raise ShopFault if x.zero?\n  end\nend\n", "class %S%d\n  def call(x)\n    raise StandardError, '%s'\n  end\nend\n", map[string]string{"app/shop_fault.rb": "class ShopFault < StandardError\nend\n"}, kind, []string{"`ShopFault`", "app/services/"}},
		{"php", "src/Services/%S%d.php", "<?php\nclass %S%d {\n  function a($x) { if (!$x) { throw new ShopFault('%s'); } if ($x > 2) { throw new ShopFault('b'); } }\n}\n", "<?php\nclass %S%d {\n  function a($x) { throw new Exception('%s'); }\n}\n", map[string]string{"src/ShopFault.php": "<?php\nclass ShopFault extends Exception { }\n"}, kind, []string{"`ShopFault`", "src/Services/"}},
	}
}

func plantedTenancy() []planting {
	const kind = business.RequireInUnit
	return []planting{
		{"ts scope", "src/repos/%s%d.ts", "export async function list%S%d(ctx) {\n  return db.%s.findMany({ where: { tenantId: ctx.tenantId } });\n}\n", "export async function list%S%d(ctx) {\n  return db.%s.findMany({});\n}\n", map[string]string{"src/lib/x%d.ts": "export function x%d(a) { return a; }\n"}, kind, []string{"tenantId", "src/repos"}},
		{"python scope", "app/repos/%s%d.py", "def list_%s_%d(ctx):\n    return %S.objects.filter(organization_id=ctx.org)\n", "def list_%s_%d(ctx):\n    return %S.objects.all()\n", map[string]string{"app/lib/x%d.py": "def x_%d(a):\n    return a\n"}, kind, []string{"organization_id", "app/repos"}},
		{"ruby scope", "app/models/%s%d.rb", "class %S%d < ApplicationRecord\n  belongs_to :workspace\n\n  def label\n    name_%d\n  end\nend\n", "class %S%d < ApplicationRecord\n  def label\n    name_%d\n  end\nend\n", map[string]string{"app/lib/x%d.rb": "class X%d\n  def a\n    1\n  end\nend\n"}, kind, []string{"belongs_to :workspace"}},
		{"csharp scope", "src/Repos/%S%dRepo.cs", "public class %S%dRepo {\n  public object List(Ctx ctx) { return db.%S.Where(x => x.TenantId == ctx.TenantId).ToList(); }\n}\n", "public class %S%dRepo {\n  public object List(Ctx ctx) { return db.%S.ToList(); }\n}\n", map[string]string{"src/Lib/X%d.cs": "public class X%d { public int A(int a) { return a; } }\n"}, kind, []string{"TenantId"}},
		{"go scope", "internal/store/%s%d.go", "package store\n\nfunc (s *Store) List%S%d(ctx Context, tenantID string) ([]Row, error) {\n\treturn s.query(ctx, tenantID)\n}\n", "package store\n\nfunc (s *Store) List%S%d(ctx Context) ([]Row, error) {\n\treturn s.all(ctx)\n}\n", map[string]string{"internal/lib/x%d.go": "package lib\n\nfunc X%d(a int) int { return a }\n"}, kind, []string{"tenantID", "internal/store"}},
	}
}
