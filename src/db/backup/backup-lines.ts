import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream'
import * as z from 'zod'
import { StartError } from '../start-error.ts'
import { END_OF_ROWS } from './format.ts'

/** A backup file, read from its beginning line by line. */
export interface BackupLines {
  /** The next line as JSON of this shape. */
  next<T>(shape: z.ZodType<T>): Promise<T>
  /** The rows of a table, up to and without the line that ends them. */
  rows(): AsyncGenerator<Buffer>
  rowCount(): number
  close(): void
}

const LINE_END = 10
const CHUNK = 64 * 1024

/** Every method throws StartError when the file is not a backup, is damaged or ends too early. */
export function readBackupLines(file: string): BackupLines {
  const text = pipeline(createReadStream(file), createGunzip(), () => {})
  const lines = splitLines(text)
  let rowCount = 0

  async function line(): Promise<Buffer> {
    try {
      const { value, done } = await lines.next()
      if (!done) return value
    } catch (error) {
      throw damaged(file, error)
    }
    throw damaged(file)
  }

  return {
    async next(shape) {
      try {
        return shape.parse(JSON.parse((await line()).toString()))
      } catch (error) {
        throw error instanceof StartError ? error : damaged(file, error)
      }
    },
    async *rows() {
      let batch: Buffer[] = []
      let size = 0
      for (;;) {
        const row = await line()
        if (row.length === END_OF_ROWS.length + 1 && row.toString() === `${END_OF_ROWS}\n`) break
        rowCount++
        batch.push(row)
        size += row.length
        if (size < CHUNK) continue
        yield Buffer.concat(batch)
        batch = []
        size = 0
      }
      if (batch.length > 0) yield Buffer.concat(batch)
    },
    rowCount: () => rowCount,
    close: () => void text.destroy(),
  }
}

/** Lines with their line ends, whatever the chunks they come in. */
async function* splitLines(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let begun: Buffer[] = []
  for await (const chunk of text) {
    let from = 0
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
      const rest = chunk.subarray(from, end + 1)
      yield begun.length > 0 ? Buffer.concat([...begun, rest]) : rest
      begun = []
      from = end + 1
    }
    if (from < chunk.length) begun.push(chunk.subarray(from))
  }
}

function damaged(file: string, cause?: unknown): StartError {
  return new StartError(`${file} is not a whole FastFollow backup: it can't be read to its end.`, { cause })
}
