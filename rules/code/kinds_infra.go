package code

import "bytes"

// infraKind runs the matchers that read blocks of infrastructure and workflow files.
func (s *scan) infraKind(b *bound, pos int) {
	switch b.det.Kind {
	case "tf-open":
		s.tfOpen(b, pos)
	case "tf-encryption":
		s.tfMissing(b, pos, tfEncryption)
	case "tf-logging":
		s.tfMissing(b, pos, tfLogging)
	case "k8s-context":
		s.k8sContext(b, pos)
	case "docker-user":
		s.dockerUser(b, pos)
	case "ci-expression":
		s.ciExpression(b, pos)
	case "ci-target":
		s.ciTarget(b, pos)
	case "region":
		s.region(b, pos)
	}
}

// tfNeed says which attribute a resource type must carry.
type tfNeed struct {
	kind string
	any  []string // one of them must occur in the block
	cwe  []int
}

var tfEncryption = []tfNeed{
	{"aws_ebs_volume", []string{"encrypted"}, nil}, {"aws_db_instance", []string{"storage_encrypted", "replicate_source_db"}, nil}, {"aws_rds_cluster", []string{"storage_encrypted"}, nil},
	{"aws_efs_file_system", []string{"encrypted"}, nil}, {"aws_sqs_queue", []string{"kms_master_key_id", "sqs_managed_sse_enabled"}, nil}, {"aws_sns_topic", []string{"kms_master_key_id"}, nil},
	{"aws_kinesis_stream", []string{"encryption_type"}, nil}, {"aws_redshift_cluster", []string{"encrypted"}, nil}, {"aws_dynamodb_table", []string{"server_side_encryption"}, nil},
	{"aws_elasticache_replication_group", []string{"at_rest_encryption_enabled"}, nil}, {"aws_neptune_cluster", []string{"storage_encrypted"}, nil}, {"aws_docdb_cluster", []string{"storage_encrypted"}, nil},
	{"aws_cloudwatch_log_group", []string{"kms_key_id"}, nil}, {"aws_secretsmanager_secret", []string{"kms_key_id"}, nil}, {"aws_ecr_repository", []string{"encryption_configuration"}, nil},
	{"aws_kms_key", []string{"enable_key_rotation"}, []int{320, 326}}, {"aws_sagemaker_notebook_instance", []string{"kms_key_id"}, nil}, {"aws_athena_workgroup", []string{"encryption_configuration"}, nil},
	{"aws_backup_vault", []string{"kms_key_arn"}, nil}, {"aws_fsx_lustre_file_system", []string{"kms_key_id"}, nil}, {"aws_timestreamwrite_database", []string{"kms_key_id"}, nil},
	{"aws_lambda_function", []string{"kms_key_arn", "environment"}, nil}, {"aws_glue_crawler", []string{"security_configuration"}, nil},
}

var tfLogging = []tfNeed{
	{"aws_cloudfront_distribution", []string{"logging_config"}, nil}, {"aws_elasticsearch_domain", []string{"log_publishing_options"}, nil}, {"aws_redshift_cluster", []string{"logging"}, nil},
	{"aws_eks_cluster", []string{"enabled_cluster_log_types"}, nil}, {"aws_api_gateway_stage", []string{"access_log_settings"}, nil}, {"aws_lb", []string{"access_logs"}, nil},
	{"aws_db_instance", []string{"backup_retention_period", "replicate_source_db"}, nil}, {"aws_dynamodb_table", []string{"point_in_time_recovery"}, nil},
}

// tfMissing reports the head of a resource that lacks an attribute.
func (s *scan) tfMissing(b *bound, pos int, needs []tfNeed) {
	f := s.file
	rest := f.raw[pos+len("resource \""):]
	end := bytes.IndexByte(rest, '"')
	from, to, ok := f.braced(pos)
	if end < 0 || !ok {
		return
	}
	for _, n := range needs {
		if n.kind != string(rest[:end]) {
			continue
		}
		if !containsAny(f.text[from:to], n.any) {
			s.statement(b, pos, to)
			s.setCWE(b.rule.ID, n.cwe)
		}
		return
	}
}

func (s *scan) setCWE(rule string, cwe []int) {
	if n := len(s.out); len(cwe) > 0 && n > 0 && s.out[n-1].Rule == rule {
		s.out[n-1].CWE = cwe
	}
}

// tfOpen reports "everybody" in ingress rules; egress and tags may say so.
func (s *scan) tfOpen(b *bound, pos int) {
	f := s.file
	line := f.raw[f.lines[f.line(pos)-1]:f.lineEnd(f.line(pos))]
	if f.text[pos] != f.raw[pos] || !containsAny(line, []string{"cidr", "source_ranges", "authorized", "source_address", "blocks", "ip_range", "range"}) {
		return
	}
	f.readBlocks()
	for i := len(f.blocks) - 1; i >= 0; i-- {
		k := f.blocks[i]
		if k.open > pos || k.close < pos {
			continue
		}
		head, body := f.raw[k.head:k.open], f.raw[k.open:k.close]
		if bytes.Contains(head, []byte("egress")) || expr(`type\s*=\s*"egress"|direction\s*=\s*"(?i:egress|outbound)"|destination_cidr|aws_route"|aws_route_table`).Match(append(append([]byte{}, head...), body...)) && !bytes.Contains(head, []byte("ingress")) {
			return
		}
		if bytes.Contains(head, []byte("route")) {
			return
		}
		break
	}
	if containsAny(f.raw[max(0, pos-600):pos], []string{"ingress", "source_ranges", "authorized", "firewall", "cidr_ip", "security_group", "nsg"}) {
		s.statement(b, pos, pos+9)
	}
}

