import type { WriterInput } from '../writer.ts'

/** Gong speaks ISO 639-2B, mails speak BCP-47. Only what Gong's transcription is known to offer. */
const FROM_GONG: Record<string, string> = {
  eng: 'en',
  ger: 'de',
  deu: 'de',
  jpn: 'ja',
  fre: 'fr',
  fra: 'fr',
  spa: 'es',
  ita: 'it',
  por: 'pt',
  dut: 'nl',
  nld: 'nl',
  swe: 'sv',
  dan: 'da',
  nor: 'no',
  fin: 'fi',
  pol: 'pl',
  cze: 'cs',
  ces: 'cs',
  tur: 'tr',
  rus: 'ru',
  ukr: 'uk',
  heb: 'he',
  ara: 'ar',
  hin: 'hi',
  kor: 'ko',
  chi: 'zh',
  zho: 'zh',
  tha: 'th',
  vie: 'vi',
  ind: 'id',
  hun: 'hu',
  rum: 'ro',
  ron: 'ro',
  gre: 'el',
  ell: 'el',
  bul: 'bg',
  hrv: 'hr',
  slo: 'sk',
  slk: 'sk',
  cat: 'ca',
}

const ENGLISH = /\b(?:the|and|you|that|is|we|to|of|it|have|are|will|what|for|this|with|can)\b/gi
const GERMAN =
  /\b(?:und|der|die|das|ich|wir|sie|ist|nicht|ein|eine|mit|für|auch|auf|haben|werden|dann|noch|zu)\b/gi

/**
 * The language in which the call was held, as BCP-47. Words are believed before Gong's field, which may be a
 * workspace's default; the detector is loaded only where neither our word lists nor the field decide (it takes 100 MB).
 */
export async function languageOf(input: WriterInput): Promise<string> {
  const sample = sampleOf(input)
  const letters = sample.replace(/[^\p{L}]/gu, '').length
  if (letters >= 20 && (sample.match(/[\u3040-\u30ff]/g)?.length ?? 0) / letters > 0.2) return 'ja'
  const words = sample.split(/\s+/).length
  const english = (sample.match(ENGLISH)?.length ?? 0) / words
  const german = (sample.match(GERMAN)?.length ?? 0) / words
  if (words >= 8 && english > 0.12 && english > german * 2) return 'en'
  if (words >= 8 && german > 0.12 && german > english * 2) return 'de'
  const said = (input.call.language ?? '').toLowerCase()
  const known = FROM_GONG[said] ?? (/^[a-z]{2}(?:-|$)/.test(said) ? said.slice(0, 2) : null)
  return known ?? (await detected(sample)) ?? 'en'
}

async function detected(sample: string): Promise<string | null> {
  if (sample.length < 30) return null
  const { eld } = await import('eld/small')
  const found = eld.detect(sample)
  return found.isReliable() ? found.language : null
}

/** Up to 6,000 characters from all over the call: the first minutes alone may be small talk in another language. */
function sampleOf(input: WriterInput): string {
  const step = Math.max(1, Math.floor(input.sentences.length / 120))
  let sample = ''
  for (let i = 0; i < input.sentences.length && sample.length < 6000; i += step)
    sample += ` ${input.sentences[i]!.text}`
  return sample.trim()
}
