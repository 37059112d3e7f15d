import { expect, test } from 'vitest'
import { kill } from '../../faults/kinds/kill.ts'
import { runRounds } from '../../faults/rounds.ts'

test(
  'what is acknowledged while web, worker and Postgres are killed is kept, once and whole, and Gong is never asked too often',
  { timeout: 400_000, retry: 0 },
  async () => {
    // Their seeds say: web, a connection and the worker; Postgres twice and the worker; the worker and a connection.
    const reports = await runRounds(kill, { rounds: 3, seed: 4, webs: 1, workers: 1, calls: 6 })
    // What was done to it stands beside what was found, so that a red run says which seed repeats it.
    expect(reports.filter(({ findings }) => findings.length > 0)).toEqual([])
    expect(reports).toHaveLength(3)
    expect(reports.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeGreaterThan(20)
  },
)
