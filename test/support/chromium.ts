import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser that the browser tests drive: `CHROMIUM`, or an installed one. Undefined = they are skipped. */
export function findChromium(): string | undefined {
  return [process.env['CHROMIUM'], ...PLACES].find((path) => path !== undefined && existsSync(path))
}

/** Why a browser test is skipped, for its name. */
export const NO_CHROMIUM = 'no Chromium found: install one, or name it in CHROMIUM'

/** Installs Debian's package where we may: as root, on a Debian. Says what it does, or why there is no browser. */
function ensureChromium(): void {
  const found = findChromium()
  if (found) return say(`Browser tests use ${found}.`)
  const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version')
  if (!mayInstall) return say(`Browser tests are skipped: ${NO_CHROMIUM}.`)
  say('There is no Chromium: installing the package "chromium" for the browser tests.')
  const commands = [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]
  for (const args of commands)
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  say(findChromium() ? 'Installed.' : `Browser tests are skipped: ${NO_CHROMIUM}.`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

if (import.meta.main) ensureChromium()
