import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A program of ours in a process of its own. */
export interface Child {
  process: ChildProcess
  pid: number
  /** The line that said it was ready. */
  readyLine: string
  /** From starting the process to that line. */
  readyMs: number
  /** Memory held by the process now, without its database. */
  memoryMb(): Promise<number>
  /** Processor time that the process and its threads used so far, in seconds. */
  processorS(): Promise<number>
  stop(signal?: NodeJS.Signals): Promise<void>
}

const PROJECT = join(import.meta.dirname, '../..')

/** The product's own roles; the simulator and what shoots are not what is measured. */
const MEASURED = ['serve', 'web', 'worker']
const peaks = new Map<string, number>()

/** The most memory (MB, without its database) that a process of each role held, of those stopped since this was asked last. */
export function takePeaks(): Record<string, number> {
  const taken = Object.fromEntries(peaks)
  peaks.clear()
  return taken
}

async function notePeak(role: string | undefined, pid: number): Promise<void> {
  if (role === undefined || !MEASURED.includes(role)) return
  peaks.set(role, Math.max(peaks.get(role) ?? 0, await memoryOf(pid, 'VmHWM').catch(() => 0)))
}

/** Starts a file of the project under this Node and waits for the line that begins so. Throws with its output if it ends before. */
export async function startChild(
  file: string,
  args: string[],
  { env, until, onLine }: { env: Record<string, string>; until: RegExp; onLine?: (line: string) => void },
): Promise<Child> {
  const began = performance.now()
  const child = spawn(process.execPath, [join(PROJECT, file), ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      if (said.length < 200) said.push(line)
      onLine?.(line)
      if (until.test(line)) resolve(line)
    })
  child.once('exit', (code) =>
    reject(new Error(`${file} ${args.join(' ')} ended with ${code}:\n${said.join('\n')}`)),
  )
  const readyLine = await promise
  return {
    process: child,
    pid: child.pid ?? 0,
    readyLine,
    readyMs: performance.now() - began,
    memoryMb: async () => memoryOf(child.pid ?? 0, 'VmRSS'),
    processorS: async () => processorTimeOf(child.pid ?? 0),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      await notePeak(args[0], child.pid ?? 0)
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}

/** `VmRSS` = now, `VmHWM` = at most so far. */
async function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
}

/** Linux counts it in hundredths of a second, in the two fields that stand eleven after the name and the state. */
async function processorTimeOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
