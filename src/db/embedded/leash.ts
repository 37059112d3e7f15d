import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Account } from './system-account.ts'

/**
 * A program that never outlives us. Its parent is a small shell that holds the reading end of our pipe: when we end, for
 * whatever reason and be it SIGKILL, the pipe closes and the shell sends the program `signal`.
 */
export interface Leashed {
  /** Of the program itself, not of its leash; undefined until it runs. */
  pid(): number | undefined
  /** Settles with the exit code when the program has ended. */
  exited: Promise<number>
  hasExited(): boolean
  /** Lets go of the pipe and waits for the program's end. */
  stop(): Promise<void>
}

// The watcher reads descriptor 5, because a shell gives its background commands /dev/null as standard input. Descriptor 3
// tells us the program's number.
const LEASH = `
exec 5<&0
signal=$1; shift
"$@" 3>&- 5<&- </dev/null &
program=$!
echo $program >&3
exec 3>&-
( read -r _ <&5; kill -"$signal" $program ) &
watcher=$!
exec 5<&-
wait $program
code=$?
kill $watcher
exit $code
`

export interface LeashOptions {
  account: Account
  /** What the shell sends when we are gone: `INT` ends Postgres quickly and cleanly. */
  signal: 'INT' | 'TERM'
  /** A folder handed over as descriptor {@link FOLDER_DESCRIPTOR}, for an account that can't reach it by its path. */
  folder?: number | undefined
  onLine: (line: string) => void
}

export const FOLDER_DESCRIPTOR = 4

export function leash(
  program: string,
  args: string[],
  { account, signal, folder, onLine }: LeashOptions,
): Leashed {
  const child = spawn('/bin/sh', ['-c', LEASH, 'leash', signal, program, ...args], {
    ...account,
    // Ctrl-C in a terminal goes to the whole process group; the database must outlive our own orderly stop.
    detached: true,
    cwd: '/',
    // Nothing of our environment: it holds secrets, and PG* variables would change what Postgres does.
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', folder ?? 'ignore'],
  })
  let pid: number | undefined
  child.stdio[3]?.once('data', (text: Buffer) => (pid = Number(text.toString())))
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', onLine)
  // The shell may be gone already when we let go.
  child.stdin?.on('error', () => {})
  const exited = whenExited(child)
  return {
    pid: () => pid,
    exited,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    async stop() {
      child.stdin?.destroy()
      await exited
    },
  }
}

async function whenExited(child: ChildProcess): Promise<number> {
  await once(child, 'close')
  child.stdin?.destroy()
  return child.exitCode ?? 1
}
