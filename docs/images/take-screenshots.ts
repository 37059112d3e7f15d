import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { findChromium, NO_CHROMIUM } from '../../test/support/chromium.ts'
import { freePort } from '../../test/support/free-port.ts'
import { startProcess } from '../../test/support/product-process.ts'

/**
 * `npm run screenshots`: takes the pictures of the documentation anew, from the running product with its simulator, in an
 * empty data folder. Look at each of them afterwards: a picture shows what a test does not.
 */

const SIZE = { width: 1440, height: 900 }
/** Held some time ago, so that the list shows a working day and not one minute. */
const FINISHED = [
  { script: 'kestrel-check-in', hoursAgo: 50 },
  { script: 'havelland-erstgespraech', hoursAgo: 30 },
  { script: 'thornbury-private', hoursAgo: 28 },
  { script: 'meridian-security', hoursAgo: 27 },
  { script: 'pipeline-review', hoursAgo: 5 },
  { script: 'hartwell-pricing', hoursAgo: 4 },
  { script: 'northwind-discovery', hoursAgo: 2 },
]
const SHOWN = 'Northwind'
const SETUP_TOKEN = 'used-for-these-pictures-only'

await using stack = new AsyncDisposableStack()
const dataDir = await mkdtemp(join(tmpdir(), 'fastfollow-pictures-'))
// The database ends a moment after the product, which is killed.
stack.defer(() => rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
const [port, simulatorPort] = [await freePort(), await freePort()]
const product = stack.use(
  await startProcess({
    DATA_DIR: dataDir,
    PORT: String(port),
    SIMULATOR_PORT: String(simulatorPort),
    SETUP_TOKEN: SETUP_TOKEN,
    LOG_LEVEL: 'warn',
  }),
)
const address = `http://localhost:${port}`
const simulator = `http://localhost:${simulatorPort}`
const browser = stack.adopt(await openBrowser(), (open) => open.close())

try {
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light', locale: 'en-GB' })
  await setUp(page)
  await connect(page)
  await finishCalls(page)
  await takeLists(page)
  await takeCall(page, 'call')
  await takeSimulator(page)
  const state = await page.context().storageState()
  const dark = await browser.newPage({
    viewport: SIZE,
    colorScheme: 'dark',
    locale: 'en-GB',
    storageState: state,
  })
  await takeCall(dark, 'call-dark')
} catch (error) {
  process.stderr.write(`${product.output()}\n`)
  throw error
}

function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(NO_CHROMIUM)
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
    ],
  })
}

async function setUp(page: Page): Promise<void> {
  await page.goto(`${address}/setup#token=${SETUP_TOKEN}`)
  await page.getByLabel('Your name').fill('Anna Berg')
  await page.getByLabel('E-mail').fill('anna.berg@lumenfleet.example')
  await page.getByLabel('Password', { exact: true }).fill('a long password for pictures')
  await page.getByLabel('Workspace').fill('Lumen Fleet')
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await page.getByRole('heading', { name: 'Gong', exact: true }).waitFor()
}

async function connect(page: Page): Promise<void> {
  const button = page.getByRole('link', { name: 'Connect', exact: true })
  await button.waitFor()
  await take(page, 'connect', { ...SIZE, height: 1080 })
  await button.click()
  await page.getByRole('button', { name: 'Allow' }).waitFor()
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('heading', { name: 'How calls arrive' }).waitFor()
  await take(page, 'connected', { ...SIZE, height: 1080 })
}

async function finishCalls(page: Page): Promise<void> {
  for (const { script, hoursAgo } of FINISHED) {
    const startedAt = new Date(Date.now() - hoursAgo * 3_600_000).toISOString()
    const answer = await page.request.post(`${simulator}/_simulator/calls`, {
      data: { script, startedAt, listDelayS: 0, detailDelayS: 0, transcriptDelayS: 0 },
    })
    if (!answer.ok()) throw new Error(`${script}: ${await answer.text()}`)
  }
  await page.goto(`${address}/calls`)
  // By itself: the page is live. Two of them get no follow-up.
  await page.waitForFunction(
    (count) => (document.querySelector('main')?.innerText.match(/Follow-up ready/g) ?? []).length === count,
    FINISHED.length - 2,
  )
}

async function takeLists(page: Page): Promise<void> {
  await take(page, 'calls')
  await page.goto(`${address}/follow-ups`)
  await rowOf(page).waitFor()
  await take(page, 'follow-ups')
  await page.goto(`${address}/admin/health`)
  await page.getByRole('heading', { name: 'Completeness' }).waitFor()
  await take(page, 'health', { ...SIZE, height: 1200 })
}

function rowOf(page: Page): Locator {
  return page.locator('main a[href^="/calls/"]').filter({ hasText: SHOWN }).first()
}

/** A sentence of the mail is chosen, so that its evidence is marked in the transcript. */
async function takeCall(page: Page, name: string): Promise<void> {
  await page.goto(`${address}/calls`)
  await rowOf(page).click()
  const sentence = page
    .locator('[data-part^="sentences:"]')
    .filter({ hasText: /(by|on) \w+day/ })
    .first()
  await sentence.waitFor()
  await sentence.click()
  await scrolled(page)
  await take(page, name)
}

/** The transcript has come to rest at the evidence. */
async function scrolled(page: Page): Promise<void> {
  const region = page.getByRole('region', { name: 'What was said' })
  let before = -1
  for (let now = 0; now !== before; now = await region.evaluate((element) => element.scrollTop)) {
    before = now
    await page.waitForTimeout(300)
  }
}

async function takeSimulator(page: Page): Promise<void> {
  await page.goto(simulator)
  await page.getByRole('button', { name: 'Finish a call' }).waitFor()
  await take(page, 'simulator')
}

async function take(page: Page, name: string, size = SIZE): Promise<void> {
  await page.setViewportSize(size)
  // Movements have ended and fonts are there.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  )
  await page.mouse.move(0, 0)
  await page.screenshot({ path: join(import.meta.dirname, `${name}.png`), animations: 'disabled' })
  process.stdout.write(`docs/images/${name}.png\n`)
}
