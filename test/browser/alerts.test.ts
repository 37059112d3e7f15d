import { afterAll, beforeAll, expect, test } from 'vitest'
import { Webhook } from 'standardwebhooks'
import { startApp } from '../support/app.ts'
import { startMailServer } from '../support/mail-server.ts'
import { startReceiver } from '../support/outside.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { accessibilityFaults, BROWSER_TIMEOUT_MS, openBrowser, type TestBrowser } from './support/browser.ts'
import { signedIn } from './support/sign-in.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await openBrowser()
}, BROWSER_TIMEOUT_MS)
afterAll(() => browser[Symbol.asyncDispose]())

test(
  'an admin enters a webhook, copies its secret, sends a test, and sees when it fails',
  { timeout: BROWSER_TIMEOUT_MS },
  async () => {
    await using mail = await startMailServer()
    await using receiver = await startReceiver()
    await using product = await startApp({
      writer: quickWriter,
      webDir: browser.webDir,
      outside: receiver.outside,
      env: { SMTP_URL: mail.url, MAIL_FROM: 'ff@lumen.example' },
    })
    await product.connect()
    const { page, faults } = await signedIn(browser, product, { path: '/admin/health', heading: 'Health' })
    const section = page.getByRole('region', { name: 'Who is told' })
    await section.getByLabel('By mail: Anna Berg').waitFor()

    await section.getByLabel('By webhook').fill('http://hooks.receiver.example')
    await section.getByRole('button', { name: 'Save the address' }).click()
    await section.getByText('The address must begin with https://.').waitFor()
    await section.getByLabel('By webhook').fill(`${receiver.url}/in`)
    await section.getByRole('button', { name: 'Save the address' }).click()
    await section.getByText('shown only now').waitFor()
    const secret = (await section.locator('code', { hasText: 'whsec_' }).textContent()) ?? ''
    await section.getByRole('button', { name: 'Copy the secret' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret)

    await section.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('A mail is on its way to you. The webhook was accepted.').waitFor()
    const [got] = await receiver.until(1)
    const headers = Object.fromEntries(
      Object.entries(got?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    )
    expect(new Webhook(secret).verify(got?.body ?? '', headers)).toMatchObject({ type: 'alert.test' })

    receiver.answer = (response) => response.writeHead(404).end()
    await section.getByRole('button', { name: 'Send a test' }).click()
    await section.getByText('answers 404.', { exact: false }).waitFor()

    expect(await accessibilityFaults(page)).toEqual([])
    await page.reload()
    await section.getByText('answers 404.', { exact: false }).waitFor()
    expect(await section.getByText('whsec_').count()).toBe(0)
    await section.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await section.getByLabel('By webhook').inputValue()).toBe('')
    await section.getByLabel('By mail: Anna Berg').uncheck()
    await section.getByRole('button', { name: 'Send a test' }).waitFor({ state: 'hidden' })
    expect(faults).toEqual([])
  },
)
