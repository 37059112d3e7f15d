import { at } from './casting.ts'
import type { ScriptParty } from './company-shapes.ts'

// prettier-ignore
const companies = [
  'Tarnbrook Logistics', 'Silverdale Dairy', 'Oakhollow Garden Centres', 'Redpine Timber', 'Marlow Laundry',
  'Cobalt Tools', 'Wrenfield Veterinary Supply', 'Sandpiper Seafood', 'Juniper Meal Boxes', 'Granite Bay Gas',
  'Foxglove Flowers', 'Harbour Light Linen', 'Larkspur Eyewear', 'Millstone Flour', 'Copperleaf Coffee',
  'Ironbridge Tyres', 'Quayside Catering', 'Thistle Medical', 'Bramble Organic', 'Summit Cycles',
  'Peregrine Parcel', 'Willowmere Care', 'Stonecrop Roofing', 'Amberfield Feeds', 'Bluestone Water',
  'Fennimore Books', 'Goldcrest Uniforms', 'Heronsgate Furniture', 'Inkwell Office Supply', 'Kingcup Nurseries',
]

// prettier-ignore
const names = [
  'Nadia Ferris', 'Tom Brackley', 'Yuki Arden', 'Carla Mendes', 'Owen Pritchard', 'Fatima Aziz', 'Greg Lindholm',
  'Sofia Marchetti', 'Duncan Reid', 'Amara Obi', 'Helen Strand', 'Ravi Menon', 'Beth Calloway', 'Igor Petrenko',
  'Louise Garnier', 'Sean Doherty', 'Mina Park', 'Victor Alves', 'Chloe Winter', 'Hassan Karim', 'Judy Okonkwo',
  'Paul Verhoeven', 'Rosa Delgado', 'Simon Achterberg', 'Tess Holloway', 'Umar Sheikh', 'Vera Nyberg', 'Will Tanner',
  'Ximena Rojas', 'Yvonne Bauer', 'Zack Morley',
]

const titles = [
  'Head of Logistics',
  'Fleet Manager',
  'Operations Director',
  'Transport Planner',
  'Depot Manager',
]

/** A customer of the history: the same number always gives the same company and the same two people. */
export function historyCustomer(number: number): { company: string; lead: ScriptParty; peer: ScriptParty } {
  const company = companies[number % companies.length]!
  const member = at(company, `${company.toLowerCase().replaceAll(/[^a-z]/g, '')}.example`)
  const someone = (index: number) => {
    const name = names[index % names.length]!
    return member(name, name.toLowerCase().replace(' ', '.'), titles[index % titles.length]!)
  }
  // 31 names and 30 companies: the two never coincide, because 5 is no multiple of 31.
  return { company, lead: someone(number * 3), peer: someone(number * 3 + 5) }
}

export const historyCustomers = companies.length
