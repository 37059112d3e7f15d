import type { Company } from '../companies.ts'
import type { CompanyUser } from '../company/company.ts'
import { chance } from '../ids.ts'
import { gongDate } from './dates.ts'

export interface User {
  id: string
  createdMs: number
  json: object
}

/** The company's people as Gong's users, ascending by id. */
export function usersOf(company: Company): User[] {
  return company.people
    .map((person) => userOf(company, person))
    .sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0))
}

// Everybody was there before the history begins.
const FIRST_HIRED = Date.UTC(2023, 0, 9, 9)
const YEAR_MS = 365 * 86_400_000

function userOf(company: Company, person: CompanyUser): User {
  const id = company.userIdOf(person.key)
  const createdMs = FIRST_HIRED + Math.floor(chance('hired', id) * YEAR_MS)
  const [firstName = person.name, ...rest] = person.name.split(/\s+/u)
  const json = {
    id,
    emailAddress: person.email,
    created: gongDate(createdMs, id),
    active: person.active,
    emailAliases: person.aliases,
    trustedEmailAddress: null,
    firstName,
    lastName: rest.length === 0 ? null : rest.join(' '),
    title: person.title,
    phoneNumber: null,
    extension: null,
    personalMeetingUrls: [],
    settings: {
      webConferencesRecorded: true,
      preventWebConferenceRecording: false,
      telephonyCallsImported: false,
      emailsImported: true,
      preventEmailImport: false,
      nonRecordedMeetingsImported: false,
      gongConnectEnabled: chance('connect', id) < 0.5,
    },
    managerId: person.managerKey === null ? null : company.userIdOf(person.managerKey),
    ...(chance('consent page', id) < 0.5 && { meetingConsentPageUrl: null }),
    spokenLanguages: [{ language: 'en-US', primary: true }],
    conferencingProviders: [],
  }
  return { id, createdMs, json }
}
