import { execFile } from 'node:child_process'
import { mkdtemp, open, rm, rmdir, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A disk of its own in memory, so small that it can be filled without harm to the machine. */
export interface SmallDisk extends AsyncDisposable {
  folder: string
  /** Takes all the room that is left. */
  fill(): Promise<void>
  free(): Promise<void>
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
    async fill() {
      await using file = await open(ballast, 'a')
      await fillUp(file)
    },
    free: () => rm(ballast, { force: true }),
    async [Symbol.asyncDispose]() {
      await run('umount', ['--lazy', folder])
      await rmdir(folder)
    },
  }
}

/**
 * In smaller and smaller pieces, down to a page of Postgres's. Not in one go: the proxies live in this process, and what
 * they hold back meanwhile would reach Gong all at once.
 */
async function fillUp(file: FileHandle): Promise<void> {
  for (let size = 1 << 20; size >= 4_096;) {
    try {
      await file.write(Buffer.alloc(size))
    } catch {
      size /= 2
    }
  }
}
