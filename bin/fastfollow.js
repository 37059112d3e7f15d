#!/usr/bin/env node
// The `fastfollow` command. Plain JavaScript that old versions of Node understand too: FastFollow needs Node 24, which
// npm installs beside it, so that under an older Node this file starts itself again under that one.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import process, { argv, arch, execArgv, exit, platform, stderr, stdin, versions } from 'node:process'
import { fileURLToPath } from 'node:url'

const NEEDED = 24

if (Number.parseInt(versions.node, 10) >= NEEDED) await import('../src/cli/fastfollow.ts')
else restart(pinnedNode())

function pinnedNode() {
  const name = `node-${platform}-${arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin/node')
  } catch {
    stderr.write(
      `FastFollow needs Node ${NEEDED} or newer, and this is Node ${versions.node}: install a newer one from https://nodejs.org, ` +
        `or run "npm ci" again without "--omit=optional" (${name} is missing).\n`,
    )
    return exit(1)
  }
}

function restart(node) {
  const script = fileURLToPath(import.meta.url)
  // The fourth channel tells the child when we are gone, even by SIGKILL: it then stops in order.
  const child = spawn(node, [...execArgv, script, ...argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // A terminal's Ctrl-C reaches the child by itself; a second one would tell it to hurry.
  const forward = (signal) => (signal === 'SIGINT' && stdin.isTTY) || child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward)
  child.on('error', (error) => {
    stderr.write(`FastFollow could not be started under ${node}: ${error.message}\n`)
    exit(1)
  })
  child.on('exit', (code, signal) => {
    // The shell's convention for "ended by a signal".
    exit(code ?? 128 + (constants.signals[signal] ?? 0))
  })
}
