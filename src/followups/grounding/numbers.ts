const ONES: Record<string, number> = {}
'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
  .split(' ')
  .forEach((word, i) => (ONES[word] = i))
'null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'
  .split(' ')
  .forEach((word, i) => (ONES[word] = i))
const TENS: Record<string, number> = {}
'twenty thirty forty fifty sixty seventy eighty ninety'
  .split(' ')
  .forEach((word, i) => (TENS[word] = (i + 2) * 10))
const GERMAN_TENS: Record<string, number> = {}
'zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig'
  .split(' ')
  .forEach((word, i) => (GERMAN_TENS[word] = (i + 2) * 10))

/**
 * Every number in a text as a value, whether in digits ("1,800", "84%", "１２") or in words ("eighteen hundred",
 * "einhundertzwanzig", "百二十"). "One", "a" and "ein" alone are articles as often as numbers and are left out.
 */
export function numbersIn(text: string): number[] {
  const plain = text.normalize('NFKC').toLowerCase()
  return [...digits(plain), ...englishWords(plain), ...germanWords(plain), ...kanji(plain)]
}

function digits(text: string): number[] {
  return [
    ...text.matchAll(
      /\d+(?:[.,' ]\d{3})*(?:[.,]\d+)?(?:\s?(k|m|million|millionen|thousand|tausend|万|千|億)(?![a-z]))?/g,
    ),
  ].map(([found, scale]) => {
    const number = found
      .replace(/[^\d.,' ]/g, '')
      .trim()
      .replace(/[ ']/g, '')
    // A separator before exactly three digits groups thousands, any other is a decimal point.
    const value = Number(number.replace(/[.,](?=\d{3}(?:\D|$))/g, '').replace(',', '.'))
    const scales: Record<string, number> = {
      k: 1e3,
      thousand: 1e3,
      tausend: 1e3,
      千: 1e3,
      万: 1e4,
      m: 1e6,
      million: 1e6,
      millionen: 1e6,
      億: 1e8,
    }
    return value * (scale ? scales[scale]! : 1)
  })
}

function englishWords(text: string): number[] {
  const found: number[] = []
  const words = text.match(/[a-z]+/g) ?? []
  let total = 0
  let part = 0
  let length = 0
  const end = (): void => {
    if (length > 0 && !(length === 1 && total + part === 1)) found.push(total + part)
    total = part = length = 0
  }
  for (const word of words) {
    const one = /^(?:null|ein|zwei|drei|vier|acht|neun|elf)$/.test(word) ? undefined : ONES[word]
    if (one !== undefined) {
      // "Two thirty", "one two": a second small number begins a new one.
      if (length > 0 && part % 10 !== 0 && part % 100 < 20 && part !== 0) end()
      part += one
    } else if (TENS[word] !== undefined) {
      if (length > 0 && part % 100 !== 0) end()
      part += TENS[word]
    } // "A hundred and twenty": nobody says the one.
    else if (word === 'hundred') part = (part || 1) * 100
    else if (word === 'thousand') [total, part] = [total + (part || 1) * 1000, 0]
    else if (word === 'million' && length > 0) [total, part] = [total + part * 1e6, 0]
    else if (word === 'and' && length > 0) continue
    else {
      end()
      continue
    }
    length++
  }
  end()
  return found
}

const GERMAN = new RegExp(
  `(?<!\\p{L})(?:(?:${Object.keys(ONES)
    .filter(
      (w) => !/^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|zero)$/.test(w),
    )
    .join('|')}|${Object.keys(GERMAN_TENS).join('|')}|und|hundert|tausend|eins?))+(?!\\p{L})`,
  'gu',
)

function germanWords(text: string): number[] {
  return [...text.matchAll(GERMAN)].flatMap(([word]) =>
    /^(?:eins?|und|null)+$/.test(word) ? [] : [germanValue(word)],
  )
}

function germanValue(word: string): number {
  const thousand = word.split('tausend')
  if (thousand.length === 2)
    return (thousand[0] ? germanValue(thousand[0]) : 1) * 1000 + (thousand[1] ? germanValue(thousand[1]) : 0)
  const hundred = word.split('hundert')
  if (hundred.length === 2)
    return (
      (hundred[0] ? germanValue(hundred[0]) : 1) * 100 +
      (hundred[1] ? germanValue(hundred[1].replace(/^und/, '')) : 0)
    )
  const tens = Object.keys(GERMAN_TENS).find((ten) => word.endsWith(ten))
  if (tens) return GERMAN_TENS[tens]! + (ONES[word.slice(0, -tens.length).replace(/und$/, '')] ?? 0)
  return ONES[word.replace(/s$/, '')] ?? ONES[word] ?? Number.NaN
}

function kanji(text: string): number[] {
  return [
    ...text.matchAll(
      /[一二三四五六七八九十百千万億]{1,}(?=[\u3040-\u30ffぁ-んァ-ヶ名人台件円年月日週時分社件個本回点台拠店]|$)/gu,
    ),
  ].flatMap(([word]) => {
    const value = kanjiValue(word)
    return value > 1 ? [value] : []
  })
}

function kanjiValue(word: string): number {
  const units: Record<string, number> = { 十: 10, 百: 100, 千: 1000 }
  let total = 0
  let part = 0
  let digit = 0
  for (const char of word) {
    const value = '〇一二三四五六七八九'.indexOf(char)
    if (value >= 0) digit = value
    else if (units[char]) [part, digit] = [part + (digit || 1) * units[char], 0]
    else [total, part, digit] = [total + (part + digit || 1) * (char === '万' ? 1e4 : 1e8), 0, 0]
  }
  return total + part + digit
}
