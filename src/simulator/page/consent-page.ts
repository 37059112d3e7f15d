import type { CompanyUser } from '../company/company.ts'
import { html, layout } from './html.ts'
import type { Html } from './html.ts'

/** What a client asks for on the authorize page. */
export interface Authorization {
  clientId: string
  redirectUri: string
  scopes: string[]
  state: string | null
}

const meanings: Record<string, string> = {
  'api:calls:read:basic': 'See that calls took place: title, time, length, host',
  'api:calls:read:extensive': 'See who was on a call and what the analysis found',
  'api:calls:read:transcript': 'Read what was said, sentence by sentence',
  'api:calls:read:media-url': 'Get links to recordings',
  'api:users:read': 'See the people of the company who use Gong',
  'api:workspaces:read': 'See the names of the workspaces',
}

/** Where an admin grants or refuses, scope by scope. */
export function consentPage(asked: Authorization, people: readonly CompanyUser[]): Html {
  const admin = people.find((person) => person.managerKey === null) ?? people[0]
  return layout(
    'Connect an app to Gong (simulator)',
    html`<main class="consent">
      <p class="badge">Gong simulator: nothing real happens here</p>
      <h1>Let <em>${asked.clientId}</em> read your calls?</h1>
      <p>
        You are signed in as ${admin?.name ?? 'the technical admin'}, technical admin of the simulated
        company. What you allow holds for the whole company.
      </p>
      <form method="post" action="/oauth2/authorize">
        <input type="hidden" name="client_id" value="${asked.clientId}" />
        <input type="hidden" name="redirect_uri" value="${asked.redirectUri}" />
        <input type="hidden" name="scope" value="${asked.scopes.join(' ')}" />
        ${asked.state !== null && html`<input type="hidden" name="state" value="${asked.state}" />`}
        <fieldset>
          <legend>It asks for</legend>
          ${asked.scopes.map(
            (scope) =>
              html`<label class="scope"
                ><input type="checkbox" name="grant" value="${scope}" checked />
                <span>${meanings[scope] ?? scope}<code>${scope}</code></span></label
              >`,
          )}
        </fieldset>
        <p class="hint">Untick a scope to see how the app bears a refusal.</p>
        <div class="buttons">
          <button class="primary" name="decision" value="allow">Allow</button>
          <button name="decision" value="deny">Deny</button>
        </div>
      </form>
      <p class="hint">Afterwards you return to ${new URL(asked.redirectUri).origin}.</p>
    </main>`,
  )
}

/** When the request is such that nobody may be sent back with it. */
export function refusalPage(reason: string): Html {
  return layout(
    'Not possible (Gong simulator)',
    html`<main class="consent">
      <p class="badge">Gong simulator</p>
      <h1>This can't be connected</h1>
      <p>${reason}</p>
      <p><a href="/">To the simulator's front page</a></p>
    </main>`,
  )
}
