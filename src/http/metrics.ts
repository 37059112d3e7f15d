import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Server } from './server-type.ts'

/** The process's own figures: memory, event loop, garbage collection. Features add theirs to the same registry. */
export function createMetrics(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/** Measures every answer by route pattern: addresses hold webhook keys, and there are endlessly many of them. */
export function measureRequests(server: Server, metrics: Registry): void {
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer an HTTP request',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [metrics],
  })
  server.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: routeOf(request), status: String(reply.statusCode) }
    seconds.observe(labels, reply.elapsedTime / 1000)
  })
}

export function metricsRoute(metrics: Registry) {
  return (server: Server): void => {
    server.get(
      '/metrics',
      { schema: { hide: true }, config: { access: 'none' } },
      async (_request, reply) => {
        return reply.type(metrics.contentType).send(await metrics.metrics())
      },
    )
  }
}

/** A route's pattern; never the address that was asked for. */
export function routeOf(request: { routeOptions: { url?: string | undefined } }): string {
  return request.routeOptions.url ?? 'unknown'
}
