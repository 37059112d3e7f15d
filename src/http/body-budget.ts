import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { addressOf } from './rate-limits.ts'
import type { Server } from './server-type.ts'

/** A usual delivery has 2 kB. What is smaller than this is bounded by the number of connections. */
const SMALL_BYTES = 64 * 1024
const MOST_BYTES = 128 * 1024 * 1024
/** One address has at most so much of it: slow senders of large bodies keep out nobody but themselves. */
const SHARE = 1 / 4

/**
 * Bounds the large bodies that are being received at a time, whoever sends them: they are held before anything is known
 * about their sender. By what a request announces; one that announces nothing counts as what its route takes at most.
 */
export function boundBodies(server: Server, mostBytes = MOST_BYTES): void {
  const byAddress = new Map<string, number>()
  let all = 0
  const hold = (address: string, bytes: number): void => {
    all += bytes
    const own = (byAddress.get(address) ?? 0) + bytes
    if (own === 0) byAddress.delete(address)
    else byAddress.set(address, own)
  }
  server.addHook('onRequest', async (request, reply) => {
    const bytes = announcedBytes(request)
    if (bytes <= SMALL_BYTES) return
    const address = addressOf(request)
    if (all + bytes > mostBytes || (byAddress.get(address) ?? 0) + bytes > mostBytes * SHARE)
      throw new AppError('unavailable', 'Too many large requests at the moment. Please send it again.', {
        retryAfterS: 5,
      })
    hold(address, bytes)
    // After the answer, or when the sender has gone.
    let isHeld = true
    const letGo = (): void => {
      if (isHeld) hold(address, -bytes)
      isHeld = false
    }
    reply.raw.once('finish', letGo).once('close', letGo)
  })
}

function announcedBytes({ headers, routeOptions }: FastifyRequest): number {
  const most = routeOptions.bodyLimit ?? 0
  if (headers['transfer-encoding'] !== undefined) return most
  // What is larger than its route takes is refused before it is read.
  return Math.min(Number(headers['content-length'] ?? 0), most)
}
