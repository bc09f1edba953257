#!/usr/bin/env node
"use strict";
// Starts the program of this platform, and ends as it ends: same exit code,
// same signal. Signals that reach this process are handed on.
const { spawn } = require("node:child_process");
const { constants } = require("node:os");
const { optionalDependencies } = require("../package.json");

const platform = `${process.platform}-${process.arch}`;
const name = `@cybedefend/vibedefend-${platform}`;

function fail(error, hint) {
  console.error(`error: ${error}`);
  if (hint) console.error(`hint: ${hint}`);
  process.exit(1);
}

function program() {
  if (!(name in optionalDependencies)) {
    const known = Object.keys(optionalDependencies).map((n) => n.replace("@cybedefend/vibedefend-", ""));
    fail(`there is no vibedefend for ${platform}, only for ${known.join(", ")}`, "it builds from source where Go does: see the README");
  }
  try {
    return require.resolve(`${name}/bin/vibedefend${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    fail(`the package ${name}, which holds the program for this platform, was not installed`,
      "install again without --omit=optional or --no-optional, and without a node_modules copied from another system");
  }
}

// Signals are heard before the program starts: one that comes in between must
// not end this process and leave the program behind.
let child;
const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
for (const s of signals) {
  process.on(s, () => {
    // A console of Windows tells the program itself of Ctrl-C; kill would end it
    // without a chance to answer.
    if (process.platform !== "win32" || s !== "SIGINT") child.kill(s);
  });
}

child = spawn(program(), process.argv.slice(2), { stdio: "inherit" });
child.on("error", (err) => fail(`start ${child.spawnfile}: ${err.message}`));

child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code);
  for (const s of signals) process.removeAllListeners(s);
  process.kill(process.pid, signal);
  // Where the signal does not end us, a shell's way to say it does.
  setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 100);
});
