package rules

import "strings"

// secretKind says what kind of secret a file holds; "" for none.
func secretKind(abs, home string) string {
	if abs == "" {
		return ""
	}
	if strings.HasPrefix(abs, "/proc/") { // another process's view of the same files
		if i := strings.Index(abs, "/root/"); i > 0 && i < 20 {
			abs = abs[i+len("/root"):]
		}
	}
	base := lastPart(abs)
	if k := secretName(base, abs); k != "" {
		return k
	}
	if rel, ok := homeRel(abs, home); ok {
		if k := homeSecret(rel, base); k != "" || rel == "" || rel[0] != '.' {
			return k
		}
		return storeSecret(rel, base)
	}
	return systemSecret(abs)
}

// homeRel returns the part of a path below this or any home folder.
func homeRel(abs, home string) (string, bool) {
	if home != "" && within(abs, home) && abs != home {
		return abs[len(home)+1:], true
	}
	if onDrive(abs) && len(abs) > 8 && strings.EqualFold(abs[2:9], "/users/") {
		_, rel, ok := strings.Cut(abs[9:], "/")
		return rel, ok
	}
	for _, h := range [...]string{"/home/", "/Users/", "/var/lib/"} {
		if rest, ok := strings.CutPrefix(abs, h); ok {
			if _, rel, ok := strings.Cut(rest, "/"); ok {
				return rel, true
			}
		}
	}
	return strings.CutPrefix(abs, "/root/")
}

// secretName knows files that are secret wherever they lie.
func secretName(base, abs string) string {
	low := strings.ToLower(base)
	if strings.HasPrefix(low, ".env") || strings.HasSuffix(low, ".env") {
		return envFile(low)
	}
	switch low {
	case ".envrc", ".dev.vars", ".netrc", "_netrc", ".pgpass", "pgpass.conf", ".git-credentials", ".htpasswd", ".vault-token", ".s3cfg", ".boto", ".my.cnf", ".mylogin.cnf", ".pypirc", ".dockercfg", ".terraformrc", "terraform.rc",
		"wallet.dat", "master.key", "credentials.db", "access_tokens.db", "application_default_credentials.json", "msal_token_cache.json", "accesstokens.json", "credentials.tfrc.json", "kubeconfig", "login.keychain-db", "login.keychain", "secring.gpg", "cookies.sqlite", "key4.db", "key3.db", "logins.json", "login data", "web data", "ntds.dit", "sam", "unattend.xml", ".cookie", "keys.txt", "rclone.conf", "hosts.yml.bak", "secret_key_base", ".credentials.json", "auth.dat", ".credentials", "state.vscdb", "state.vscdb-wal", "state.vscdb-shm", "state.vscdb.backup":
		if (low == "sam" || low == "keys.txt") && !strings.Contains(strings.ToLower(abs), "config/sam") && !strings.Contains(abs, "age") {
			return ""
		}
		return "credentials"
	case "secrets.yml", "secrets.yaml", "secrets.json", "secrets.toml", "secrets.env", "secret.yml", "secret.yaml", "secret.json", "secrets.ini", "secrets.properties", "credentials", "credentials.json", "credentials.yml", "credentials.yaml", "credentials.ini", "credentials.toml", "credentials.csv", "service-account.json", "service_account.json", "serviceaccount.json", "service-account-key.json", "client_secret.json", "client_secrets.json", "passwords.txt", "password.txt", "secrets.txt", "secret.txt", "vault.yml", "vault-password", ".vault_pass", ".vault_pass.txt", "api_keys.txt", "token.json", "tokens.json", "key.json", "keyfile.json", "gcp-key.json", "firebase-adminsdk.json":
		if sampleFolder(abs) {
			return ""
		}
		return "credentials"
	}
	if stem, ok := strings.CutSuffix(low, ".json"); ok && credentialStem(stem) && !sampleFolder(abs) {
		return "credentials"
	}
	switch {
	case strings.HasPrefix(low, "id_") && (strings.HasPrefix(low, "id_rsa") || strings.HasPrefix(low, "id_dsa") || strings.HasPrefix(low, "id_ecdsa") || strings.HasPrefix(low, "id_ed25519") || low == "id_*" || low == "id_?sa"):
		if strings.HasSuffix(low, ".pub") {
			return ""
		}
		return "private key"
	case strings.HasSuffix(low, ".tfvars") && !strings.Contains(low, "example") && !strings.Contains(low, "sample"):
		return "environment file"
	case strings.HasPrefix(low, "krb5cc"):
		return "credentials"
	case strings.HasSuffix(low, ".tfstate") || strings.HasSuffix(low, ".tfstate.backup"):
		return "state file"
	}
	for _, ext := range [...]string{".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".kdb", ".ppk", ".keytab", ".ovpn", ".agekey", ".keychain", ".keychain-db", ".p8", ".mobileprovision"} {
		if strings.HasSuffix(low, ext) {
			return "private key"
		}
	}
	if strings.HasSuffix(low, ".pem") || strings.HasSuffix(low, ".key") {
		for _, s := range [...]string{"pub", "cert", "ca.", "ca-", "chain", "bundle", "crt", "dhparam", "cacert", "translation", "i18n"} {
			if strings.Contains(low, s) {
				return ""
			}
		}
		return "private key"
	}
	if (low == "local state" || low == "history" || low == "local storage") && (strings.Contains(abs, "hrom") || strings.Contains(abs, "Brave") || strings.Contains(abs, "Edge")) {
		return "browser data"
	}
	if strings.Contains(low, "cookies") && (strings.Contains(abs, "hrom") || strings.Contains(abs, "Brave") || strings.Contains(abs, "Edge") || strings.Contains(abs, "irefox")) {
		return "browser data"
	}
	return ""
}

