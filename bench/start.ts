import { setTimeout as sleep } from 'node:timers/promises'
import { runAlone, type Figure } from './support/figures.ts'
import { startProduct } from './support/product.ts'

/** Start times with the embedded database, and the memory that the process holds at rest. */
export async function start(): Promise<Figure[]> {
  await using product = await startProduct()
  const firstMs = product.server.readyMs
  const later: number[] = []
  for (let n = 0; n < 3; n++) later.push((await product.restart()).readyMs)
  const laterMs = Math.min(...later)
  // Long enough for start-up's garbage to be collected.
  await sleep(10_000)
  const restMb = await product.server.memoryMb()
  return [
    {
      program: 'start',
      what: 'first start, database made',
      measured: `${(firstMs / 1000).toFixed(1)} s`,
      bar: null,
      isMet: null,
      numbers: { firstMs },
    },
    {
      program: 'start',
      what: 'later start',
      measured: `${(laterMs / 1000).toFixed(1)} s`,
      bar: null,
      isMet: null,
      numbers: { laterMs },
    },
    {
      program: 'start',
      what: 'memory at rest, connected',
      measured: `${restMb} MB`,
      bar: null,
      isMet: null,
      numbers: { restMb },
    },
  ]
}

await runAlone(import.meta.url, start)
