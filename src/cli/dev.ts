import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { stopSignal } from './stop-signal.ts'

// `npm run dev`: the product, restarted when a source file changes (with the simulator, as any start without a Gong client),
// and beside it the pages, hot. Both stop together.
const PROJECT = join(import.meta.dirname, '../..')
const parts = [
  [process.execPath, '--watch', '--watch-preserve-output', 'bin/fastfollow.js', 'serve'],
  [process.execPath, 'node_modules/vite/bin/vite.js'],
]
const stopped = stopSignal()
const children = parts.map(([program = '', ...args]) =>
  spawn(program, args, { cwd: PROJECT, stdio: 'inherit' }),
)
await Promise.race([
  stopped,
  ...children.map((child) => new Promise((resolve) => child.once('exit', resolve))),
])
for (const child of children) child.kill('SIGTERM')