// credentialStem knows the names people give to keys of service accounts.
func credentialStem(stem string) bool {
	plain := strings.NewReplacer("-", "", "_", "", ".", "").Replace(stem)
	for _, s := range [...]string{"serviceaccount", "adminsdk", "clientsecret", "gcpkey", "gcloudkey", "googlecredential", "gcpcredential", "firebasekey"} {
		if strings.Contains(plain, s) {
			return !strings.Contains(plain, "example") && !strings.Contains(plain, "sample") && !strings.Contains(plain, "schema")
		}
	}
	return false
}

// storeSecret knows by their names the files that tools keep in the hidden
// folders of a home to log in with.
func storeSecret(rel, base string) string {
	if !strings.Contains(rel, "/") || strings.Contains(rel, "/node_modules/") {
		return ""
	}
	stem, _, _ := strings.Cut(strings.ToLower(base), ".")
	switch stem {
	case "token", "tokens", "access_token", "access-token", "auth", "credentials", "creds", "secrets", "secret", "vault_pass", "vault-pass", "apikey", "api_key", "api-key", "password", "passwd":
		return "credentials"
	}
	if low := strings.ToLower(rel); low == ".snowsql/config" || strings.HasSuffix(low, "wrangler/config/default.toml") {
		return "credentials"
	}
	return ""
}

// sampleFolder reports folders whose files are made up.
func sampleFolder(abs string) bool {
	for _, s := range [...]string{"/testdata/", "/fixtures/", "/__fixtures__/", "/mocks/", "/__mocks__/", "/examples/"} {
		if strings.Contains(abs, s) {
			return true
		}
	}
	return false
}

// envFile tells .env from .env.example.
func envFile(low string) string {
	for _, s := range [...]string{"example", "sample", "template", "tmpl", "dist", "defaults", "schema", "tpl", ".md", ".ts", ".js", ".py", ".go", ".d.ts", ".test", ".ci", "environment"} {
		if strings.Contains(low, s) {
			return ""
		}
	}
	if low == ".env" || strings.HasPrefix(low, ".env.") || strings.HasPrefix(low, ".env-") || strings.HasPrefix(low, ".env_") || strings.HasSuffix(low, ".env") || low == ".env*" || strings.HasPrefix(low, ".env*") {
		return "environment file"
	}
	if low == ".envrc" {
		return "environment file"
	}
	return ""
}

