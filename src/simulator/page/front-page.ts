import type { FastifyInstance } from 'fastify'
import type { SimulatorControl } from '../control.ts'
import type { Parts } from '../parts.ts'
import { html, layout, sendPage } from './html.ts'

export function addFrontPage(app: FastifyInstance, _parts: Parts, _control: SimulatorControl): void {
  app.get('/', async (_request, reply) =>
    sendPage(reply, layout('Gong simulator', html`<h1>Gong simulator</h1>`)),
  )
}
