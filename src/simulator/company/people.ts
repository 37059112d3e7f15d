import type { CompanyUser } from './company-shapes.ts'

export const OUR_COMPANY = 'Lumen Fleet'
const OUR_DOMAIN = 'lumenfleet.example'

function person(
  key: string,
  name: string,
  mailbox: string,
  title: string,
  managerKey: string | null,
  more: Partial<CompanyUser> = {},
): CompanyUser {
  return {
    key,
    name,
    email: `${mailbox}@${OUR_DOMAIN}`,
    title,
    managerKey,
    aliases: [],
    active: true,
    ...more,
  }
}

const staff: readonly CompanyUser[] = [
  person('vp', 'Renata Costa', 'renata.costa', 'VP Revenue', null),
  person('manager', 'Marcus Hale', 'marcus.hale', 'Director of Sales', 'vp'),
  person('rep', 'Alex Morgan', 'alex.morgan', 'Account Executive', 'manager', {
    aliases: [`alex@${OUR_DOMAIN}`],
  }),
  person('colleague', 'Priya Raman', 'priya.raman', 'Account Executive', 'manager', {
    aliases: [`p.raman@${OUR_DOMAIN}`],
  }),
  person('se', 'Tomás Rivera', 'tomas.rivera', 'Solutions Engineer', 'vp', {
    aliases: [`tom@${OUR_DOMAIN}`],
  }),
  person('csm', 'Ingrid Solberg', 'ingrid.solberg', 'Customer Success Manager', 'vp'),
  person('onboarding', 'Kwame Boateng', 'kwame.boateng', 'Implementation Lead', 'vp'),
  person('product', 'Dev Chandra', 'dev.chandra', 'Product Manager', null),
  person('security', 'Hannah Weiss', 'hannah.weiss', 'Head of Security', null),
  person('dach', 'Jana Krüger', 'jana.krueger', 'Account Executive DACH', 'manager'),
  person('dachSe', 'Florian Berger', 'florian.berger', 'Solutions Engineer DACH', 'vp'),
  person('japan', '山本 遥', 'haruka.yamamoto', 'Account Executive Japan', 'manager'),
  person('japanSe', '小林 直樹', 'naoki.kobayashi', 'Solutions Engineer Japan', 'vp'),
  person('left', 'Olivia Grant', 'olivia.grant', 'Account Executive', 'manager', { active: false }),
]

/**
 * The simulated company's people. Whoever sets FastFollow up takes the place of one rep (key `rep`), so that
 * the calls they see are their own; without them the place is held by an invented rep.
 */
export function companyPeople(setupPerson?: { name: string; email: string }): CompanyUser[] {
  return staff.map((user) => {
    if (user.key !== 'rep' || !setupPerson) return { ...user, aliases: [...user.aliases] }
    const email = setupPerson.email.trim()
    const name = setupPerson.name.trim() || (email.split('@')[0] ?? email)
    return { ...user, name, email, aliases: [] }
  })
}