func homeSecret(rel, base string) string {
	low := strings.ToLower(rel)
	top, rest, _ := strings.Cut(low, "/")
	switch top {
	case ".ssh":
		if strings.HasSuffix(low, ".pub") || strings.HasPrefix(rest, "known_hosts") || rest == "config" || rest == "authorized_keys" || strings.HasPrefix(rest, "config.d") {
			return ""
		}
		return "private key"
	case ".gnupg", ".password-store", ".kube", ".azure", ".electrum", ".bitcoin", ".ethereum", ".1password", ".lastpass", ".secrets", ".credentials", ".tokens", ".age", ".krb5", ".putty", ".monero", ".oci", ".bluemix", ".aliyun", ".chef", ".mc":
		if top == ".kube" && (strings.HasPrefix(rest, "cache") || strings.HasPrefix(rest, "http-cache")) || top == ".gnupg" && strings.HasSuffix(rest, ".conf") {
			return ""
		}
		return "credentials"
	case ".aws":
		if strings.HasPrefix(rest, "config") {
			return ""
		}
		return "credentials"
	case ".npmrc", ".yarnrc.yml", ".bunfig.toml", ".gitconfig.local", ".netrc", ".dockercfg", ".vault-token", ".pypirc", ".databrickscfg", ".snowsql", ".dbtrc", ".ngrok2", ".authinfo", ".authinfo.gpg", ".msmtprc", ".fetchmailrc", ".mailrc", ".smbcredentials", ".wgetrc", ".condarc", ".heroku", ".cargo", ".gem", ".docker", ".m2", ".composer", ".kaggle", ".huggingface", ".circleci", ".fly", ".netlify", ".vercel", ".terraform.d", ".config", ".local", ".cache", ".claude", ".codex", ".gemini", ".continue", ".copilot", ".cursor", ".windsurf", ".codeium", "library", "appdata", ".mozilla", ".thunderbird", ".jupyter", ".wandb", ".openai", ".anthropic", ".railway", ".pulumi", ".near-credentials", ".step", ".sentryclirc", ".travis", ".gradle", ".bash_history", ".zsh_history", ".psql_history", ".mysql_history", ".python_history", ".node_repl_history", ".rediscli_history", ".sh_history", ".history", ".ash_history", ".irb_history", ".lesshst", ".sqlite_history", ".dbshell", ".mongorc.js", ".hgrc", ".subversion", ".cdsapirc", ".comet.config", ".modal.toml", ".supabase", ".expo", ".appcenter-cli", ".eas":
		return toolSecret(top, rest)
	}
	return ""
}

