import { mostInAnySecond } from '../../src/simulator/rate-limit.ts'
import type { RequestReport } from '../../src/simulator/request-log.ts'
import type { Finding } from './findings.ts'
import { isAck, type Attempt } from './load.ts'
import type { World } from './world.ts'

/** An acknowledged event: a promise that must be kept. */
export interface Promised {
  callId: string
  webhookId: string
}

interface SimulatedDelivery {
  callId: string
  webhookId: string
  attempts: { status: number | null; error: string | null }[]
}

/** Every event that was acknowledged, whoever sent it: ours, and those of which the simulator knows (its last 2,000). */
export async function acknowledgedEvents(
  world: World,
  attempts: Attempt[],
): Promise<{ promised: Promised[]; simulated: SimulatedDelivery['attempts'] }> {
  const { deliveries } = await world.gong<{ deliveries: SimulatedDelivery[] }>('GET', '/deliveries')
  const simulated = deliveries.filter((delivery) => delivery.attempts.some(isAck))
  const ours = attempts.filter((attempt) => isAck(attempt) && !attempt.isRepeat)
  return {
    promised: [...ours, ...simulated].map(({ callId, webhookId }) => ({ callId, webhookId })),
    simulated: deliveries.flatMap((delivery) => delivery.attempts),
  }
}

/** Every acknowledged event is on disk, and its call has a follow-up or a reason that people see. */
export async function findLost(world: World, promised: Promised[]): Promise<Finding[]> {
  const rows = await world.postgres.query<{ what: string; isGivenUp: boolean }>(
    `select coalesce(c.state = 'failed' and c.reason is not null, false) as "isGivenUp",
       format('event %s of call %s was acknowledged and %s', p."webhookId", p."callId",
       case when d.id is null then 'is not stored' when c.id is null then 'has no call'
            else format('its call is %s, reason %s', c.state, coalesce(c.reason, 'none')) end) as what
     from jsonb_to_recordset($1::jsonb) as p ("callId" text, "webhookId" text)
     left join delivery d on d.dedupe_key = 'id:' || p."webhookId"
     left join call c on c.gong_call_id = p."callId"
     left join follow_up f on f.call_id = c.id
     -- What is on its way still is told as not healed.
     where d.id is null or c.id is null
        or c.state not in ('expected', 'fetched') and not (c.state = 'drafted' and f.id is not null or c.state = 'skipped' and c.reason is not null)
     limit 10`,
    [JSON.stringify(promised)],
  )
  return rows.map(({ what, isGivenUp }) => ({ offence: isGivenUp ? 'given up' : 'lost', what }))
}

/** One row a call, one follow-up a call, and one version of it, since no transcript changes here. */
export async function findDuplicates({ postgres }: World): Promise<Finding[]> {
  const rows = await postgres.query<{ what: string }>(`
    select format('call %s has %s rows', gong_call_id, count(*)) as what from call
    group by gong_call_id having count(*) > 1
    union all
    select format('call %s has %s follow-ups', call_id, count(*)) from follow_up group by call_id having count(*) > 1
    union all
    select format('follow-up %s has %s versions', follow_up_id, count(*)) from follow_up_version
    group by follow_up_id having count(*) > 1 limit 10`)
  return rows.map(({ what }) => ({ offence: 'duplicate', what }))
}

