import { expect, test } from 'vitest'
import type { Health } from '../../src/health/health-shapes.ts'
import { startApp } from '../support/app.ts'
import { compareLists, connectAndCompare } from '../support/issues.ts'
import { readMetrics } from '../support/metrics.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

const CALLS = 500

/** Later than the next comparison, which is due after five minutes. */
const LATE_S = 7 * 60

test(
  'a fifth of the webhooks lost, a tenth sent twice, a tenth late by minutes, in any order: after one comparison every call is drafted once',
  { timeout: 400_000 },
  async () => {
    await using product = await startApp({ writer: quickWriter })
    await connectAndCompare(product)
    const health = (): Promise<Health> => product.api<Health>('GET', '/api/admin/health')
    const comparisons = async () =>
      Number((await product.database.pool.query('select count(*) as n from compared_window')).rows[0].n)
    await product.gong.faults({
      dropWebhooks: 0.2,
      duplicateWebhooks: 0.1,
      lateWebhooks: 0.1,
      delayWebhooksS: LATE_S,
      shuffleWebhooks: true,
    })
    const before = await comparisons()
    const ids = await product.gong.finishCalls({ count: CALLS, parties, transcript })
    await compareLists(product)
    expect(await comparisons()).toBe(before + 1)
    const drafted = await until(
      'every call to be drafted',
      async () => {
        const now = await health()
        return now.completeness.states.drafted === CALLS && now
      },
      300_000,
    )
    expect(drafted.completeness).toMatchObject({ known: CALLS, difference: 0 })
    expect(drafted.completeness.comparisons[0]?.difference).toBe(0)

    // What was sent late is still on its way: with the lost ones, it counts as not announced.
    const sent = () => product.gong.control.deliveries()
    const { lost, late } = await until('what was sent in time to be answered', async () => {
      const heard = new Set(sent().flatMap((each) => (each.state === 'answered' ? [each.callId] : [])))
      const coming = new Set(sent().flatMap((each) => (each.state === 'waiting' ? [each.callId] : [])))
      const unheard = ids.filter((id) => !heard.has(id))
      const counts = {
        lost: unheard.filter((id) => !coming.has(id)).length,
        late: unheard.filter((id) => coming.has(id)).length,
      }
      return (await health()).events.found === unheard.length && counts
    })
    expect(lost).toBeGreaterThan(50)
    expect(late).toBeGreaterThan(10)
    expect(sent().some((each) => each.state === 'waiting' && each.attempts.length === 0)).toBe(true)

    // When the last late one has come, the page says how many never did, and so do the metrics.
    product.clock.move(LATE_S * 1000)
    await until('the late events', async () => sent().every((each) => each.state !== 'waiting'))
    await until('only the lost ones to be missing', async () => (await health()).events.found === lost)
    expect((await readMetrics(product)).get('fastfollow_unannounced_calls')).toBe(lost)
    await until('what was announced late to be read again', async () => {
      const { rows } = await product.database.pool.query(
        'select 1 from call where due_at is not null limit 1',
      )
      return rows.length === 0
    })
    const { rows } = await product.database.pool.query<{ calls: string; versions: string }>(
      'select count(distinct f.call_id) as calls, count(*) as versions from follow_up f join follow_up_version v on v.follow_up_id = f.id',
    )
    expect(rows[0]).toEqual({ calls: String(CALLS), versions: String(CALLS) })
  },
)

const parties = [
  { name: 'Anna Berg', emailAddress: 'anna@lumen.example', affiliation: 'Internal' as const },
  { name: 'Maya Lindqvist', emailAddress: 'maya@northwind.example', affiliation: 'External' as const },
]
const transcript = [
  { speaker: 'Anna Berg', text: 'I will send you the sheet by Thursday.' },
  { speaker: 'Maya Lindqvist', text: 'Great, thank you.' },
]
