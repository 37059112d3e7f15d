import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Random } from './random.ts'

/**
 * What stands between two programs: passes bytes on to one of several servers, as a load balancer does, and, while it
 * is told to, breaks connections in the middle of bodies.
 */
export interface Proxy extends AsyncDisposable {
  url: string
  port: number
  /** Share of the pieces that are cut, one way; null = everything passes. */
  cut: { share: number; towards: 'server' | 'client' | 'both' } | null
  /** Connections broken so far. */
  cuts: number
}

/** `ports` are asked in turn; one that nobody listens on is passed over. */
export async function startProxy(ports: number[], random: Random): Promise<Proxy> {
  const sockets = new Set<Socket>()
  let turn = 0
  const server = createServer((client) => {
    keep(client)
    // Nothing is read before there is somebody to pass it on to.
    client.pause()
    reach(turn++, ports.length, client)
  })

  function keep(socket: Socket): void {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  }

  function reach(place: number, triesLeft: number, client: Socket): void {
    const port = ports[place % ports.length]
    if (triesLeft === 0 || port === undefined) return void client.resetAndDestroy()
    const upstream = connect(port, '127.0.0.1')
    const next = (): void => reach(place + 1, triesLeft - 1, client)
    upstream.once('error', next)
    upstream.once('connect', () => {
      upstream.off('error', next)
      keep(upstream)
      join(client, upstream)
    })
  }

  function join(client: Socket, upstream: Socket): void {
    const breakBoth = (): void => {
      proxy.cuts += 1
      client.resetAndDestroy()
      upstream.resetAndDestroy()
    }
    pass(client, upstream, 'server', breakBoth)
    pass(upstream, client, 'client', breakBoth)
    client.resume()
  }

  function pass(from: Socket, to: Socket, towards: 'server' | 'client', breakBoth: () => void): void {
    from.on('data', (piece: Buffer) => {
      const { cut } = proxy
      if (cut && (cut.towards === 'both' || cut.towards === towards) && random.chance(cut.share)) {
        // The part before the cut arrives; then the connection is reset.
        to.write(piece.subarray(0, middleOf(piece)), breakBoth)
        from.pause()
        return
      }
      if (!to.write(piece)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    })
    from.on('end', () => to.end())
    from.on('close', () => to.destroy())
  }

  /** Behind the headers where the piece holds them, so that what is cut is a body. */
  function middleOf(piece: Buffer): number {
    const bodyAt = piece.indexOf('\r\n\r\n')
    const from = bodyAt === -1 || bodyAt + 4 >= piece.length ? 0 : bodyAt + 4
    return random.whole(from, piece.length - 1)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const proxy: Proxy = {
    url: `http://localhost:${port}`,
    port,
    cut: null,
    cuts: 0,
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
  return proxy
}
