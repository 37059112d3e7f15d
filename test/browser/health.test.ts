import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { issueOpen } from '../support/issues.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { BROWSER_TIMEOUT_MS, openBrowser, type TestBrowser, type Visitor } from './support/browser.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await openBrowser()
}, BROWSER_TIMEOUT_MS)
afterAll(() => browser[Symbol.asyncDispose]())

async function signedIn(product: TestApp): Promise<Visitor> {
  const visitor = await browser.visit()
  await visitor.page.goto(`${product.url}/login?to=/admin/health`)
  await visitor.page.getByLabel(/e-mail/i).fill(product.owner.email)
  await visitor.page.getByLabel(/^password/i).fill(product.owner.password)
  await visitor.page.getByRole('button', { name: /sign in/i }).click()
  await visitor.page.getByRole('heading', { name: 'Health', level: 1 }).waitFor()
  return visitor
}

test(
  'the health page says that all is well, and then what is wrong, whose turn it is and what to press',
  { timeout: BROWSER_TIMEOUT_MS },
  async () => {
    await using product = await startApp({ writer: quickWriter, webDir: browser.webDir })
    await product.connect()
    await product.callIn(await product.gong.finishCall(), 'drafted')
    const { page, faults } = await signedIn(product)
    await page.getByText('All good').waitFor()
    await page.getByText('call.analyzed', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Raw' }).click()
    await page.getByText('signatures and keys are not kept').waitFor()
    await page.keyboard.press('Escape')

    await product.gong.faults({ missingScopes: ['api:calls:read:transcript'] })
    await page.getByRole('button', { name: 'Send test' }).click()
    await issueOpen(product, 'forbidden')
    await page.getByText('1 thing needs you').waitFor()
    await page.getByText('add the scope api:calls:read:transcript', { exact: false }).first().waitFor()
    expect(faults).toEqual([])
  },
)
