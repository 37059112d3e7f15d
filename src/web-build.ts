import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from './http/log.ts'

const PROJECT = join(import.meta.dirname, '..')
const PAGES = join(PROJECT, 'dist', 'web')

/** The folder of the built pages. `npm ci` builds them; where its scripts were switched off, this does. */
export async function builtPages(log: Log): Promise<string> {
  if (!existsSync(join(PAGES, 'index.html'))) {
    log.info('building the pages, once')
    const { build } = await import('vite')
    await build({ root: PROJECT, configFile: join(PROJECT, 'vite.config.ts'), logLevel: 'warn' })
  }
  return PAGES
}
