import type { CallScript, CompanyUser, ScriptParty } from './company-shapes.ts'

/**
 * The scripts with our people's names, addresses and titles filled in, in the cast and in the spoken words
 * (`{rep}` the whole name, `{repFirst}` the first one). Throws when a script names a person who is not there.
 */
export function resolveScripts(people: readonly CompanyUser[], scripts: readonly CallScript[]): CallScript[] {
  const byKey = new Map(people.map((user) => [user.key, user]))
  return scripts.map((script) => resolveScript(byKey, script))
}

function resolveScript(byKey: ReadonlyMap<string, CompanyUser>, script: CallScript): CallScript {
  const fill = (text: string) =>
    text.replace(/\{([a-zA-Z]+?)(First)?\}/g, (placeholder, key: string, first?: string) => {
      const user = byKey.get(key)
      if (!user) throw new Error(`call ${script.key} names ${placeholder}, who is not one of our people`)
      return first ? firstName(user.name) : user.name
    })
  const fillParty = (party: ScriptParty): ScriptParty => {
    const user = party.userKey === undefined ? undefined : byKey.get(party.userKey)
    if (!user) return { ...party, name: fill(party.name) }
    return { ...party, name: user.name, email: user.email, title: user.title }
  }
  return {
    ...script,
    title: fill(script.title),
    parties: script.parties.map(fillParty),
    turns: script.turns.map((turn) => ({ ...turn, speaker: fill(turn.speaker), text: fill(turn.text) })),
  }
}

function firstName(name: string): string {
  return name.split(/\s+/u)[0] ?? name
}