// toolSecret knows where tools keep what they log in with.
func toolSecret(top, rest string) string {
	if top == ".claude" && strings.HasPrefix(rest, "projects") || top == ".codex" && (strings.HasPrefix(rest, "sessions") || strings.HasPrefix(rest, "history")) || strings.Contains(rest, "conversations") && (top == ".cursor" || top == ".codeium") {
		return "history"
	}
	if strings.Contains(rest, "/user/globalstorage") {
		return "credentials"
	}
	if strings.HasSuffix(top, "history") || top == ".lesshst" || top == ".dbshell" {
		return "history"
	}
	if rest == "" {
		switch top {
		case ".config", ".local", ".cache", "library", "appdata", ".cargo", ".gem", ".docker", ".claude", ".codex", ".cursor", ".gemini", ".continue", ".copilot", ".windsurf", ".codeium", ".gradle", ".m2", ".jupyter", ".heroku", ".composer", ".subversion", ".expo", ".mozilla", ".wandb", ".huggingface", ".wgetrc", ".condarc", ".hgrc", ".supabase":
			return ""
		}
		return "credentials"
	}
	for _, s := range [...]string{
		".cargo/credentials", ".gem/credentials", ".docker/config.json", ".m2/settings", ".composer/auth.json", ".kaggle/kaggle.json", ".huggingface/token", ".circleci/cli.yml", ".fly/config.yml", ".netlify/config.json", ".vercel/auth.json", ".terraform.d/credentials", ".heroku/", ".railway/config.json", ".pulumi/credentials.json", ".ngrok2/ngrok.yml", ".step/secrets", ".near-credentials/", ".gradle/gradle.properties", ".travis/config.y", ".openai/", ".anthropic/", ".supabase/access-token", ".expo/state.json", ".subversion/auth", ".jupyter/jupyter_server_config", ".wandb/settings", ".appcenter-cli/", ".dbtrc/", ".eas/",
		".config/gh/hosts.yml", ".config/hub", ".config/glab-cli/config.yml", ".config/git/credentials", ".config/gcloud/", ".config/helm/registry", ".config/doctl/config.yaml", ".config/netlify", ".config/rclone", ".config/sops/age", ".config/github-copilot/", ".config/op/", ".config/heroku", ".config/configstore", ".config/hcloud", ".config/linode-cli", ".config/scw", ".config/fly", ".config/vercel", ".config/stripe", ".config/twilio", ".config/pypoetry/auth.toml", ".config/nuget", ".config/keepassxc/", ".config/filezilla", ".config/solana/id.json", ".config/ngrok/ngrok.yml", ".config/containers/auth.json", ".config/atuin", ".config/bitwarden", ".config/1password", ".config/openstack", ".config/huggingface", ".config/wandb", ".config/mcp", ".config/composer/auth.json", ".config/cursor/auth", ".config/goose", ".config/opencode/auth", ".config/yarn/", ".config/turso", ".config/neonctl", ".config/pscale", ".config/railway", ".config/cloudflared", ".config/.wrangler/config",
		".local/share/keyrings/", ".local/share/com.vercel.cli/auth", ".local/share/kwalletd", ".local/share/opencode/auth", ".local/share/fish/fish_history", ".local/share/atuin", ".local/share/python_keyring", ".local/share/rtx/",
		".cache/huggingface/token", ".claude/.credentials", ".claude.json", ".codex/auth.json", ".gemini/oauth", ".gemini/.env", ".continue/config", ".copilot/config.json", ".cursor/auth", ".codeium/config", ".mozilla/firefox/", ".thunderbird/", ".windsurf/auth",
		"library/keychains/", "library/application support/firefox/", "library/application support/com.apple.tcc/", "library/cookies/", "library/safari/", "library/messages/", "library/application support/1password", "library/group containers/", "library/application support/code/user/globalstorage", "library/application support/cursor/user/globalstorage",
		"appdata/roaming/microsoft/credentials", "appdata/roaming/microsoft/protect", "appdata/roaming/mozilla/firefox", "appdata/roaming/gcloud", "appdata/roaming/github cli", "appdata/roaming/npm", "appdata/roaming/postgresql/pgpass", "appdata/roaming/microsoft/windows/powershell/psreadline",
	} {
		full := top + "/" + rest
		if strings.HasPrefix(full, s) || strings.HasPrefix(s, full+"/") && strings.HasSuffix(full, "*") {
			return "credentials"
		}
	}
	if strings.Contains(rest, "state.vscdb") {
		return "credentials"
	}
	return ""
}

