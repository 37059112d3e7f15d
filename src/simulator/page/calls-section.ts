import type { Call, Company } from '../companies.ts'
import type { Delivery, SimulatorState } from '../state.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { languageName, minutes, timeAgo } from './words.ts'

// What fits a demonstration; the API has them all.
const FINISHED_SHOWN = 40
const HISTORY_SHOWN = 8

/** The company's calls: what was finished, newest first, then the end of the history. */
export function callsSection(
  company: Company,
  { deliveries, grants }: Pick<SimulatorState, 'deliveries' | 'grants'>,
  nowMs: number,
): Html {
  const isConnected = grants.some((grant) => grant.company === company.state.key)
  const newest = company.calls.toReversed()
  const finished = company.state.calls.toReversed().flatMap(({ id }) => company.call(id) ?? [])
  const history = newest.filter((call) => !call.finished)
  const row = (call: Call) =>
    callRow(
      company,
      call,
      deliveries.findLast((delivery) => delivery.callId === call.id),
      nowMs,
    )
  return html`<h2>Calls</h2>
    ${finished.length === 0 && html`<p class="empty">${nothingYet(isConnected)}</p>`}
    <table class="stacked">
      <thead>
        <tr>
          <th>Call</th>
          <th>Customer</th>
          <th>Held</th>
          <th class="number">Length</th>
          <th>Where it is</th>
        </tr>
      </thead>
      <tbody>
        ${finished.slice(0, FINISHED_SHOWN).map(row)}
        ${
          history.length > 0 &&
          html`<tr class="divider">
            <td colspan="5">${history.length} earlier calls, there to be imported and not announced</td>
          </tr>`
        }
        ${history.slice(0, HISTORY_SHOWN).map(row)}
      </tbody>
    </table>
    ${finished.length > FINISHED_SHOWN && html`<p class="hint">and ${finished.length - FINISHED_SHOWN} more that were finished before.</p>`}`
}

function nothingYet(isConnected: boolean): Html {
  return isConnected
    ? html`Nothing has been finished yet. Press <b>Finish a call</b>: the app hears of it at once.`
    : html`Nothing has been finished yet. Connect an app first, so that somebody hears of it.`
}

function callRow(company: Company, call: Call, delivery: Delivery | undefined, nowMs: number): Html {
  const content = company.content(call)
  const marks = [
    content.isPrivate && 'private',
    content.scope === 'Internal' && 'internal',
    languageName(content.language),
  ].filter((mark) => typeof mark === 'string')
  return html`<tr>
    <td data-label="Call">
      <span class="title">${content.title}</span
      >${marks.map((mark) => html` <span class="mark">${mark}</span>`)}
    </td>
    <td data-label="Customer">${content.customer ?? '–'}</td>
    <td data-label="Held">${timeAgo(call.startedMs, nowMs)}</td>
    <td data-label="Length" class="number">${minutes(content.durationS)}</td>
    <td data-label="Where it is">${whereabouts(call, delivery, nowMs)}</td>
  </tr>`
}

/** What happened to a call so far, and what not yet. */
function whereabouts(call: Call, delivery: Delivery | undefined, nowMs: number): Html {
  if (!call.finished) return html`<span class="quiet">in the history</span>`
  const waits = [
    ['the list', call.listedMs],
    ['details', call.detailsMs],
    ['transcript', call.transcriptMs],
  ] as const
  const missing = waits.filter(([, ms]) => ms > nowMs)
  const { askedDetails, askedTranscript } = call.finished
  return html`<ul class="steps">
    ${missing.length === 0 ? step('done', 'analysed') : missing.map(([name, ms]) => step('waiting', html`${name} ${timeAgo(ms, nowMs)}`))}
    ${deliveryStep(delivery)} ${askedDetails && step('done', 'details read')}
    ${askedTranscript && step('done', 'transcript read')}
  </ul>`
}

function deliveryStep(delivery: Delivery | undefined): Html {
  if (!delivery) return step('waiting', 'not announced')
  return step(deliveryTone(delivery), deliveryWords(delivery))
}

export type Tone = 'done' | 'waiting' | 'failed'

export function deliveryTone({ state }: Delivery): Tone {
  return state === 'answered' ? 'done' : state === 'waiting' ? 'waiting' : 'failed'
}

export function deliveryWords({ state, attempts }: Delivery): string {
  const last = attempts.at(-1)
  const answer = last && (last.status === null ? (last.error ?? 'no answer') : String(last.status))
  if (state === 'dropped') return 'announcement lost'
  if (state === 'answered') return `announced, answered ${answer ?? ''}`
  if (answer === undefined) return 'announcing'
  if (state === 'gave_up') return `announcement given up: ${answer}`
  return `announced, ${answer}, again soon`
}

export function step(tone: Tone, words: string | Html): Html {
  return html`<li class="${tone}">${words}</li>`
}
