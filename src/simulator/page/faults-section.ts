import type { Faults } from '../faults.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'

type Field =
  | { name: keyof Faults; label: string; kind: 'switch' | 'share' }
  | { name: keyof Faults; label: string; kind: 'amount'; unit: string }

const groups: { title: string; fields: Field[] }[] = [
  {
    title: 'Connecting',
    fields: [
      { name: 'unapprovedClient', label: 'The OAuth client is not activated', kind: 'switch' },
      { name: 'refreshFails', label: 'Refreshing the token is refused', kind: 'switch' },
      { name: 'loseRefreshAnswer', label: 'The answer to a refresh is lost', kind: 'switch' },
      { name: 'subscriptionsNotOffered', label: 'No subscriptions, as in today’s Gong', kind: 'switch' },
      { name: 'conflictingSubscription', label: 'Another program holds the subscription', kind: 'switch' },
    ],
  },
  {
    title: 'Announcements',
    fields: [
      { name: 'dropWebhooks', label: 'Lost', kind: 'share' },
      { name: 'duplicateWebhooks', label: 'Sent twice', kind: 'share' },
      { name: 'delayWebhooksS', label: 'Delayed by', kind: 'amount', unit: 's' },
      { name: 'lateWebhooks', label: '… so many of them', kind: 'share' },
      { name: 'shuffleWebhooks', label: 'In any order', kind: 'switch' },
      { name: 'badSignature', label: 'Wrongly signed', kind: 'switch' },
    ],
  },
  {
    title: 'Answers',
    fields: [
      { name: 'rateLimited', label: 'Everything is refused with 429', kind: 'switch' },
      { name: 'retryAfterS', label: '… and may be retried after', kind: 'amount', unit: 's' },
      { name: 'latencyMs', label: 'Slower by', kind: 'amount', unit: 'ms' },
      { name: 'serverErrors', label: 'Internal errors', kind: 'share' },
      { name: 'oddRecords', label: 'Odd calls: wrong kinds of values', kind: 'share' },
      { name: 'garbage', label: 'Garbage instead of JSON', kind: 'share' },
      { name: 'halfBodies', label: 'Broken off in the middle', kind: 'share' },
      { name: 'silent', label: 'Never answered', kind: 'share' },
    ],
  },
]

const scopes = [
  'api:calls:read:basic',
  'api:calls:read:extensive',
  'api:calls:read:transcript',
  'api:users:read',
]

/** What can be made to go wrong. */
export function faultsSection(faults: Faults): Html {
  return html`<details open>
    <summary><h2>Faults</h2></summary>
    <form data-action="faults">
      ${groups.map(
        ({ title, fields }) =>
          html`<fieldset>
            <legend>${title}</legend>
            ${fields.map((field) => fieldOf(field, faults))} ${title === 'Connecting' && scopesField(faults)}
          </fieldset>`,
      )}
      <div class="buttons">
        <button type="button" data-press="revoke">Revoke access now</button>
        <button type="button" data-press="remove-subscriptions">Remove subscriptions</button>
        <button type="button" data-press="no-faults">All faults off</button>
      </div>
    </form>
  </details>`
}

function fieldOf(field: Field, faults: Faults): Html {
  const value = faults[field.name]
  const name = field.name
  if (field.kind === 'switch')
    return html`<label class="line"
      ><input type="checkbox" name="${name}" ${value === false ? null : html` checked`} />
      ${field.label}</label
    >`
  if (field.kind === 'amount')
    return html`<label class="line"
      >${field.label}
      <span
        ><input type="number" name="${name}" min="0" value="${Number(value)}" /><span class="unit"
          >${field.unit}</span
        ></span
      ></label
    >`
  const percent = Math.round(Number(value) * 100)
  return html`<label class="line"
    >${field.label}
    <span
      ><input type="number" name="${name}" data-percent min="0" max="100" step="5" value="${percent}" /><span
        class="unit"
        >%</span
      ></span
    ></label
  >`
}

function scopesField(faults: Faults): Html {
  return html`<div class="line-group">
    <p>Missing scopes</p>
    ${scopes.map(
      (scope) =>
        html`<label class="line"
          ><input
            type="checkbox"
            name="missingScopes"
            value="${scope}"
            ${faults.missingScopes.includes(scope) ? html` checked` : null}
          />
          <code>${scope}</code></label
        >`,
    )}
    <label class="line"
      >refused with
      <select name="scopeErrorStatus">
        ${[401, 403].map(
          (status) =>
            html`<option${faults.scopeErrorStatus === status ? html` selected` : null}>${status}</option>`,
        )}
      </select></label
    >
  </div>`
}
