#!/usr/bin/env node
"use strict";
// Starts the binary of this platform and passes on its exit code or signal.
const { spawnSync } = require("node:child_process");
const { constants } = require("node:os");

const name = `@cybedefend/vibedefend-${process.platform}-${process.arch}`;
const exe = process.platform === "win32" ? "vibedefend.exe" : "vibedefend";

let binary;
try {
  binary = require.resolve(`${name}/bin/${exe}`);
} catch {
  console.error(`error: no vibedefend binary for ${process.platform}-${process.arch} was installed`);
  console.error(`hint: install again without --omit=optional or --no-optional; ${name} holds the binary`);
  process.exit(1);
}

const run = spawnSync(binary, process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`error: start ${binary}: ${run.error.message}`);
  process.exit(1);
}
if (run.signal) {
  process.kill(process.pid, run.signal);
  process.exit(128 + (constants.signals[run.signal] ?? 0));
}
process.exit(run.status);
