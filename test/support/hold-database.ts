// A process of its own that opens the embedded database of a folder, says so, and holds it until it is killed.
import { pino } from 'pino'
import { openEmbedded } from '../../src/db/embedded/embedded.ts'

const [dataDir = '', as] = process.argv.slice(2)
const log = pino({ level: 'silent' })
const open = await openEmbedded({ dataDir, as: as === 'command' ? 'command' : 'server', log })
process.stdout.write(`${JSON.stringify({ host: open.clientConfig.host })}\n`)
process.stdin.resume()
process.stdin.on('end', () => void open.close())
