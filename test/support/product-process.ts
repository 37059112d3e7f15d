import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PROJECT = join(import.meta.dirname, '../..')

/** The product as a process of its own, as `npm start` runs it: to be killed without mercy. */
export interface ProductProcess extends AsyncDisposable {
  /** Everything it has printed. */
  output(): string
  /** SIGKILL: no goodbye, no clean-up. Resolves when it is gone. */
  kill(): Promise<void>
}

/** Starts `fastfollow serve` and waits for its ready line. Throws with its output when it ends before that. */
export async function startProcess(env: Record<string, string>): Promise<ProductProcess> {
  const child = spawn(process.execPath, [join(PROJECT, 'bin/fastfollow.js'), 'serve'], {
    cwd: PROJECT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const exited = once(child, 'exit')
  const isReady = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        if (line.startsWith('FastFollow is ready at http://')) resolve()
      })
  })
  await Promise.race([
    isReady,
    exited.then(() => {
      throw new Error(`the product ended before it was ready:\n${lines.join('\n')}`)
    }),
  ])
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
  }
  return { output: () => lines.join('\n'), kill, [Symbol.asyncDispose]: kill }
}
