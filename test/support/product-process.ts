import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PROJECT = join(import.meta.dirname, '../..')

/** The product, or one role of it, as a process of its own: to be ended with or without mercy. */
export interface ProductProcess extends AsyncDisposable {
  /** Everything it has printed. */
  output(): string
  /** SIGKILL: no goodbye, no clean-up. Resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM, as an orderly restart does it. Answers the exit code. */
  terminate(): Promise<number | null>
}

/** Starts a command of `fastfollow` and waits for its ready line. Throws with its output when it ends before that. */
export async function startProcess(
  env: Record<string, string>,
  command: 'serve' | 'web' | 'worker' = 'serve',
): Promise<ProductProcess> {
  const child = spawn(process.execPath, [join(PROJECT, 'bin/fastfollow.js'), command], {
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
        if (/^FastFollow (?:is ready at http:|worker is ready)/.test(line)) resolve()
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
  const terminate = async (): Promise<number | null> => {
    child.kill('SIGTERM')
    await exited
    return child.exitCode
  }
  return { output: () => lines.join('\n'), kill, terminate, [Symbol.asyncDispose]: kill }
}
