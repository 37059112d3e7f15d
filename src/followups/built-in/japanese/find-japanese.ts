import type { Person } from '../../writer.ts'
import { japaneseDates, japaneseDue, japaneseTime } from '../../dates/japanese-dates.ts'
import { mailDate, zoneName } from '../../dates/mail-date.ts'
import type { CallDay, SaidDate } from '../../dates/said-date.ts'
import { firstName } from '../../parties.ts'
import type { Findings, FoundPoint, FoundPromise, FoundQuestion } from '../found.ts'
import { overlap } from '../found.ts'
import { nextMeeting } from '../meeting.ts'
import type { MeetingTongue } from '../meeting.ts'
import type { Line } from '../talk.ts'

export interface JapaneseCall {
  lines: Line[]
  people: Person[]
  today: CallDay
}

/** All that a Japanese call holds for its follow-up. */
export function findJapanese(call: JapaneseCall, timeZone: string): Findings {
  const promises = japanesePromises(call)
  return {
    recap: japaneseRecap(call.lines, promises),
    promises,
    questions: japaneseQuestions(call.lines),
    decisions: [],
    meeting: nextMeeting(call.lines, call.today, japaneseMeetings(call.today, timeZone)),
    notes: [],
  }
}

export const cleanJapanese = (text: string): string =>
  text
    .replace(/(?:^|(?<=[、。]))(?:えーと|えっと|えー|あのー?|そのー|まあ|うーん|んー|あ)[、。]?/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

/** What one does for the other after a call, and how the mail says it of a guest. */
const DEEDS: [RegExp, string][] = [
  [
    /(?:お送り(?:いた)?します|送ります|送付(?:いた)?します|お送りさせていただきます)/u,
    'お送りいただけるとのことでした',
  ],
  [/(?:(?:ご)?共有(?:いた)?します|共有させていただきます)/u, 'ご共有いただけるとのことでした'],
  [
    /(?:ご連絡(?:いた)?します|連絡(?:いた)?します|ご返事(?:いた)?します|回答(?:いた)?します|ご回答(?:いた)?します)/u,
    'ご連絡いただけるとのことでした',
  ],
  [
    /(?:確認(?:いた)?します|ご確認(?:いた)?します|確認しておきます|調べます|お調べします|確認させていただきます)/u,
    'ご確認いただけるとのことでした',
  ],
  [
    /(?:ご?用意(?:いた)?します|準備(?:いた)?します|手配(?:いた)?します|作成(?:いた)?します|作ります|お作りします)/u,
    'ご用意いただけるとのことでした',
  ],
  [
    /(?:提出(?:いた)?します|お渡しします|お持ちします|返送(?:いた)?します)/u,
    'お渡しいただけるとのことでした',
  ],
  [
    /(?:検討(?:いた)?します|相談(?:いた)?します|説明(?:いた)?します|(?:説明|検討|相談|確認)することになります)/u,
    'ご対応いただけるとのことでした',
  ],
]
const IN_CALL =
  /(?:画面|お見せ|ご説明します|試しに|今から|これから|まず|今、|始め|でしょうか|ですか|ますか|いただけますか|ました|前向きに検討|たら)/u
const MAYBE = /(?:かもしれ|もし|いずれ|できれば|と思います|まだ社内)/u
const OPENER =
  /^(?:(?:はい|ええ|では|それでは|それと|あと|また|なるほど|ああ|そうですね|承知(?:いた)?しました|わかりました|かしこまりました|よろしければ|ありがとうございます|それなら)[、。]?\s*)+/u

function japanesePromises({ lines, today }: JapaneseCall): FoundPromise[] {
  const found: FoundPromise[] = []
  for (const line of lines) {
    if (line.isPrivate || line.isOrder || line.side === 'unknown') continue
    for (const part of line.text.split(/(?<=[。！？])/u)) {
      const said = part
        .replace(OPENER, '')
        .replace(/ので、.*$/u, '。')
        .trim()
      const deed = DEEDS.find(([pattern]) => pattern.test(said))
      if (!deed || IN_CALL.test(said) || MAYBE.test(said) || /招待/.test(said)) continue
      const due = japaneseDue(said, today)
      const promise = phrased(said, line, deed, due, today)
      const twin = found.findIndex(
        (one) =>
          one.side === promise.side && one.owner === promise.owner && overlap(one.keys, promise.keys) >= 0.75,
      )
      if (twin === -1) found.push(promise)
      else
        found[twin] = {
          ...promise,
          due: promise.due ?? found[twin]!.due,
          lines: [...found[twin]!.lines, line],
        }
    }
  }
  return found
}

function phrased(
  said: string,
  line: Line,
  [pattern, asGuest]: [RegExp, string],
  due: SaidDate | null,
  today: CallDay,
): FoundPromise {
  const side = line.side === 'ours' ? 'ours' : 'theirs'
  const until = due && /(?:まで|中|以内)/u.test(due.words) ? 'までに' : 'に'
  const dated = due?.date ? said.replace(due.words, `${mailDate(due.date, 'ja', today.year)}${until}`) : said
  const name = line.person?.name ? firstName(line.person.name) : null
  const body = dated.replace(/[。]+$/u, '')
  const sentence =
    side === 'ours'
      ? `${body}${line.person?.isHost || !name ? '' : `（担当：${name}）`}。`
      : `${name ? `${name}様：` : ''}${body
          .replace(/私/gu, name ? `${name}様` : '私')
          .replace(/(説明|検討|相談|確認)することになります/u, 'ご$1いただけるとのことでした')
          .replace(pattern, asGuest)}。`
  const task = (due ? said.replace(due.words, '') : said).replace(/[。]+$/u, '').replace(/^、/u, '')
  return { lines: [line], side, owner: line.person, task, sentence, due, keys: pairsOf(task) }
}

const pairsOf = (text: string): Set<string> => {
  const chars = [...text]
  return new Set(
    chars
      .slice(1)
      .map((char, i) => chars[i]! + char)
      .filter((pair) => /^[\u30a0-\u30ff\u4e00-\u9fff]{2}$/u.test(pair)),
  )
}

const NEED =
  /(?:困|課題|問題|悩|必要|なければなりません|心配|時間指定|残業|足りな|遅れ|手作業|エクセル|してほしい|たいのですが|が欲しい)/u
const PRICE = /(?:円|割引|年間契約|月額|初期|データセンター|無料)/u
const CORRECTS = /(?:すみません|失礼(?:いた)?しました|訂正|ではなく|増えましたので)/u

function japaneseRecap(lines: Line[], promises: FoundPromise[]): FoundPoint[] {
  const taken = new Set(promises.flatMap((promise) => promise.lines.map((line) => line.index)))
  const points = lines.flatMap((line, at) => {
    if (line.isPrivate || line.isOrder || line.side === 'unknown' || taken.has(line.index)) return []
    const text = line.text.replace(OPENER, '').replace(/^(?:やはり|それと|あと)、?/u, '')
    if (
      /(?:か。|？|ください。|私|よろしくお願い|雨|失礼いたします|何でしょう)/u.test(text) ||
      [...text].length < 8 ||
      [...text].length > 80 ||
      MAYBE.test(text)
    )
      return []
    const figure =
      /[0-9０-９〇一二三四五六七八九十百千万]{2,}(?:台|人|名|円|時|分|社|日|週|月|年|パーセント|割)/u.test(
        text,
      )
    if (
      figure &&
      lines
        .slice(at + 1, at + 3)
        .some((later) => later.said.speaker === line.said.speaker && CORRECTS.test(later.text))
    )
      return []
    const weight =
      line.side === 'theirs'
        ? (NEED.test(text) ? 4 : 0) + (figure ? 2 : 0)
        : PRICE.test(text) && figure
          ? 3
          : 0
    return weight >= 2 ? [{ lines: [line], text: reported(text, line.side), weight }] : []
  })
  const best = (side: Line['side'], count: number): FoundPoint[] =>
    points
      .filter((point) => point.lines[0]!.side === side)
      .toSorted((a, b) => b.weight - a.weight)
      .slice(0, count)
  return [...best('theirs', 3), ...best('ours', 2)].sort((a, b) => a.lines[0]!.index - b.lines[0]!.index)
}

/** What a guest said is reported ("…とのこと"), where the sentence's end can be turned safely. */
function reported(text: string, side: Line['side']): string {
  const said = text.replace(/^(?:すみません|失礼いたしました)、/u, '')
  if (side === 'ours') return said
  return said
    .replace(/なければなりません。$/u, 'なければならないとのこと。')
    .replace(/(?:て)(?:います|おります)。$/u, 'ているとのこと。')
    .replace(/(?<!の|ん)です。$/u, 'とのこと。')
    .replace(/あります。$/u, 'あるとのこと。')
}

function japaneseQuestions(lines: Line[]): FoundQuestion[] {
  return lines.flatMap((line, at) => {
    if (line.isPrivate || line.isOrder || line.side === 'unknown' || !/(?:か。|か？|？)$/u.test(line.text))
      return []
    const open = lines
      .slice(at + 1, at + 5)
      .find(
        (reply) =>
          reply.side !== line.side &&
          /(?:お答えできません|持ち帰|確認して(?:から)?(?:ご連絡|お返事|回答)|わかりかね|まだ(?:決まって|わかって)い?ません|後日)/u.test(
            reply.text,
          ),
      )
    const question = line.text
      .split(/(?<=[。？])/u)
      .findLast((part) => /か[。？]$/u.test(part))
      ?.replace(OPENER, '')
    return open && question && [...question].length >= 6
      ? [{ lines: [line, open], text: question, askedBy: line.side }]
      : []
  })
}

function japaneseMeetings(today: CallDay, timeZone: string): MeetingTongue {
  return {
    cue: /(?:次回|次の(?:お?打ち合わせ|会議|ミーティング)|招待|いかがでしょうか|ご都合|日程|デモ)/u,
    elsewhere: /(?:お?送り(?:いた)?します|送付|まで(?:に)?|提出|締め)/u,
    no: /(?:難しい|都合が(?:悪|つか)|出張|休み|無理|別の日)/u,
    kind: /(デモ|キックオフ)/u,
    weekday: /([月火水木金])曜/u,
    bare: /^(?:[月火水木金])曜日?/u,
    notThis: /(?:本日|今日|この)/u,
    dates: japaneseDates,
    time: (text) => japaneseTime(text)?.time ?? null,
    asks: (text) => /(?:か。|か？|？|ね。)$/u.test(text),
    agreedBy: (at, lines) =>
      lines
        .slice(at + 1, at + 5)
        .find(
          (line) =>
            line.said.speaker !== lines[at]!.said.speaker &&
            /(?:大丈夫|はい|承知|結構です|問題ありません|お願い|ですね)/u.test(line.text),
        ) ?? null,
    phrase: ({ date, weekOf, time, kind }) => {
      const when = date
        ? `${mailDate(date, 'ja', today.year)}${time ? ` ${time}（${zoneName(timeZone, date)}）` : ''}`
        : `${mailDate(weekOf ?? '', 'ja', today.year)}の週`
      return `次回のお打ち合わせ${kind ? `（${kind}）` : ''}は${when}です。`
    },
  }
}
