import type { Company } from '../companies.ts'
import type { SimulatorState } from '../state.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { timeAgo, withoutSecret } from './words.ts'

/** Who is connected, with which scopes, and how it hears of calls. */
export function connectionSection(company: Company, state: SimulatorState, nowMs: number): Html {
  const grant = state.grants.findLast((known) => known.company === company.state.key)
  const subscriptions = company.state.subscriptions.filter((known) => known.status === 'active')
  const { rule } = company.state
  return html`<h2>Connected app</h2>
    ${!grant && html`<p class="empty">None yet. Any OAuth client works whose id begins with <code>sim-</code>, with any secret.</p>`}
    ${
      grant &&
      html`<p><b>${grant.clientId}</b>, allowed ${timeAgo(grant.createdMs, nowMs)}</p>
        <ul class="plain">
          ${grant.scopes.map((scope) => html`<li><code>${scope}</code></li>`)}
        </ul>`
    }
    <h3>Hears of calls by</h3>
    <ul class="plain">
      ${subscriptions.map(({ url, foreign }) => html`<li>subscription${foreign && ' of another program'}<br /><code>${withoutSecret(url)}</code></li>`)}
      ${rule && html`<li>automation rule (${rule.authentication === 'jwt' ? 'signed' : 'secret in the address'})<br /><code>${withoutSecret(rule.url)}</code></li>`}
      ${subscriptions.length === 0 && !rule && html`<li class="quiet">nothing: it would have to compare lists</li>`}
    </ul>`
}

/** The rule as the real Gong's admin would build it by hand. */
export function ruleSection(company: Company): Html {
  const { rule } = company.state
  return html`<details${rule ? html` open` : null}>
<summary><h2>Automation rule</h2></summary>
<p class="hint">How today's Gong tells other programs of calls: an admin builds a rule with the action “Fire webhook”.</p>
<form data-action="rule">
<label>Address <input name="url" type="url" required placeholder="http://localhost:3000/…" value="${rule?.url ?? ''}"></label>
<label>Authentication <select name="authentication">
<option value="jwt"${rule?.authentication === 'jwt' ? html` selected` : null}>Signed JWT header</option>
<option value="url"${rule?.authentication === 'url' ? html` selected` : null}>URL includes key</option>
</select></label>
<div class="buttons"><button>Save the rule</button>
${rule && html`<button type="button" data-press="test-rule">Test now</button><button type="button" data-press="remove-rule">Remove</button>`}</div>
</form>
${rule?.authentication === 'jwt' && html`<label>Public key <textarea readonly rows="4">${rule.publicKey}</textarea></label>`}
</details>`
}

/** The company's own people. */
export function peopleSection(company: Company, setUpEmail: string | null): Html {
  const nameOf = (key: string | null) => company.people.find((person) => person.key === key)?.name
  return html`<details>
    <summary><h2>People</h2></summary>
    <ul class="people">
      ${company.people.map((person) => {
        const manager = nameOf(person.managerKey)
        return html`<li>
          <b>${person.name}</b
          >${person.email === setUpEmail && html` <span class="mark">set FastFollow up</span>`}${!person.active && html` <span class="mark">left</span>`}
          <br />${person.title}<br /><span class="quiet"
            >${person.email}${manager !== undefined && ` · reports to ${manager}`}</span
          >
        </li>`
      })}
    </ul>
  </details>`
}
