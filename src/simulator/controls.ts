import type { FastifyInstance, FastifyRequest } from 'fastify'
import { bodyText, isRecord, queryOf } from './bodies.ts'
import { PersonInput, RedirectsInput, readControl } from './control-bodies.ts'
import type { SimulatorControl } from './control.ts'
import { ControlError } from './errors.ts'
import type { Parts } from './parts.ts'
import type { Rule } from './state.ts'

/** The routes under `/_simulator`: for people and tests on this machine, without a token. */
export function addControls(app: FastifyInstance, control: SimulatorControl, parts: Parts): void {
  app.addHook('onRequest', async (request) => refuseOtherSites(request))

  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ControlError)
      return reply
        .code(error.status)
        .send({ error: error.status === 404 ? 'not_found' : 'bad_request', message: error.message })
    const status = isRecord(error) && typeof error['statusCode'] === 'number' ? error['statusCode'] : 500
    if (status >= 500) parts.log.error(error, 'a control of the simulator failed')
    const message =
      error instanceof Error && status < 500 ? error.message : 'The simulator failed; its log says why.'
    return reply.code(status).send({ error: status < 500 ? 'bad_request' : 'internal', message })
  })

  app.post('/calls', async (request, reply) => {
    // The shape is checked by the control itself.
    const ids = await control.finishCalls(bodyOf(request))
    return reply.code(201).send({ ids, callIds: ids })
  })
  app.patch<{ Params: { id: string } }>('/calls/:id', async (request, reply) => {
    await control.changeCall(request.params.id, bodyOf(request))
    return reply.code(204).send()
  })
  app.delete<{ Params: { id: string } }>('/calls/:id', async (request, reply) => {
    await control.deleteCall(request.params.id, companyOf(request))
    return reply.code(204).send()
  })
  app.delete('/faults', async () => control.clearFaults())
  app.get('/faults', async () => control.faults)
  app.put('/faults', async (request) => control.setFaults(bodyOf(request)))
  app.get('/requests', async (request) => control.requests(companyOf(request)))
  app.get('/deliveries', async () => ({ deliveries: control.deliveries() }))
  app.post('/seed', async (request) => control.seed(bodyOf(request)))
  app.post('/reset', async (request, reply) => {
    await control.reset({ connections: bodyOf(request)['connections'] === true })
    return reply.code(204).send()
  })
  app.put('/person', async (request, reply) => {
    await control.setPerson(readControl(PersonInput, bodyOf(request)))
    return reply.code(204).send()
  })
  app.put('/redirects', async (request, reply) => {
    await control.allowRedirects(readControl(RedirectsInput, bodyOf(request)).allow)
    return reply.code(204).send()
  })
  app.get('/rule', async (request) => ({ rule: ruleJson(control.company(companyOf(request)).state.rule) }))
  app.put('/rule', async (request) => {
    const rule = await control.setRule(bodyOf(request))
    return { publicKey: rule.publicKey, rule: ruleJson(rule) }
  })
  app.delete('/rule', async (request, reply) => {
    await control.removeRule(companyOf(request))
    return reply.code(204).send()
  })
  app.post('/rule/test', async (request) => {
    const delivery = await control.testRule(companyOf(request))
    return { status: delivery.attempts.at(-1)?.status ?? null, delivery }
  })
  app.get('/subscriptions', async () => ({
    companies: parts.companies.all.map(({ state }) => ({
      company: state.key,
      subscriptions: state.subscriptions,
    })),
  }))
  app.delete('/subscriptions', async (_request, reply) => {
    await control.spoilSubscriptions('removed')
    return reply.code(204).send()
  })
  app.post('/subscriptions/disable', async (_request, reply) => {
    await control.spoilSubscriptions('disabled')
    return reply.code(204).send()
  })
}

/** Another web site open in the same browser must not press our buttons. Programs send no Origin. */
function refuseOtherSites(request: FastifyRequest): void {
  const { origin } = request.headers
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== request.host))
    throw new ControlError(
      'The simulator is controlled from its own page or by programs on this machine.',
      403,
    )
}

function bodyOf(request: FastifyRequest): Record<string, unknown> {
  const text = bodyText(request).trim()
  if (text === '') return {}
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new ControlError('The body is not JSON.')
  }
  if (!isRecord(body)) throw new ControlError('The body must be a JSON object.')
  return body
}

function companyOf(request: FastifyRequest): string | undefined {
  return queryOf(request).get('company') ?? undefined
}

function ruleJson(rule: Rule | null) {
  if (!rule) return null
  const { url, authentication, filter, publicKey } = rule
  return { url, authentication, filter, publicKey }
}
