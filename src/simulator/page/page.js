// The simulator's front page: forms and buttons tell the controls, and what moves is read again every second.

const page = document.querySelector('.page')
const company = page.dataset.company
const told = document.querySelector('#told')

const actions = {
  finish: (form) => {
    const script = form.get('script')
    const count = Number(form.get('count'))
    return tell('POST', '/calls', { company, count, ...(script && { script }) }).then(({ ids }) =>
      ids.length === 1 ? 'The call is finished.' : `${ids.length} calls are finished.`,
    )
  },
  'own-call': (form) => {
    const title = form.get('title').trim()
    const transcript = form.get('transcript')
    return tell('POST', '/calls', { company, transcript, ...(title && { title }) }).then(
      () => 'The call is finished.',
    )
  },
  rule: (form) =>
    tell('PUT', '/rule', { company, ...Object.fromEntries(form) }).then(() => 'The rule is saved.'),
  seed: (form) =>
    tell('POST', '/seed', { company, calls: Number(form.get('calls')), days: Number(form.get('days')) }).then(
      ({ calls }) => `The history has ${calls} calls now.`,
    ),
}

const presses = {
  'test-rule': () =>
    tell('POST', `/rule/test?company=${encodeURIComponent(company)}`).then(({ status }) =>
      status === null ? 'The test was not answered.' : `The test was answered with ${status}.`,
    ),
  'remove-rule': () =>
    tell('DELETE', `/rule?company=${encodeURIComponent(company)}`).then(() => 'The rule is gone.'),
  revoke: () => tell('PUT', '/faults', { revokeTokens: true }).then(() => 'No app has access any more.'),
  'remove-subscriptions': () => tell('DELETE', '/subscriptions').then(() => 'All subscriptions are gone.'),
  'no-faults': () => tell('DELETE', '/faults').then(() => 'All faults are off.'),
  reset: () => tell('POST', '/reset').then(() => 'Started over.'),
}

async function tell(method, path, body) {
  const response = await fetch(`/_simulator${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  const text = await response.text()
  const answer = text === '' ? {} : JSON.parse(text)
  if (!response.ok) throw new Error(answer.message ?? `The simulator answered ${response.status}.`)
  return answer
}

async function act(work, control) {
  if (control) control.disabled = true
  try {
    say(await work(), 'done')
    await refresh()
  } catch (error) {
    say(error.message, 'failed')
  } finally {
    if (control) control.disabled = false
  }
}

let silence
function say(words, tone) {
  told.textContent = words
  told.className = tone
  clearTimeout(silence)
  silence = setTimeout(() => (told.textContent = ''), 6000)
}

document.addEventListener('submit', (event) => {
  event.preventDefault()
  const action = actions[event.target.dataset.action]
  const form = new FormData(event.target)
  if (action) void act(() => action(form), event.submitter)
})

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-press]')
  if (!button) return
  const { press, ask } = button.dataset
  if (ask && !confirm(ask)) return
  button.blur()
  void act(presses[press], button)
})

document.addEventListener('change', (event) => {
  const { form, name } = event.target
  if (form?.dataset.action !== 'faults') return
  // The page no longer shows what the server sent last.
  shown.set('faults', null)
  void act(async () => {
    await tell('PUT', '/faults', { [name]: faultValue(form, event.target) })
    return 'Changed.'
  })
})

function faultValue(form, input) {
  if (input.name === 'missingScopes') return new FormData(form).getAll('missingScopes')
  if (input.type === 'checkbox') return input.checked
  return Number(input.value) / (input.dataset.percent === undefined ? 1 : 100)
}

// Sections as the server last sent them; one that somebody is typing in is left alone.
const shown = new Map()
async function refresh() {
  const response = await fetch(`/_simulator/sections?company=${encodeURIComponent(company)}`)
  if (!response.ok) return
  for (const [name, content] of Object.entries(await response.json())) {
    const section = document.getElementById(name)
    if (shown.get(name) === content || section.contains(document.activeElement)) continue
    // The first answer is what the page already shows, but for the passing of time.
    if (shown.has(name) || !section.querySelector('details'))
      keepOpen(section, () => (section.innerHTML = content))
    shown.set(name, content)
  }
}

function keepOpen(section, replace) {
  const open = section.querySelector('details')?.open
  replace()
  const details = section.querySelector('details')
  if (details && open !== undefined) details.open = open
}

setInterval(() => {
  if (document.visibilityState === 'visible')
    refresh().catch(() => say('The simulator does not answer.', 'failed'))
}, 1000)
