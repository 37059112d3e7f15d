import type { Call, Company } from '../companies.ts'
import type { CallContent, Party } from '../contents.ts'
import { chance, idOf } from '../ids.ts'
import { contentBlock, interactionBlock } from './call-analysis.ts'
import { gongDate } from './dates.ts'
import { isOdd, oddMetaData } from './odd-records.ts'

/** Which blocks of an extensive call were asked for. */
export interface Selection {
  context: 'None' | 'Basic' | 'Extended'
  parties: boolean
  content: ReadonlySet<string>
  interaction: ReadonlySet<string>
  publicComments: boolean
  media: boolean
}

export const metaDataOnly: Selection = {
  context: 'None',
  parties: false,
  content: new Set(),
  interaction: new Set(),
  publicComments: false,
  media: false,
}

/** What an automation rule's delivery carries: everything but media and transcript. */
export const wholeCall: Selection = {
  context: 'Extended',
  parties: true,
  content: new Set([
    'structure',
    'topics',
    'trackers',
    'brief',
    'outline',
    'highlights',
    'callOutcome',
    'keyPoints',
  ]),
  interaction: new Set(['speakers', 'video', 'personInteractionStats', 'questions']),
  publicComments: true,
  media: false,
}

/** A call as `GET /v2/calls` lists it and as the `metaData` of `extensive`. */
export function callJson(company: Company, call: Call, content: CallContent = company.content(call)): object {
  const { id } = call
  return {
    id,
    url: `https://${hostPrefix(company)}.app.gong.io/call?id=${id}`,
    title: content.title,
    scheduled:
      chance('scheduled', id) < 0.2 ? null : gongDate(quarterBefore(call.startedMs), `scheduled ${id}`),
    started: gongDate(call.startedMs, id),
    duration: Math.round(content.durationS),
    primaryUserId: content.primaryUserId,
    direction: 'Conference',
    system: chance('system', id) < 0.6 ? 'Zoom' : 'Google Meet',
    scope: content.scope,
    media: 'Video',
    language: content.language,
    workspaceId: company.workspaceId,
    sdrDisposition: null,
    clientUniqueId: null,
    customData: null,
    ...maybe('purpose', id, content.kind),
    ...maybe('meetingUrl', id, `https://meet.example/j/${id.slice(0, 9)}`),
    isPrivate: content.isPrivate,
    ...maybe('calendarEventId', id, `${id.slice(4, 14)}@calendar.example`),
    // Gong says that keys may appear at any time: a client must bear them.
    ...(chance('unknown key', id) < 0.3 && { recordingProfile: { tier: 'standard', revision: 3 } }),
  }
}

/** A call as `POST /v2/calls/extensive` answers it. */
export function extensiveJson(company: Company, call: Call, selection: Selection, oddShare = 0): object {
  const content = company.content(call)
  return {
    metaData: { ...callJson(company, call, content), ...(isOdd(call.id, oddShare) && oddMetaData) },
    ...(selection.context !== 'None' && { context: contextOf(company, content) }),
    ...(selection.parties && { parties: content.parties.map((party) => partyJson(party, selection)) }),
    ...(selection.content.size > 0 && { content: contentBlock(content, selection.content) }),
    ...(selection.interaction.size > 0 && { interaction: interactionBlock(content, selection.interaction) }),
    ...(selection.publicComments && { collaboration: { publicComments: [] } }),
    ...(selection.media && { media: { audioUrl: null, videoUrl: null } }),
  }
}

function partyJson(party: Party, selection: Selection): object {
  const { id } = party
  return {
    id,
    ...(party.email === null
      ? chance('no address', id) < 0.5 && { emailAddress: null }
      : { emailAddress: party.email }),
    name: party.name,
    ...(party.title === null ? chance('no title', id) < 0.5 && { title: null } : { title: party.title }),
    // A guest has no such key at all: it stands only for the company's own users.
    ...(party.userId !== null && { userId: party.userId }),
    speakerId: party.speakerId,
    ...(selection.context !== 'None' && { context: [] }),
    affiliation: party.affiliation,
    phoneNumber: null,
    methods: party.attended ? ['Invitee', 'Attendee'] : ['Invitee'],
    ...(chance('unknown key', id) < 0.2 && { timeZoneHint: null }),
  }
}

function contextOf(company: Company, content: CallContent): object[] {
  if (content.customer === null) return []
  const account = idOf('account', company.state.key, content.customer)
  return [
    {
      system: 'Salesforce',
      objects: [
        {
          objectType: 'Account',
          objectId: `001${account.slice(0, 12)}`,
          timing: 'Now',
          fields: [{ name: 'Name', value: content.customer }],
        },
      ],
    },
  ]
}

/** The company's part of its web address at Gong. */
function hostPrefix(company: Company): string {
  return `us-${company.workspaceId.slice(0, 5)}`
}

/** A key that for some records is missing and for others null. */
function maybe(key: string, id: string, value: unknown): object {
  const luck = chance(key, id)
  return luck < 0.25 ? {} : { [key]: luck < 0.45 ? null : value }
}

const QUARTER_MS = 15 * 60_000

function quarterBefore(ms: number): number {
  return Math.floor(ms / QUARTER_MS) * QUARTER_MS
}
