import { Readable } from 'node:stream'
import type { Viewer } from '../../accounts/viewer.ts'
import type { Db } from '../../db/db.ts'
import { type Change, changesBetween, newestPlace, type Place, placeOf } from './change-rows.ts'
import type { ChangeFeed } from './feed.ts'
import type { VisibleChanges } from './visible.ts'

export interface StreamParts {
  db: Db
  feed: ChangeFeed
  visible: VisibleChanges
}

/** A client that missed more than this reloads instead. */
const REPLAY_MOST = 1000
/** What may wait for a client that reads slowly: about 3,000 events. Beyond it the client is let go, and resumes. */
const BUFFER_BYTES = 256 * 1024
/** Batches that wait for the answer who may see them. */
const WAITING_MOST = 5000
/** The position of a client that has seen an empty stream. */
const NOTHING_YET = '0'

/**
 * One client's live stream as the text of server-sent events. Starts at `lastEventId` or, without one, now. Every write
 * carries the position up to which the client is complete, whether or not it was allowed to see what lies there.
 */
export class EventStream extends Readable {
  readonly #parts: StreamParts
  #viewer: Viewer
  #unsubscribe: () => void = () => {}
  #position = NOTHING_YET
  /** Work in stream order: first what was missed, then what happens. */
  #turn: Promise<void> = Promise.resolve()
  #waiting = 0

  constructor(parts: StreamParts, viewer: Viewer) {
    super({ highWaterMark: 16 * 1024 })
    this.#parts = parts
    this.#viewer = viewer
  }

  start(lastEventId: string | undefined): void {
    const { from, unsubscribe } = this.#parts.feed.subscribe({
      workspaceId: this.#viewer.workspaceId,
      onChanges: (changes) => this.#enqueue(changes.length, () => this.#send(changes)),
    })
    this.#unsubscribe = unsubscribe
    this.push('retry: 2000\n\n')
    this.#enqueue(0, () => this.#begin(lastEventId, from))
  }

  /** Keeps proxies from closing the connection, and tells a page how far it is. */
  heartbeat(): void {
    this.#write(`: still here\n${idLine(this.#position)}\n`)
  }

  /** The viewer as of now: what they may see can have changed. */
  set viewer(viewer: Viewer) {
    this.#viewer = viewer
  }

  end(): void {
    this.#unsubscribe()
    if (!this.destroyed) this.push(null)
  }

  override _read(): void {}

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#unsubscribe()
    done(error)
  }

  async #begin(lastEventId: string | undefined, upTo: Place): Promise<void> {
    const { db } = this.#parts
    const { workspaceId } = this.#viewer
    const newest = (await newestPlace(db, { workspaceId, upTo }))?.position ?? NOTHING_YET
    if (lastEventId !== undefined && lastEventId !== newest) {
      const after = isPosition(lastEventId) ? await placeOf(db, workspaceId, lastEventId) : null
      const missed =
        after === null ? null : await changesBetween(db, workspaceId, { after, upTo, limit: REPLAY_MOST })
      if (missed === null || missed.length > REPLAY_MOST) return this.#reset(newest)
      if (missed.length > 0) return this.#send(missed)
    }
    this.#position = newest
    this.#write(`${idLine(newest)}\n`)
  }

  #reset(newest: string): void {
    this.#position = newest
    this.#write(`event: reset\n${idLine(newest)}data: {"id":null}\n\n`)
  }

  async #send(changes: readonly Change[]): Promise<void> {
    const seen = newestOfEach(await this.#parts.visible(this.#viewer, changes))
    const last = changes.at(-1)
    if (last === undefined) return
    const events = seen.map(
      ({ kind, id, position }) => `event: ${kind}\n${idLine(position)}data: ${JSON.stringify({ id })}\n\n`,
    )
    const isLastSeen = seen.at(-1)?.position === last.position
    this.#position = last.position
    this.#write(events.join('') + (isLastSeen ? '' : `${idLine(last.position)}\n`))
  }

  #enqueue(weight: number, work: () => Promise<void>): void {
    this.#waiting += weight
    if (this.#waiting > WAITING_MOST) return this.#letGo()
    this.#turn = this.#turn.then(() => this.#work(weight, work))
  }

  async #work(weight: number, work: () => Promise<void>): Promise<void> {
    try {
      if (!this.destroyed) await work()
    } catch (error) {
      // The client comes back and resumes where it was.
      this.destroy(error instanceof Error ? error : new Error(String(error)))
    } finally {
      this.#waiting -= weight
    }
  }

  #write(text: string): void {
    if (this.destroyed || this.readableEnded) return
    this.push(text)
    if (this.readableLength > BUFFER_BYTES) this.#letGo()
  }

  #letGo(): void {
    this.destroy()
  }
}

/** A call that changed five times in one batch is told of once, at its last place. */
function newestOfEach(changes: Change[]): Change[] {
  return [
    ...new Map(changes.toReversed().map((change) => [`${change.kind} ${change.id}`, change])).values(),
  ].toReversed()
}

function isPosition(text: string): boolean {
  return /^\d{1,18}$/.test(text)
}

function idLine(position: string): string {
  return `id: ${position}\n`
}
