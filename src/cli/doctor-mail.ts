import type { Config } from '../config.ts'
import { createMailer } from '../mail/mailer.ts'

/** Does the mail server answer, and does it accept our login? Nothing is sent. */
export async function checkMail(config: Config['mail']): Promise<string> {
  if (config === undefined) return 'not set up (SMTP_URL, MAIL_FROM), so nobody is mailed'
  const mailer = createMailer(config)
  await mailer.verify()
  return `${mailer.server} answers`
}