/** What one transaction stores together is there together, and the health page's sum is the number of known calls. */
export async function findHalfDone(world: World): Promise<Finding[]> {
  const rows = await world.postgres.query<{ what: string }>(`
    select format('delivery %s has no call', d.id) as what from delivery d
    where d.gong_call_id is not null and not d.is_test
      and not exists (select from call c where c.connection_id = d.connection_id and c.gong_call_id = d.gong_call_id)
    union all
    select format('call %s is drafted without a follow-up', c.gong_call_id) from call c
    where c.state = 'drafted' and not exists (select from follow_up f where f.call_id = c.id)
    union all
    select format('call %s has a follow-up and is %s', c.gong_call_id, c.state)
    from follow_up f join call c on c.id = f.call_id where c.state <> 'drafted'
    union all
    select format('follow-up %s lacks its version', f.id) from follow_up f
    where not exists (select from follow_up_version v where v.follow_up_id = f.id and v.version = f.version)
    union all
    select format('call %s is drafted without a transcript', c.gong_call_id) from call c
    where c.state = 'drafted' and not exists (select from transcript t where t.call_id = c.id)
    limit 10`)
  const { completeness } = await world.api<{ completeness: { known: number; difference: number } }>(
    'GET',
    '/api/admin/health',
  )
  const [stored] = await world.postgres.query<{ known: number }>('select count(*)::int as known from call')
  const sums =
    completeness.difference === 0 && completeness.known === stored?.known
      ? []
      : [
          `known calls ${stored?.known}, as health says ${completeness.known} with ${completeness.difference} too few`,
        ]
  return [...rows.map(({ what }) => what), ...sums].map((what) => ({ offence: 'half done', what }))
}

export interface Pace {
  refused: number
  mostInAnySecond: number
  findings: Finding[]
}

/** Refusals that a fault ordered carry a `Retry-After` of at least this; the simulator's own limit says 1 s. */
export const LEAST_ORDERED_RETRY_AFTER_S = 3

/** What Gong saw since `sinceMs` of its own monotonic clock: no request too many, and no refusal of our making. */
export async function judgePace(world: World, sinceMs: number): Promise<Pace & { untilMs: number }> {
  const { requests } = await world.gong<RequestReport>('GET', '/requests')
  const api = requests.filter(({ kind, atMs }) => kind === 'api' && atMs > sinceMs)
  const refused = api.filter(
    ({ status, retryAfterS }) => status === 429 && (retryAfterS ?? 0) < LEAST_ORDERED_RETRY_AFTER_S,
  ).length
  const most = mostInAnySecond(api.map(({ atMs }) => atMs))
  const findings: Finding[] = []
  if (refused > 0) findings.push({ offence: 'pace', what: `Gong refused ${refused} requests as too many` })
  if (most > 3)
    findings.push({ offence: 'pace', what: `${most} requests in one second: ${crowdOf(api, most)}` })
  return { refused, mostInAnySecond: most, findings, untilMs: requests.at(-1)?.atMs ?? sinceMs }
}

/** The requests of that second, in milliseconds from the first. */
function crowdOf(api: { atMs: number; path: string; status: number }[], most: number): string {
  const first = api.findIndex((from, index) => (api[index + most - 1]?.atMs ?? Infinity) - from.atMs < 1_000)
  const since = api[first]?.atMs ?? 0
  return api
    .slice(first, first + most)
    .map(({ atMs, path, status }) => `${path} at ${Math.round(atMs - since)} ms (${status})`)
    .join(', ')
}

/** What a sender may be answered: stored, seen before, or 503 with `Retry-After`; a broken connection where we broke some. */
export function findWrongAnswers(
  attempts: Attempt[],
  simulated: { status: number | null; error: string | null }[],
  mayBreak: boolean,
): Finding[] {
  const ours = attempts.flatMap((attempt) => {
    const problem = wrongWith(attempt, mayBreak)
    return problem === null ? [] : [`event ${attempt.webhookId}: ${problem}`]
  })
  // The simulator keeps no headers.
  const others = simulated
    .filter(({ status }) => status !== null && status !== 503 && !isAck({ status }))
    .map(({ status }) => `a delivery of the simulator was answered ${status}`)
  return [...ours, ...others].slice(0, 10).map((what) => ({ offence: 'answer', what }))
}

function wrongWith(
  { status, retryAfter, problem, tookMs, isRepeat }: Attempt,
  mayBreak: boolean,
): string | null {
  if (status === null) return mayBreak ? null : `no answer after ${Math.round(tookMs)} ms (${problem})`
  if (isRepeat && status === 202) return 'was accepted a second time'
  if (status === 503) return retryAfter === null ? 'answered 503 without Retry-After' : null
  return isAck({ status }) ? null : `answered ${status}`
}
