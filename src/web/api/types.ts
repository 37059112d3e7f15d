/** The shapes of the server's answers. Types only: the schemas themselves stay on the server, so none of zod reaches the browser. */
import type { z } from 'zod'
import type {
  ActionItem,
  Evidence,
  FollowUp,
  FollowUpContent,
  FollowUpList,
  FollowUpSummary,
  FollowUpVersion,
  FollowUpWithVersions,
  MailSentence,
  Recipient,
  SentenceKind,
} from '../../followups/follow-up-shapes.ts'
import type { MemberList } from '../../accounts/account-shapes.ts'
import type { FoundCall as FoundCallShape } from '../../ingest/call-shapes.ts'

export type {
  CallDetail,
  CallList,
  CallSummary,
  Party,
  TranscriptSentence,
} from '../../ingest/call-shapes.ts'
export type { GongConnection, GongScope, Issue } from '../../connections/connection-shapes.ts'
export type { Me, Role } from '../../accounts/account-shapes.ts'
export type {
  ActionItem,
  Evidence,
  FollowUp,
  FollowUpContent,
  FollowUpSummary,
  MailSentence,
  Recipient,
  SentenceKind,
}

export type MemberList = z.infer<typeof MemberList>
export type FollowUpList = z.infer<typeof FollowUpList>
export type FollowUpVersion = z.infer<typeof FollowUpVersion>
export type FollowUpWithVersions = z.infer<typeof FollowUpWithVersions>
export type FoundCall = z.infer<typeof FoundCallShape>
