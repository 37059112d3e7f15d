import { AppError } from '../../errors.ts'
import { resolveOutside, type Outside } from './public-address.ts'
import { WebhookError } from './webhook-error.ts'

/**
 * The address as it is stored, or `bad_request` in words. What its name leads to now is looked at too, so that a mistake
 * shows at once; what counts is the look before each sending.
 */
export async function webhookAddress(given: string, where: Outside): Promise<string> {
  const url = URL.parse(given)
  if (url === null || url.protocol !== 'https:')
    throw refused('The address must begin with https:// and name a host.')
  if (url.username !== '' || url.password !== '')
    throw refused('The address must not hold a user name or password: a secret may stand in its path.')
  url.hash = ''
  try {
    await resolveOutside(url.hostname, where)
  } catch (error) {
    if (error instanceof WebhookError) throw refused(error.message)
    throw error
  }
  return url.href
}

const refused = (message: string): AppError => new AppError('bad_request', message)
