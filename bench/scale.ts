import { startBigProduct, type BigProduct } from './support/big-product.ts'
import { percentile, runAlone, type Figure } from './support/figures.ts'
import { addCalls, makeWorkspaces, MANAGER, REP } from './support/many-calls.ts'
import { addTranscripts, bytesByCall } from './support/many-transcripts.ts'

/** List, search, review queue and health through HTTP while the database grows; what a call takes on disk. */
const SIZES = [10_000, 100_000, 1_000_000]
const LIST_BAR_MS = 50
const SEARCH_BAR_MS = 200
const ROUNDS = 6

const DAY_MS = 86_400_000
const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString()

const LIST = {
  'first page': '',
  'to review': 'state=review',
  waiting: 'state=waiting',
  failed: 'state=failed',
  skipped: 'state=skipped',
  mine: 'mine=true',
  'by host': `host=${REP}`,
  'by company': 'company=Northwind%20Grocers%200',
  'by dates': `from=${ago(9)}&to=${ago(8)}`,
}

const SEARCH = {
  'a common word': 'demo',
  'a name': 'lindqvist',
  'a rare word': 'ref1234',
  'the beginning of a word': 'ref12',
  'two words': 'pricing stonebrook',
  'two common words': 'demo maya',
  'no hit': 'xylophone',
}

export async function scale(): Promise<Figure[]> {
  const sizes = SIZES.filter((size) => size <= Number(process.env['BENCH_CALLS'] ?? Infinity))
  await using product = await startBigProduct()
  const readers = {
    admin: product.ownerKey,
    manager: await product.join(MANAGER),
    member: await product.join(REP),
  }
  await makeWorkspaces(product.pool, product.workspaceId)
  const figures: Figure[] = []
  let before = 0
  for (const size of sizes) {
    process.stderr.write(`  ${size} calls …\n`)
    const began = performance.now()
    await addCalls(product.pool, before, size)
    const addedS = (performance.now() - began) / 1000
    if (before === 0) {
      await addTranscripts(product.pool)
      figures.push(await measureSize(product))
    }
    figures.push(...(await measure(product, readers, size, { addedS })))
    before = size
  }
  return figures
}

async function measureSize(product: BigProduct): Promise<Figure> {
  const { transcript, search, others } = await bytesByCall(product.pool)
  const gbPerMillion = (transcript + search + others) / 1000
  return {
    program: 'scale',
    what: 'on disk by call of 8,000 words',
    measured:
      `${kb(transcript)} transcript, ${kb(search)} its words for the search, ${kb(others)} call and follow-up; ` +
      `${gbPerMillion.toFixed(0)} GB for a million`,
    bar: null,
    isMet: null,
    numbers: { transcript, search, others },
  }
}

async function measure(
  product: BigProduct,
  readers: Record<string, string>,
  size: number,
  numbers: Record<string, number>,
): Promise<Figure[]> {
  const list: Timed[] = []
  const search: Timed[] = []
  const queue: Timed[] = []
  const health: Timed[] = []
  for (const [who, key] of Object.entries(readers)) {
    const ask = (path: string): Promise<Answer> => asked(product.url + path, key)
    for (const [what, query] of Object.entries(LIST))
      list.push(await repeated(`${what}, ${who}`, () => ask(`/api/calls?${query}`)))
    list.push(await deepPages(who, ask))
    for (const [what, q] of Object.entries(SEARCH))
      search.push(await repeated(`${what}, ${who}`, () => ask(`/api/calls?q=${encodeURIComponent(q)}`)))
    for (const status of ['draft', 'sent'])
      queue.push(await repeated(`${status}, ${who}`, () => ask(`/api/follow-ups?status=${status}`)))
    if (who === 'admin') health.push(await repeated('health', () => ask('/api/admin/health')))
  }
  const sweep = await timedQuery(product, SWEEP)
  const due = await timedQuery(product, DUE)
  return [
    figure(size, 'list page', list, LIST_BAR_MS, numbers),
    figure(size, 'search', search, SEARCH_BAR_MS, {}),
    figure(size, 'review queue', queue, null, {}),
    figure(size, 'health page', health, null, {}),
    figure(size, "the sweep's look for due calls, and the fetcher's", [sweep, due], null, {}),
  ]
}

interface Answer {
  ms: number
  nextCursor: string | null
}

interface Timed {
  what: string
  times: number[]
}

/** The first time stands for a page that nobody has asked for lately; all count. */
async function repeated(what: string, ask: () => Promise<Answer>): Promise<Timed> {
  const times: number[] = []
  for (let n = 0; n < ROUNDS; n++) times.push((await ask()).ms)
  return { what, times }
}

async function deepPages(who: string, ask: (path: string) => Promise<Answer>): Promise<Timed> {
  const times: number[] = []
  let cursor: string | null = null
  for (let n = 0; n < 40; n++) {
    const answer: Answer = await ask(`/api/calls?limit=200${cursor ? `&cursor=${cursor}` : ''}`)
    cursor = answer.nextCursor
    if (cursor === null) break
  }
  for (let n = 0; n < ROUNDS; n++)
    times.push((await ask(`/api/calls?${cursor ? `cursor=${cursor}` : ''}`)).ms)
  return { what: `page after 8,000 calls, ${who}`, times }
}

async function asked(url: string, key: string): Promise<Answer> {
  const began = performance.now()
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } })
  const text = await response.text()
  const ms = performance.now() - began
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 300)}`)
  const { nextCursor = null } = JSON.parse(text) as { nextCursor?: string | null }
  return { ms, nextCursor }
}

const SWEEP = `select k.id from connection k where exists (select 1 from call c where c.connection_id = k.id and c.due_at <= now())`
const DUE = `select id from call where connection_id = 'bench-connection-0' and waits_for = 'transcript' and due_at <= now()
  order by priority, started_at desc nulls first, expected_at desc limit 100`

async function timedQuery(product: BigProduct, text: string): Promise<Timed> {
  const times: number[] = []
  for (let n = 0; n < ROUNDS; n++) {
    const began = performance.now()
    await product.pool.query(text)
    times.push(performance.now() - began)
  }
  return { what: text.slice(0, 20), times }
}

function figure(
  size: number,
  what: string,
  timed: Timed[],
  bar: number | null,
  more: Record<string, number>,
): Figure {
  const times = timed.flatMap((each) => each.times)
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)]
  const slowest = timed.toSorted((a, b) => percentile(b.times, 0.5) - percentile(a.times, 0.5))[0]
  const each = timed.map(({ what: name, times: own }) => [`p50 ${name}`, percentile(own, 0.5)] as const)
  // The bars are for the largest database.
  const counts = bar !== null && size === SIZES.at(-1)
  return {
    program: 'scale',
    what: `${what}, ${size.toLocaleString('en')} calls`,
    measured: `p50 ${p50.toFixed(0)}, p95 ${p95.toFixed(0)} ms (slowest: ${slowest?.what ?? ''}, ${percentile(slowest?.times ?? [], 0.5).toFixed(0)} ms)`,
    bar: counts ? `p95 ≤ ${bar} ms` : null,
    isMet: counts ? p95 <= bar : null,
    numbers: { p50, p95, ...more, ...Object.fromEntries(each) },
  }
}

const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

await runAlone(import.meta.url, scale)
