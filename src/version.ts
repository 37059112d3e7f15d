import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

let version: Promise<string> | undefined

/** FastFollow's own version, as `package.json` says it. */
export function productVersion(): Promise<string> {
  version ??= readFile(join(import.meta.dirname, '../package.json'), 'utf8').then((text) => {
    const { version: said }: { version?: unknown } = JSON.parse(text)
    return typeof said === 'string' ? said : 'unknown'
  })
  return version
}
