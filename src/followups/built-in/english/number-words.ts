import { numbersIn } from '../../grounding/numbers.ts'

const WORD =
  '(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million)'
/** A number in words or digits, such as "a hundred and twenty" or "1,800". */
export const NUMBER = `(?:\\d[\\d,.]*\\d|\\d|(?:an? )?${WORD}(?:(?:-| and | )(?:${WORD}|one))*)`

const WRITTEN = new RegExp(`(?<![\\w-])${NUMBER}(?![\\w-])`, 'gi')

/** As mails write figures: from ten on in digits, "a hundred and twenty vans" → "120 vans". Times of day stay as they were said. */
export const inDigits = (text: string): string =>
  text
    .replace(WRITTEN, (words, at: number) => {
      const [value, ...more] = numbersIn(words)
      const isTime = /(?:past|to|quarter|half|o'clock) $/i.test(text.slice(0, at))
      return value === undefined || more.length > 0 || value < 10 || isTime || /\d/.test(words)
        ? words
        : new Intl.NumberFormat('en-GB').format(value)
    })
    .replace(/(\d) per ?cent\b/gi, '$1%')