func systemSecret(abs string) string {
	switch abs {
	case "/etc/mysql/debian.cnf", "/etc/wpa_supplicant.conf", "/etc/wpa_supplicant/wpa_supplicant.conf", "/etc/shadow", "/etc/gshadow", "/etc/shadow-", "/etc/master.passwd", "/etc/krb5.keytab", "/etc/ipsec.secrets", "/etc/security/opasswd", "/etc/ppp/chap-secrets", "/etc/exports.key", "/proc/kcore", "/dev/mem", "/etc/docker/key.json", "/etc/rancher/k3s/k3s.yaml", "/var/lib/docker/swarm", "/etc/samba/smbpasswd", "/var/db/shadow", "/etc/sssd/sssd.conf", "/etc/openvpn", "/etc/wireguard":
		return "system secrets"
	}
	for _, s := range [...]string{"/etc/ssl/private/", "/etc/wireguard/", "/etc/openvpn/", "/etc/swanctl/", "/etc/kubernetes/", "/run/secrets/", "/var/run/secrets/", "/var/lib/kubelet/pki", "/etc/letsencrypt/live/", "/etc/letsencrypt/archive/", "/etc/NetworkManager/system-connections/", "/var/lib/sss/", "/etc/vault", "/var/lib/vault", "/etc/grafana/", "/Library/Keychains/", "/var/lib/jenkins/secrets", "/etc/pki/tls/private", "/etc/cups/ssl", "/private/etc/master.passwd", "/var/db/dslocal", "/etc/gitlab/gitlab-secrets", "/etc/ipsec.d/private", "/var/lib/waagent", "/var/lib/cloud/instance/user-data"} {
		if strings.HasPrefix(abs, s) {
			return "system secrets"
		}
	}
	if strings.HasPrefix(abs, "/etc/ssh/ssh_host_") && !strings.HasSuffix(abs, ".pub") {
		return "private key"
	}
	if strings.HasPrefix(abs, "/proc/") && (strings.HasSuffix(abs, "/environ") || strings.HasSuffix(abs, "/mem") || strings.Contains(abs, "/fd/") && !strings.HasPrefix(abs, "/proc/self/")) {
		return "process secrets"
	}
	return ""
}

// secretVar reports whether a variable's name says that it holds a secret.
func secretVar(name string) bool {
	name = strings.TrimSuffix(strings.TrimPrefix(name, "!"), "*")
	up := strings.ToUpper(name)
	for _, s := range [...]string{"_FILE", "_PATH", "_DIR", "_NAME", "_ARN", "_LENGTH", "_COUNT", "_TYPE", "_LEN", "_EXPIRY", "_TTL", "_SOCK", "_LIMIT", "_AUTHORITY", "_USER", "_ENABLED", "_URL_PREFIX", "_HEADER", "_LINE", "_NUM", "_HASH", "_TOKENS", "_REGEX", "_PATTERN", "_VERSION", "_SIZE", "_ENDPOINT", "_ISSUER", "_HOST"} {
		if strings.HasSuffix(up, s) {
			return false
		}
	}
	if up == "XAUTHORITY" || strings.HasPrefix(up, "PUBLIC_") || strings.Contains(up, "PUBLIC_KEY") || strings.Contains(up, "PUBKEY") || strings.HasPrefix(up, "NEXT_PUBLIC") || strings.HasPrefix(up, "MAX_TOKEN") || up == "KEY" || up == "TOKENS" {
		return false
	}
	for _, s := range [...]string{"SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "APIKEY", "API_KEY", "ACCESS_KEY", "PRIVATE_KEY", "PRIVKEY", "CONNECTION_STRING", "CONN_STR", "SIGNING_KEY", "ENCRYPTION_KEY", "MASTER_KEY", "AUTH_KEY", "SERVICE_KEY", "DEPLOY_KEY", "SSH_KEY", "LICENSE_KEY", "BEARER", "DATABASE_URL", "MONGO_URI", "MONGODB_URI", "REDIS_URL", "POSTGRES_URL", "MYSQL_URL", "AMQP_URL", "SENTRY_DSN", "WEBHOOK_URL", "MNEMONIC", "SEED_PHRASE", "SESSION_COOKIE", "OAUTH", "_JWT", "SERVICE_ROLE"} {
		if strings.Contains(up, s) {
			return true
		}
	}
	for _, s := range [...]string{"TOKEN", "_PAT", "_PWD", "_PASS", "_DSN", "_AUTH", "_KEY", "_CREDS", "_SAS", "_SALT", "_CERT_KEY", "PGPASS"} {
		if strings.HasSuffix(up, s) {
			return up != "OLD_PWD"
		}
	}
	switch up {
	case "PGPASSWORD", "MYSQL_PWD", "JWT", "PAT", "CREDS", "PASS", "PWORD":
		return true
	}
	return strings.Contains(up, "TOKEN_") && !strings.Contains(up, "TOKEN_COUNT")
}
