import type { Issue, IssueCode } from '../../src/connections/connection-shapes.ts'
import type { TestApp } from './app.ts'
import { until } from './until.ts'

/** Waits until the status names this problem. */
export function issueOpen(product: TestApp, code: IssueCode): Promise<Issue> {
  return until(`the issue ${code}`, async () =>
    (await product.connection()).issues.find((issue) => issue.code === code),
  )
}

/** Waits until the status names it no longer. */
export async function issueClosed(product: TestApp, code: IssueCode): Promise<void> {
  await until(`the end of the issue ${code}`, async () =>
    (await product.connection()).issues.every((issue) => issue.code !== code),
  )
}

/** Moves the clock and lets everything that became due begin. */
export async function pass(product: TestApp, minutes: number): Promise<void> {
  product.clock.move(minutes * 60_000)
  await product.app.sweepNow()
}

/**
 * Compares Gong's list with ours, and waits until that is done. One that was begun before, perhaps at an hour from which
 * the clock was moved since, does not count.
 */
export async function compareLists(product: TestApp): Promise<void> {
  const from = product.clock.now()
  const before = (await product.connection()).listReadAt
  await product.api('POST', '/api/integrations/gong/reconcile')
  await until('the lists to be compared', async () => {
    const { listReadAt } = await product.connection()
    return listReadAt !== null && listReadAt !== before && new Date(listReadAt) >= from
  })
}

/** What was asked of Gong below this path since the last look, by status. */
export function asked(product: TestApp, ending: string): { path: string; status: number }[] {
  return product.gong.requests().requests.filter((request) => request.path.endsWith(ending))
}

/** Connects, and waits for the first comparison: from then on an unannounced call is a missed one. */
export async function connectAndCompare(product: TestApp): Promise<void> {
  await product.connect()
  await until('the first comparison', async () => {
    const { rows } = await product.database.pool.query(
      'select 1 from connection where listening_from is not null',
    )
    return rows.length === 1
  })
}
