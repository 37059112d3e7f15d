import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePort } from '../../test/support/free-port.ts'
import { startMailServer } from '../../test/support/mail-server.ts'
import { loadConfig } from '../config.ts'
import { createMailer, type Mailer } from './mailer.ts'

function mailerFor(url: string): Mailer {
  const { mail } = loadConfig({ SMTP_URL: url, MAIL_FROM: 'FastFollow <ff@lumen.example>' })
  return createMailer(mail!)
}

const letter = {
  to: { name: 'Änna "A" Berg', address: 'anna@lumen.example' },
  subject: 'Gong refuses transcripts – 3 calls wait',
  text: 'Your turn: add the scope.\n\nfile:///etc/passwd\n',
  messageId: '<1@lumen.example>',
}

test('a mail arrives as it was written, from our sender to one person, marked as sent by a program', async () => {
  await using server = await startMailServer()
  await mailerFor(server.url).send(letter)
  const [got] = await server.until(1)
  expect(got).toMatchObject({
    to: ['anna@lumen.example'],
    subject: letter.subject,
    messageId: letter.messageId,
  })
  expect(got?.text.replaceAll('\r\n', '\n').trim()).toBe(letter.text.trim())
  expect(got?.raw).toMatch(/^From: FastFollow <ff@lumen.example>/m)
  expect(got?.raw).toMatch(/^Auto-Submitted: auto-generated/m)
})

test('a line end in a subject begins no header', async () => {
  await using server = await startMailServer()
  await mailerFor(server.url).send({ ...letter, subject: 'Hello\r\nBcc: evil@x.example' })
  const [got] = await server.until(1)
  expect(got?.to).toEqual(['anna@lumen.example'])
  expect(got?.raw).not.toMatch(/^Bcc:/im)
})

test('a recipient who is refused is told in words that name nobody', async () => {
  await using server = await startMailServer()
  server.refused.add('anna@lumen.example')
  const refused = mailerFor(server.url).send(letter)
  await expect(refused).rejects.toThrow(/refuses the sender or the recipient \(550\)/)
  await expect(refused).rejects.not.toThrow('anna@')
})

test('a server that is not there, or says nothing we understand, is told in words', async () => {
  await expect(mailerFor(`smtp://127.0.0.1:${await freePort()}`).verify()).rejects.toThrow(
    /can’t be reached \(ESOCKET\): check SMTP_URL/,
  )
  await using other = createServer((socket) =>
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n').on('error', () => {}),
  )
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await expect(mailerFor(`smtp://127.0.0.1:${port}`).verify()).rejects.toThrow(/can’t be reached/)
})

test('a password is not sent to a server without encryption', async () => {
  await using server = await startMailServer()
  const { hostname, port } = new URL(server.url)
  const { mail } = loadConfig({
    SMTP_URL: `smtp://anna:secret-word@mail.example:${port}`,
    MAIL_FROM: 'ff@lumen.example',
  })
  await expect(createMailer({ ...mail!, host: hostname }).verify()).rejects.toThrow('no encryption')
})

test('a server that answers and takes our login is fine', async () => {
  await using server = await startMailServer()
  await mailerFor(server.url).verify()
})
