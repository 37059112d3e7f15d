import { Gauge, type Registry } from 'prom-client'

type Read = () => Promise<{ labels: Record<string, string>; value: number }[]>

/** Makes gauges that are read when somebody scrapes. */
export function gaugesOf(metrics: Registry) {
  return function gauge(name: string, help: string, labelNames: string[], read: Read): void {
    const made = new Gauge({
      name,
      help,
      labelNames,
      registers: [],
      async collect() {
        // A label that is gone must not keep its last value.
        this.reset()
        // Without labels, resetting leaves a 0 that nobody measured.
        if (labelNames.length === 0) this.remove({})
        for (const { labels, value } of await read()) this.set(labels, value)
      },
    })
    metrics.registerMetric(made)
  }
}
