package shell

// opener describes a command that runs another one given in its arguments.
type opener struct {
	sub  string // operands that must come first, alternatives divided by |
	flag string // flags that take the next word
	text string // flags whose value is a command line
	skip int    // operands before the command
	env  bool   // NAME=value words may stand before the command
	join bool   // the words are joined and given to a shell
	dash bool   // only what follows "--" is a command
	far  bool   // runs on another machine, in a container or as a guest
	keep bool   // when nothing follows, it is an ordinary command of its own
}

// openerOf returns how the named command carries another. It is a switch
// rather than a map, which would be built on every start.
func openerOf(name string) (opener, bool) {
	switch name {
	case "sudo", "sudoedit", "doas", "pkexec", "gosu", "su-exec", "run0", "please":
		o := opener{flag: "-u --user -g --group -h --host -p --prompt -C -r --role -t --type -T -U -R -D --chdir --other-user", env: true}
		if name == "gosu" || name == "su-exec" {
			o.skip = 1
		}
		return o, true
	case "env":
		return opener{flag: "-u --unset -C --chdir -S", text: "-S --split-string", env: true}, true
	case "nohup", "setsid", "command", "exec", "builtin", "noglob", "nocorrect", "time", "eatmydata", "catchsegv",
		"fakeroot", "chronic", "unbuffer", "ccache", "sccache", "distcc", "rtk", "linux32", "linux64", "dbus-run-session",
		"xvfb-run", "torsocks", "torify", "proxychains", "proxychains4", "tsocks", "ltrace", "strace", "valgrind", "caffeinate",
		"winpty", "stdbuf", "nice", "ionice", "trickle", "prlimit", "cpulimit", "setarch", "start-stop-daemon", "dotenvx", "gtimeout",
		"coproc", "busybox", "toybox", "aoss", "padsp", "optirun", "primusrun", "prime-run", "gamemoderun", "firejail", "bwrap", "systemd-inhibit", "catatonit", "tini", "dumb-init", "time-limit":
		return opener{flag: "-n -o -e -i -a -f -p -k -s -u -c --adjustment --output --signal --trace --error --input --class -l -A --who --what --why --mode --bind --ro-bind --dev-bind --bind-try --tmpfs --proc --dev --chdir --setenv", env: true, keep: true}, true
	case "chrt", "taskset", "timeout", "timelimit", "flock", "chroot", "arch-chroot", "unshare", "nsenter", "setpriv", "capsh", "systemd-nspawn", "with-lock", "lockrun", "setuidgid", "chpst", "envdir", "softlimit":
		o := opener{flag: "-s --signal -k --kill-after -w --wait -E --userspec --groups -t --target -S -G -r --root -u -D -M", skip: 1}
		switch name {
		case "unshare":
			o.skip, o.flag = 0, "-S -G -R --root -w --wd --setuid --setgid"
		case "setpriv", "systemd-nspawn", "capsh":
			o.skip = 0
		case "nsenter":
			o.skip = 0
		case "flock":
			o.text = "-c --command"
		case "chroot", "arch-chroot":
			o.keep = true
		}
		return o, true
	case "watch", "hyperfine":
		return opener{flag: "-n --interval -w --warmup -r --runs --export-json --export-markdown -p --prepare -N", text: "-p --prepare -s --setup -c --cleanup", join: true, keep: true}, true
	case "su", "runuser":
		return opener{flag: "-g -G -s --shell --group -w", text: "-c --command --session-command", dash: true, keep: true}, true
	case "script":
		return opener{flag: "-t -T -I -O -B -E -o -m", text: "-c --command", dash: true, keep: true}, true
	case "sg", "newgrp":
		return opener{text: "-c", skip: 1, join: true, keep: true}, true
	case "ssh", "autossh", "mosh", "sshpass", "slogin", "dropbear", "dbclient":
		if name == "sshpass" {
			return opener{flag: "-p -f -d -P"}, true
		}
		return opener{flag: "-p -i -l -o -F -J -L -R -D -W -b -c -e -E -I -m -O -Q -S -w -B -M", skip: 1, join: true, far: true, keep: true}, true
	case "docker", "podman", "nerdctl", "finch", "lima":
		if name == "lima" {
			return opener{far: true, keep: true}, true
		}
		return opener{sub: "exec|container exec|run|container run|compose exec|compose run", flag: dockerFlags, skip: 1, env: false, far: true, keep: true}, true
	case "buildah":
		return opener{sub: "unshare", keep: true}, true
	case "docker-compose", "podman-compose":
		return opener{sub: "exec|run", flag: dockerFlags, skip: 1, far: true, keep: true}, true
	case "kubectl", "k", "oc", "k3s", "microk8s", "minikube":
		return opener{sub: "exec|run|debug|kubectl exec|rsh", flag: kubeFlags, skip: 1, far: true, keep: true}, true
	case "lxc", "incus":
		return opener{sub: "exec", skip: 1, far: true, keep: true}, true
	case "multipass", "limactl", "orb", "distrobox", "toolbox", "wsl", "flatpak-spawn", "toolbx", "machinectl":
		o := opener{sub: "exec|shell|run|enter", skip: 1, dash: true, far: true, keep: true}
		switch name {
		case "flatpak-spawn":
			return opener{keep: true}, true
		case "wsl":
			return opener{flag: "-d --distribution -u --user --cd", far: true, keep: true}, true
		}
		return o, true
	case "vagrant":
		return opener{sub: "ssh", text: "-c --command", far: true, keep: true, dash: true}, true
	case "adb":
		return opener{sub: "shell", flag: "-s -t -H -P", join: true, far: true, keep: true}, true
	case "heroku", "fly", "flyctl", "railway", "render", "eb", "gcloud", "az", "scalingo", "dokku", "koyeb":
		return opener{sub: "run|run:detached|ssh console|ssh|compute ssh|shell", flag: "-a --app -r --remote -s --service -e --environment --zone --project -c --config --size --type", text: "-C --command", dash: name != "heroku" && name != "railway", far: name != "railway", keep: true, join: true}, true
	}
	return openerTools(name)
}

