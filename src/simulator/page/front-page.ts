import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { queryOf } from '../bodies.ts'
import type { Company } from '../companies.ts'
import { OUR_COMPANY } from '../company/people.ts'
import type { SimulatorControl } from '../control.ts'
import type { Parts } from '../parts.ts'
import { callsSection } from './calls-section.ts'
import { connectionSection, peopleSection, ruleSection } from './connection-section.ts'
import { faultsSection } from './faults-section.ts'
import { html, layout, sendPage } from './html.ts'
import type { Html } from './html.ts'
import { deliveriesSection, requestsSection } from './traffic-sections.ts'
import { languageName, minutes } from './words.ts'

/** The page for people: the company's calls with a button that finishes one, what goes wrong, and what was said. */
export function addFrontPage(app: FastifyInstance, parts: Parts, control: SimulatorControl): void {
  for (const [name, type] of [
    ['style.css', 'text/css; charset=utf-8'],
    ['page.js', 'text/javascript; charset=utf-8'],
    ['icon.svg', 'image/svg+xml'],
  ] as const) {
    const content = readFileSync(new URL(name, import.meta.url))
    app.get(`/_simulator/assets/${name}`, async (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(content),
    )
  }

  app.get('/', async (request, reply) => {
    const company = companyOf(request, control)
    return sendPage(reply, layout('Gong simulator', frontPage(company, parts, control), { script: true }))
  })
  // What moves by itself, asked for again and again by the page's script.
  app.get('/_simulator/sections', async (request) =>
    Object.fromEntries(
      Object.entries(sectionsOf(companyOf(request, control), parts, control)).map(([name, section]) => [
        name,
        section.text,
      ]),
    ),
  )
}

function companyOf(request: FastifyRequest, control: SimulatorControl): Company {
  return control.company(queryOf(request).get('company') ?? undefined)
}

function sectionsOf(company: Company, parts: Parts, control: SimulatorControl) {
  const nowMs = parts.clock.now().getTime()
  const { state } = parts.store
  const { ratePerSecond: perSecond, ratePerDay: perDay } = state.faults
  return {
    calls: callsSection(company, state, nowMs),
    deliveries: deliveriesSection(company, state.deliveries, nowMs),
    requests: requestsSection(control.requests(company.state.key), { perSecond, perDay }, Date.now()),
    connection: connectionSection(company, state, nowMs),
    faults: faultsSection(state.faults),
    rule: ruleSection(company),
    people: peopleSection(company, state.person?.email ?? null),
  }
}

function frontPage(company: Company, parts: Parts, control: SimulatorControl): Html {
  const sections = sectionsOf(company, parts, control)
  const section = (name: keyof typeof sections) => html`<section id="${name}">${sections[name]}</section>`
  return html`<div class="page" data-company="${company.state.key}">
    <header>
      <div>
        <p class="badge">Gong simulator</p>
        <h1>${OUR_COMPANY}</h1>
        <p class="hint">An invented company that records its sales calls. Nothing here is real.</p>
      </div>
      ${companySwitch(company, parts)}
    </header>
    <div class="columns">
      <main>
        <section class="act">${finishForm(company)}</section>
        <p id="told" role="status" aria-live="polite"></p>
        ${section('calls')} ${section('deliveries')} ${section('requests')}
      </main>
      <aside>
        ${section('connection')} ${section('faults')} ${section('rule')}
        <section>${historyForm(company)}</section>
        ${section('people')}
      </aside>
    </div>
  </div>`
}

function finishForm(company: Company): Html {
  return html`<form data-action="finish">
      <label class="grow"
        ><span>Which call</span>
        <select name="script">
          <option value="">The next in turn</option>
          ${company.scripts.map((script) => {
            const more = [
              script.kind,
              minutes(script.durationS),
              languageName(script.language),
              script.isPrivate && 'private',
            ]
            return html`<option value="${script.key}">
              ${script.title} (${more.filter(Boolean).join(', ')})
            </option>`
          })}
        </select></label
      >
      <label><span>How often</span> <input type="number" name="count" value="1" min="1" max="500" /></label>
      <button class="primary">Finish a call</button>
    </form>
    <details>
      <summary>… or with your own words</summary>
      <form data-action="own-call">
        <label>Title <input name="title" placeholder="Pricing and rollout" /></label>
        <label
          >Who said what, one line each
          <textarea
            name="transcript"
            rows="6"
            required
            placeholder="Ada: Thanks for making the time.
Maya: We need single sign-on before the rollout.
Ada: I'll send you the security sheet by Thursday."
          ></textarea>
        </label>
        <p class="hint">Names of the company's people are ours, all others are guests.</p>
        <div class="buttons"><button>Finish this call</button></div>
      </form>
    </details>`
}

function historyForm(company: Company): Html {
  const { calls, days } = company.state.history
  return html`<details>
    <summary><h2>History</h2></summary>
    <form data-action="seed">
      <label class="line"
        >Calls <input type="number" name="calls" min="0" max="200000" value="${calls}"
      /></label>
      <label class="line"
        >in the past
        <span><input type="number" name="days" min="1" max="3650" value="${days}" /> days</span></label
      >
      <div class="buttons">
        <button>Make this history</button>
        <button
          type="button"
          data-press="reset"
          data-ask="All calls that were finished, all faults and all logs will be gone. Connected apps stay connected."
        >
          Start over
        </button>
      </div>
      <p class="hint">
        Another history takes the place of this one. It is there to be imported and is not announced.
      </p>
    </form>
  </details>`
}

/** Only where several OAuth clients have made several companies. */
function companySwitch(company: Company, parts: Parts): Html | null {
  const { all } = parts.companies
  if (all.length < 2) return null
  return html`<nav aria-label="Companies">
    ${all.map(({ state }) => {
      const name = state.clientKey ?? state.key
      return state.key === company.state.key
        ? html`<a aria-current="page" href="/?company=${encodeURIComponent(state.key)}">${name}</a>`
        : html`<a href="/?company=${encodeURIComponent(state.key)}">${name}</a>`
    })}
  </nav>`
}
