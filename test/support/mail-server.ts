import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { until } from './until.ts'

export interface ReceivedMail {
  /** Of the envelope: to whom it was really sent. */
  to: string[]
  subject: string
  messageId: string
  /** The whole mail, headers and decoded text. */
  raw: string
  text: string
}

/** A mail server on this machine that keeps what it is sent. */
export interface TestMailServer extends AsyncDisposable {
  /** For `SMTP_URL`. */
  url: string
  received: ReceivedMail[]
  /** Recipients that are refused. */
  refused: Set<string>
  /** Waits until this many have arrived. */
  until(count: number): Promise<ReceivedMail[]>
}

export async function startMailServer(): Promise<TestMailServer> {
  const received: ReceivedMail[] = []
  const refused = new Set<string>()
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      if (!refused.has(address)) return done()
      done(Object.assign(new Error(`no such person: ${address}`), { responseCode: 550 }))
    },
    async onData(stream, { envelope }, done) {
      const raw = await text(stream)
      received.push(
        readMail(
          raw,
          envelope.rcptTo.map(({ address }) => address),
        ),
      )
      done()
    },
  })
  const port = await new Promise<number>((listening) => {
    const inner = server.listen(0, '127.0.0.1', () => {
      const address = inner.address()
      listening(typeof address === 'object' && address ? address.port : 0)
    })
  })
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refused,
    until: (count) =>
      until(
        () => `${count} mails; arrived: ${received.map(({ subject }) => subject).join(' | ') || 'none'}`,
        async () => received.length >= count && received,
      ),
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}

/** Enough of RFC 5322 for the mails that we send: plain text, quoted-printable or base64 where it isn't ASCII. */
function readMail(raw: string, to: string[]): ReceivedMail {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const headers = head.replaceAll(/\r\n[ \t]+/g, ' ')
  const header = (name: string): string =>
    new RegExp(`^${name}: *(.*)$`, 'im').exec(headers)?.[1]?.trim() ?? ''
  const body = rest.join('\r\n\r\n')
  const encoding = header('Content-Transfer-Encoding').toLowerCase()
  return {
    to,
    raw,
    subject: header('Subject').replaceAll(
      /=\?UTF-8\?([QB])\?(.*?)\?= ?/gi,
      (_whole, kind: string, word: string) =>
        kind.toUpperCase() === 'B'
          ? Buffer.from(word, 'base64').toString()
          : fromQuoted(word.replaceAll('_', ' ')),
    ),
    messageId: header('Message-ID'),
    text:
      encoding === 'base64'
        ? Buffer.from(body, 'base64').toString()
        : encoding === 'quoted-printable'
          ? fromQuoted(body)
          : body,
  }
}

function fromQuoted(quoted: string): string {
  const bytes = quoted
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
