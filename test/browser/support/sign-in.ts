import type { TestApp } from '../../support/app.ts'
import type { TestBrowser, Visitor } from './browser.ts'

/** A visitor who wanted to go to `path`, signed in on the page as a person does, and got there: `heading` is its title. */
export async function signedIn(
  browser: TestBrowser,
  product: TestApp,
  { path, heading }: { path: string; heading: string },
  person: { email: string; password: string } = product.owner,
): Promise<Visitor> {
  const visitor = await browser.visit()
  const { page } = visitor
  await page.goto(`${product.url}${path}`)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: heading, level: 1, exact: true }).waitFor()
  return visitor
}
