import type { TestApp } from './app.ts'

/** What `/metrics` says now: each series as it is written there, such as `fastfollow_calls{state="held"}`, with its value. */
export async function readMetrics(product: TestApp): Promise<Map<string, number>> {
  const response = await product.ask('GET', '/metrics', { key: null })
  if (response.status !== 200) throw new Error(`/metrics answered ${response.status}`)
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const cut = line.lastIndexOf(' ')
      return [line.slice(0, cut), Number(line.slice(cut + 1))]
    }),
  )
}
