import { execFile } from 'node:child_process'
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { mkdtemp, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A disk of its own in memory, so small that it can be filled without harm to the machine. */
export interface SmallDisk extends AsyncDisposable {
  folder: string
  /** Takes all the room that is left. */
  fill(): void
  free(): void
}

/** Throws where this account may not mount. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'fastfollow-disk-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'fastfollow-faults', folder])
  } catch (error) {
    await rmdir(folder)
    throw error
  }
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      const file = openSync(ballast, 'a')
      try {
        fillUp(file)
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(ballast, { force: true }),
    async [Symbol.asyncDispose]() {
      await run('umount', ['--lazy', folder])
      await rmdir(folder)
    },
  }
}

/** In smaller and smaller pieces, down to a page of Postgres's. */
function fillUp(file: number): void {
  for (let size = 1 << 20; size >= 4_096;) {
    try {
      writeSync(file, Buffer.alloc(size))
    } catch {
      size /= 2
    }
  }
  fsyncSync(file)
}
