import { readFileSync } from 'node:fs'

/**
 * Preloaded into a process of the product (`NODE_OPTIONS=--import …`): its clock goes wrong by as many milliseconds as
 * the file in `FAULTS_CLOCK` says. Only the clock: `setTimeout` and `performance.now` run on, as they do on a machine
 * whose clock is set. No rights over the machine's clock are needed.
 */
const file = process.env['FAULTS_CLOCK'] ?? ''
let aheadMs = 0

function look(): void {
  try {
    aheadMs = Number(readFileSync(file, 'utf8')) || 0
  } catch {
    aheadMs = 0
  }
}

look()
setInterval(look, 50).unref()

const RealDate = Date
const now = (): number => RealDate.now() + aheadMs
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: unknown[], made) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, made === globalThis.Date ? target : made),
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
})
