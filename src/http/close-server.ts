import type { Socket } from 'node:net'
import type { Server } from './server-type.ts'

/**
 * Lets a server end in time: no new connections, requests that run may finish within `withinMs`, then everything still
 * open is cut. Browsers open connections ahead of need; Node counts one that never carried a request as busy and would
 * wait a minute for it, so those are cut at once. Call it before the server listens.
 */
export function closesInTime(server: Server): { close(withinMs: number): Promise<void> } {
  const open = new Set<Socket>()
  server.server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return {
    async close(withinMs) {
      const closed = server.close()
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
      const late = setTimeout(() => server.server.closeAllConnections(), withinMs)
      await closed
      clearTimeout(late)
    },
  }
}