const dockerFlags = "-e --env --env-file -u --user -w --workdir -f --file -p --publish -v --volume --name --network --net --mount --entrypoint -H --host -c --context --project-name --profile --platform -l --label -m --memory --cpus --add-host --restart --gpus --device --cap-add --cap-drop --security-opt --pid --ipc --userns --index --detach-keys -h --hostname --ulimit --shm-size --tmpfs --dns --expose --link --volumes-from --log-driver --log-opt --stop-signal --runtime --cgroupns --pull --ip --mac-address --group-add"

const kubeFlags = "-n --namespace -c --container --context --kubeconfig --cluster --user -f --filename --image --overrides -l --selector --env --restart --as --token -s --server --target --profile -p"

// openerTools holds the runners of the language tool chains.
func openerTools(name string) (opener, bool) {
	switch name {
	case "npx", "bunx", "pnpx", "dlx":
		return opener{flag: "-p --package", text: "-c --call", keep: true}, true
	case "uvx", "pipx":
		if name == "pipx" {
			return opener{sub: "run", flag: "--spec --python", keep: true}, true
		}
		return opener{flag: "--from --with -p --python", keep: true}, true
	case "npm", "pnpm", "yarn", "bun":
		return opener{sub: "exec|x|dlx", flag: "-p --package -C --dir --prefix -w --workspace --filter -F", text: "-c --call", keep: true}, true
	case "poetry", "pipenv", "pdm", "hatch", "rye", "uv", "conda", "mamba", "micromamba", "pixi", "bundle", "rbenv", "pyenv", "nodenv", "asdf", "mise", "rtx", "direnv", "volta", "fnm", "nvm", "devbox", "dotenv", "doppler", "infisical", "op", "aws-vault", "aws-okta", "chamber", "teller", "envchain", "vaultenv", "berglas", "summon", "akeyless", "sops", "granted", "assume", "saml2aws", "rustup", "dapr", "honcho", "foreman", "cargo-watch", "devenv", "phase", "envkey-source", "lerna", "nx", "lefthook", "husky", "tox", "nox":
		o := opener{sub: "run|exec|exec-env|exec-file|x", flag: "-n --name -p --prefix --project -C --directory --python --with --env -e -f -c --config --command -i --extra --group --only-group --no-group --package --env-file --index-url --with-requirements --profile", text: "-c --command", keep: true}
		switch name {
		case "direnv", "aws-vault", "aws-okta", "chamber", "saml2aws", "devbox", "nvm":
			o.skip = 1
			o.text = ""
			if name == "devbox" {
				o.skip = 0
			}
		case "dotenv", "dotenvx", "envchain", "summon", "assume", "envkey-source", "vaultenv":
			o.sub = ""
			if name == "envchain" {
				o.skip = 1
			}
		case "sops":
			o.skip, o.join, o.text = 1, true, ""
		case "rustup":
			o.skip = 1
		case "poetry", "pipenv", "uv", "bundle", "rye", "hatch", "pdm":
			o.text = ""
		}
		return o, true
	case "nix-shell", "nix":
		return opener{sub: "", flag: "-p --packages -E -I", text: "--run --command -c", dash: true, keep: true}, true
	case "concurrently":
		return opener{flag: "-n --names -c --prefix-colors -p --prefix -s --success -m --max-processes --restart-tries --restart-after", join: true, keep: true}, true
	case "entr", "watchexec", "nodemon", "reflex", "chokidar", "onchange", "cross-env", "cross-env-shell", "env-cmd", "dotenv-cli", "run-s", "gow", "air", "modd", "fswatch", "inotifyrun":
		return opener{flag: "-e -w --ext --watch -f -d -i -s --exts", text: "-x --exec -c --command", env: true, keep: true}, true
	case "systemd-run":
		return opener{flag: "-p --property -u --unit -M -H -E --setenv --uid --gid --on-calendar --on-active --on-boot --slice --description --working-directory", keep: true}, true
	case "tmux", "byobu", "screen":
		return opener{}, true // terminal.go reads their arguments
	case "zellij":
		return opener{sub: "run", flag: "-n --name -d --direction --cwd -x -y --width --height", keep: true}, true
	case "abduco", "dtach", "faketime":
		return opener{flag: "-e -r", skip: 1, keep: true}, true
	case "daemonize":
		return opener{flag: "-a -p -l -u -c -e -o -E", keep: true}, true
	case "daemon":
		return opener{flag: "-n --name -u --user -D --chdir -o --output -F --pidfile", keep: true}, true
	case "pm2":
		return opener{sub: "start", flag: "--name -n -i --interpreter --cwd --log", keep: true, join: true}, true
	case "pssh", "parallel-ssh", "mussh":
		return opener{flag: "-h --hosts -H --host -l --user -p --par -o --outdir -e --errdir -t --timeout -O --option -x -m", join: true, far: true, keep: true}, true
	case "pdsh", "clush", "dsh":
		return opener{flag: "-w -g -x -f -u -l -t -R -m -F --worker", join: true, far: true, keep: true}, true
	case "fab":
		return opener{flag: "-H --hosts -i -u", dash: true, join: true, far: true, keep: true}, true
	case "parallel", "rush", "pexec", "sem":
		return opener{flag: "-j --jobs -a --arg-file -I -N -n -S --sshlogin -d --delay --colsep --joblog --results --tagstring -L", keep: true, join: true}, true
	case "gdb", "lldb":
		return opener{}, false
	case "rlwrap", "socksify", "xargs-wrapper", "perf", "heaptrack", "rr", "numactl", "cgexec", "runcon", "aa-exec", "sandbox-exec", "runsc", "crun", "cargo-with":
		return opener{flag: "-e -o -F -g -t -r -u -l -p -f -C --cpunodebind --membind", keep: true}, true
	}
	return opener{}, false
}