// k8sContext reports workloads whose containers carry no security context at all.
func (s *scan) k8sContext(b *bound, pos int) {
	f := s.file
	if !containsAny(f.raw, []string{"kind: Pod", "kind: Deployment", "kind: StatefulSet", "kind: DaemonSet", "kind: Job", "kind: CronJob"}) {
		return
	}
	if !bytes.Contains(f.text, []byte("securityContext")) {
		s.add2(b, pos, pos+len("containers:"))
	}
}

// add2 reports once a file.
func (s *scan) add2(b *bound, from, to int) {
	if s.count[b.rule.ID] == 0 {
		s.statement(b, from, to)
	}
}

// dockerUser reports a whole Dockerfile that never leaves root.
func (s *scan) dockerUser(b *bound, pos int) {
	f := s.file
	if expr(`(?im)^\s*USER\s`).Match(f.text) || !expr(`(?im)^\s*(?:CMD|ENTRYPOINT)\s`).Match(f.text) {
		return
	}
	if m := expr(`(?im)^\s*(?:CMD|ENTRYPOINT)\s[^\n]*`).FindIndex(f.text); m != nil {
		s.add2(b, m[0], m[1])
	}
}

// ciExpression reports event text inside the script of a workflow step.
func (s *scan) ciExpression(b *bound, pos int) {
	f := s.file
	line := f.line(pos)
	st := f.lines[line-1]
	open := bytes.LastIndex(f.raw[st:pos], []byte("${{"))
	if open < 0 || !expr(`github\.(?:event\.(?:issue\.(?:title|body)|pull_request\.(?:title|body|head\.(?:ref|label|repo\.(?:description|homepage|default_branch)))|comment\.body|review\.body|review_comment\.body|discussion\.(?:title|body)|head_commit\.(?:message|author)|commits|pages|inputs|workflow_run\.(?:head_branch|head_commit))|head_ref)`).Match(f.raw[pos:min(len(f.raw), pos+80)]) {
		return
	}
	if calledInExpression(f.raw[st+open:pos]) || !s.inScript(line) {
		return
	}
	if hasAt(f.raw, pos, "github.event.inputs") { // who may start the workflow by hand may write to the repository as well
		d := *b.det
		d.Tier, d.HasTier, d.Once = Advise, true, true
		b = &bound{rule: b.rule, det: &d}
	}
	s.statement(b, st+open, pos+10)
}

// calledInExpression tells whether the text in front of a value opens a call that answers true or false.
func calledInExpression(before []byte) bool {
	for _, w := range []string{"contains(", "startsWith(", "endsWith("} {
		if k := bytes.LastIndex(before, []byte(w)); k >= 0 && bytes.IndexByte(before[k:], ')') < 0 {
			return true
		}
	}
	return false
}

// inScript tells whether a YAML line belongs to a run: or script: value.
func (s *scan) inScript(n int) bool {
	f := s.file
	key := expr(`^\s*(?:-\s+)?(run|script|[\w-]+)\s*:`)
	ind := f.indentOf(n - 1)
	for k := n; k >= 1 && n-k < 200; k-- {
		i := f.indentOf(k - 1)
		if i < 0 || k != n && i >= ind {
			continue
		}
		l := f.raw[f.lines[k-1]:f.lineEnd(k)]
		m := key.FindSubmatch(l)
		if m == nil {
			if k != n {
				ind = i
			}
			continue
		}
		word := string(m[1])
		return word == "run" || word == "script"
	}
	return false
}

// ciTarget reports pull_request_target with a checkout of the foreign head.
func (s *scan) ciTarget(b *bound, pos int) {
	f := s.file
	if f.text[pos] != f.raw[pos] || !bytes.Contains(f.text, []byte("checkout")) {
		return
	}
	m := expr(`ref:\s*["']?\$\{\{\s*(?:github\.event\.(?:pull_request\.head|workflow_run\.head)|github\.head_ref)[^\n]*`).FindIndex(f.text)
	if m != nil {
		s.statement(b, m[0], m[1])
	}
}

// region reports a region that differs from the one the repository declares.
func (s *scan) region(b *bound, pos int) {
	want := s.o.Context["region"]
	if want == "" {
		return
	}
	f := s.file
	st, en := f.lines[f.line(pos)-1], f.lineEnd(f.line(pos))
	m := expr(`\bregion\s*[:=]\s*"?([a-z]{2,}-[a-z]+-?\d+)"?`).FindSubmatch(f.text[st:en])
	if m != nil && !bytes.HasPrefix(m[1], []byte(want)) {
		s.statement(b, pos, en)
	}
}
