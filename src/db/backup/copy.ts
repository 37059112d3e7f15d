import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { ClientBase, Connection, Submittable } from 'pg'

// pg speaks COPY and leaves the handling to "submittable" objects such as these two; its types leave these calls out.
declare module 'pg' {
  interface Connection {
    sendCopyFromChunk(chunk: Buffer): void
    endCopyFrom(): void
    sendCopyFail(reason: string): void
  }
}

/**
 * Reads a table by COPY: the fastest way out of Postgres, in a text form that every version reads.
 * Who stops reading before the end must give the connection up.
 */
export function copyOut(client: ClientBase, statement: string): AsyncIterable<Buffer> {
  return client.query(new CopyOut(statement)).rows
}

/** Writes rows, as {@link copyOut} gave them, by COPY. Rejects with what Postgres says of the first bad row. */
export async function copyIn(
  client: ClientBase,
  statement: string,
  rows: AsyncIterable<Buffer>,
): Promise<void> {
  await client.query(new CopyIn(statement, rows)).done
}

class CopyOut implements Submittable {
  readonly rows = new PassThrough({ highWaterMark: 1024 * 1024 })
  readonly #statement: string

  constructor(statement: string) {
    this.#statement = statement
  }

  submit(connection: Connection): void {
    connection.query(this.#statement)
  }

  handleCopyData({ chunk }: { chunk: Buffer }, { stream }: Connection): void {
    // The chunk is a view of the receive buffer, which the next one overwrites.
    if (this.rows.write(Buffer.from(chunk))) return
    stream.pause()
    this.rows.once('drain', () => stream.resume())
  }

  handleError(error: Error): void {
    this.rows.destroy(error)
  }

  handleReadyForQuery(): void {
    this.rows.end()
  }

  handleCommandComplete(): void {}
}

class CopyIn implements Submittable {
  readonly done: Promise<void>
  readonly #statement: string
  readonly #rows: AsyncIterable<Buffer>
  readonly #settle: PromiseWithResolvers<void>
  #problem: Error | undefined

  constructor(statement: string, rows: AsyncIterable<Buffer>) {
    this.#statement = statement
    this.#rows = rows
    this.#settle = Promise.withResolvers<void>()
    this.done = this.#settle.promise
  }

  submit(connection: Connection): void {
    connection.query(this.#statement)
  }

  handleCopyInResponse(connection: Connection): void {
    void this.#send(connection)
  }

  handleError(error: Error): void {
    // What went wrong on our side is the cause; Postgres then only says that we broke off.
    this.#problem ??= error
    this.#settle.reject(this.#problem)
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#settle.resolve()
  }

  async #send(connection: Connection): Promise<void> {
    try {
      for await (const chunk of this.#rows) {
        if (this.#problem) return
        connection.sendCopyFromChunk(chunk)
        if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
      }
      connection.endCopyFrom()
    } catch (error) {
      this.#problem = error instanceof Error ? error : new Error(String(error))
      connection.sendCopyFail('broken off')
    }
  }
}
