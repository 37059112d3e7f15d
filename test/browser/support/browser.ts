import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import { build } from 'vite'
import { findChromium } from '../../support/chromium.ts'

const PROJECT = join(import.meta.dirname, '../../..')

/** Each step waits for what it needs; this only ends a test that hangs, on a machine that does much else. */
export const BROWSER_TIMEOUT_MS = 180_000

/** A browser, and the pages as they stand in the source, built for this test file alone. */
export interface TestBrowser extends AsyncDisposable {
  /** The folder of the built pages, for the server under test. */
  webDir: string
  /** A new visitor: own cookies, own clipboard. Whatever goes wrong on the page is kept in `faults`. */
  visit(options?: BrowserContextOptions): Promise<Visitor>
}

export interface Visitor {
  page: Page
  /** Errors that the page threw or wrote to the console. A test ends by expecting none. */
  faults: string[]
}

export async function openBrowser(): Promise<TestBrowser> {
  const webDir = await mkdtemp(join(tmpdir(), 'fastfollow-pages-'))
  await build({
    root: join(PROJECT, 'src/web'),
    configFile: join(PROJECT, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: webDir, emptyOutDir: true },
  })
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: [
      // The tests may run as root in a container, where Chromium's sandbox can not.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return {
    webDir,
    async visit(options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        timezoneId: 'Europe/Berlin',
        reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
        ...options,
      })
      const page = await context.newPage()
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text())
      })
      return { page, faults }
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      await rm(webDir, { recursive: true, force: true })
    },
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds on the page as it is now, or in a part of it: each rule with the elements that break it. */
export async function accessibilityFaults(page: Page, within = ':root'): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(
    async ([part, rules]) => {
      // axe puts itself on the window; its types would need its whole module in the page.
      const axe: {
        run(
          part: string,
          options: unknown,
        ): Promise<{ violations: { id: string; nodes: { target: string[]; html: string }[] }[] }>
      } = Reflect.get(window, 'axe')
      const { violations } = await axe.run(part, { runOnly: rules })
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.html.slice(0, 200)}`).join(', ')}`,
      )
    },
    [within, RULES] as const,
  )
}
