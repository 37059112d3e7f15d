import type { Company } from '../companies.ts'
import type { RequestReport } from '../request-log.ts'
import type { Delivery } from '../state.ts'
import { deliveryTone, deliveryWords, step } from './calls-section.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { timeAgo, withoutSecret } from './words.ts'

const ROWS_SHOWN = 12

/** What was sent to the client, and how it answered. */
export function deliveriesSection(company: Company, deliveries: readonly Delivery[], nowMs: number): Html {
  const own = deliveries.filter((delivery) => delivery.company === company.state.key)
  return html`<h2>Announcements</h2>
    ${own.length === 0 && html`<p class="empty">None yet. A subscription or an automation rule gets one for every call that is finished.</p>`}
    ${
      own.length > 0 &&
      html`<table class="stacked">
        <thead>
          <tr>
            <th>When</th>
            <th>Call</th>
            <th>By</th>
            <th>Answer</th>
            <th class="number">Took</th>
          </tr>
        </thead>
        <tbody>
          ${own
            .slice(-ROWS_SHOWN)
            .toReversed()
            .map((delivery) => deliveryRow(company, delivery, nowMs))}
        </tbody>
      </table>`
    }`
}

const senders = { subscription: 'subscription', rule: 'automation rule', test: "rule's test" }

function deliveryRow(company: Company, delivery: Delivery, nowMs: number): Html {
  const call = company.call(delivery.callId)
  const last = delivery.attempts.at(-1)
  return html`<tr>
    <td data-label="When">${timeAgo(delivery.createdMs, nowMs)}</td>
    <td data-label="Call">${call ? company.content(call).title : delivery.callId}</td>
    <td data-label="By"><span title="${withoutSecret(delivery.url)}">${senders[delivery.kind]}</span></td>
    <td data-label="Answer">
      <ul class="steps">
        ${step(deliveryTone(delivery), deliveryWords(delivery))}${delivery.attempts.length > 1 && step('waiting', `${delivery.attempts.length} tries`)}
      </ul>
    </td>
    <td data-label="Took" class="number">${last ? `${Math.round(last.tookMs)} ms` : '–'}</td>
  </tr>`
}

/** What the client asked for, and how fast. */
export function requestsSection(
  report: RequestReport,
  allowance: { perSecond: number; perDay: number },
  nowMs: number,
): Html {
  const { requests, total, refused, mostInAnySecond } = report
  return html`<h2>Requests</h2>
    <dl class="figures">
      <div>
        <dt>API requests</dt>
        <dd>${total}</dd>
      </div>
      <div>
        <dt>most in any second</dt>
        <dd>${mostInAnySecond} <small>of ${allowance.perSecond}</small></dd>
      </div>
      <div>
        <dt>refused with 429</dt>
        <dd>${refused}</dd>
      </div>
    </dl>
    ${
      requests.length > 0 &&
      html`<table class="stacked">
        <thead>
          <tr>
            <th>When</th>
            <th>Request</th>
            <th class="number">Calls</th>
            <th>Answer</th>
            <th class="number">Took</th>
          </tr>
        </thead>
        <tbody>
          ${requests
            .slice(-ROWS_SHOWN)
            .toReversed()
            .map(
              (request) =>
                html`<tr>
                  <td data-label="When">${timeAgo(Date.parse(request.at), nowMs)}</td>
                  <td data-label="Request"><code>${request.method} ${request.path}</code></td>
                  <td data-label="Calls" class="number">
                    ${request.callIdsCount === 0 ? '–' : request.callIdsCount}
                  </td>
                  <td data-label="Answer">
                    <ul class="steps">
                      ${step(request.status === 0 ? 'waiting' : request.status < 400 ? 'done' : 'failed', request.status === 0 ? 'no answer' : String(request.status))}
                    </ul>
                  </td>
                  <td data-label="Took" class="number">
                    ${request.tookMs === null ? '–' : `${Math.round(request.tookMs)} ms`}
                  </td>
                </tr>`,
            )}
        </tbody>
      </table>`
    }`
}
