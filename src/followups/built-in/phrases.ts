/** The mail's own words around what was found. They state no fact and no promise. */
export interface Phrases {
  subject: (title: string | null, company: string | null, day: string) => string
  greeting: (names: string[]) => string
  thanks: (title: string | null) => string
  recapLead: string
  ours: string
  theirs: string
  questions: string
  decisions: string
  meetingLead: string | null
  /** Where nothing was promised: said in other words, no bullets. */
  nothingPromised: string
  nothingFound: string
  closing: string
  signOff: (host: string | null) => string[]
}

const listed = (names: string[], and: string): string =>
  names.length <= 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`

export const ENGLISH: Phrases = {
  subject: (title, company, day) =>
    title
      ? `${title}: recap and next steps`
      : company
        ? `Our call with ${company}: recap and next steps`
        : `Our call on ${day}: recap and next steps`,
  greeting: (names) =>
    names.length === 0 ? 'Hello,' : names.length > 4 ? 'Hi everyone,' : `Hi ${listed(names, 'and')},`,
  thanks: () => 'Thank you for your time today.',
  recapLead: 'This is what I took away from our conversation:',
  ours: 'Next steps on our side:',
  theirs: 'Next steps on your side:',
  questions: 'Still open:',
  decisions: 'What we settled:',
  meetingLead: null,
  nothingPromised: 'There are no open tasks for either of us from this conversation.',
  nothingFound: 'It was good to talk.',
  closing: 'If I missed or misread anything, just reply to this mail.',
  signOff: (host) => ['Best regards,', ...(host ? [host] : [])],
}

export const GERMAN: Phrases = {
  subject: (title, company, day) =>
    title
      ? `${title}: Zusammenfassung und nächste Schritte`
      : company
        ? `Unser Gespräch mit ${company}: Zusammenfassung und nächste Schritte`
        : `Unser Gespräch am ${day}: Zusammenfassung und nächste Schritte`,
  greeting: (names) =>
    names.length === 0 || names.length > 4 ? 'Guten Tag,' : `Guten Tag ${listed(names, 'und')},`,
  thanks: () => 'vielen Dank für das gute Gespräch heute.',
  recapLead: 'Das habe ich aus unserem Gespräch mitgenommen:',
  ours: 'Nächste Schritte auf unserer Seite:',
  theirs: 'Nächste Schritte auf Ihrer Seite:',
  questions: 'Noch offen:',
  decisions: 'Das haben wir festgehalten:',
  meetingLead: null,
  nothingPromised: 'Offene Aufgaben gibt es aus diesem Gespräch für beide Seiten nicht.',
  nothingFound: 'Es war schön, mit Ihnen zu sprechen.',
  closing: 'Falls etwas fehlt oder anders gemeint war, antworten Sie einfach auf diese E-Mail.',
  signOff: (host) => ['Viele Grüße', ...(host ? [host] : [])],
}

export const JAPANESE: Phrases = {
  subject: (title, company, day) =>
    `【お打ち合わせの御礼】${title ?? (company ? `${company}様とのお打ち合わせ` : `${day}のお打ち合わせ`)}`,
  greeting: (names) =>
    names.length === 0 || names.length > 4 ? '皆様' : names.map((name) => `${name}様`).join('、'),
  thanks: () => '本日はお時間をいただき、誠にありがとうございました。',
  recapLead: 'お伺いした内容を以下の通り整理いたしました。',
  ours: '【弊社の対応事項】：',
  theirs: '【お願いしたい事項】：',
  questions: '【確認中の事項】：',
  decisions: '【決定事項】：',
  meetingLead: null,
  nothingPromised: '今回のお打ち合わせでは、双方に宿題となる事項はございませんでした。',
  nothingFound: 'お話しできて大変嬉しく存じます。',
  closing: '認識に相違がございましたら、本メールへのご返信にてお知らせください。',
  signOff: (host) => ['どうぞよろしくお願いいたします。', ...(host ? [host] : [])],
}
