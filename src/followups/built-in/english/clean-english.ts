/**
 * Makes spoken English readable without changing what is said: fillers, stutters and false starts go, words stay.
 * Speech recognition also writes punctuation apart (" ," " 's"), which is closed up here.
 */
export function cleanEnglish(text: string): string {
  let out = text.replace(/[‘’ʼ]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ')
  out = out
    .replace(/\s+([,.?!;:])/g, '$1')
    .replace(/\b(\w+) '(s|ll|re|ve|d|m)\b/g, "$1'$2")
    .replace(/\b(\w+) n't\b/g, "$1n't")
  out = out.replace(
    /\[[^\]]*\]|\((?:laughs?|laughing|laughter|inaudible|crosstalk|pause|sighs?|coughs?)\)/gi,
    ' ',
  )
  out = out.replace(
    /(^|[,.;–—-]\s*|\s)(?:um+|uh+|uhm|erm?|hmm+|mm+|mhm|mm-hmm|ah|eh)\b[,.…]*(?=\s|$|[,.?!])/gi,
    '$1',
  )
  // "you know" and the like are fillers only where commas set them off, or at the start.
  out = out.replace(
    /,\s*(?:you know|i mean|like|sort of|kind of|let'?s say|how (?:do|should) i say|basically|honestly|obviously|actually like|i'd say|i would say|i think|i guess|let me see),/gi,
    ',',
  )
  out = out.replace(/^(?:\s*(?:you know|i mean|like),\s*)+/gi, '')
  // A false start is broken off by a dash and begun again: "I'll — we'll send".
  out = out.replace(
    /\b(?:i|we|you|it|that|the|a|so|and|but|if|to)(?:'\w+)?(?: \w+){0,2}\s*(?:--|—|–|\.\.\.|…)\s*(?=(?:no,? )?(?:i|we|you|it|that|the|a|so|and|but|if|to|let)\b)/gi,
    '',
  )
  out = out.replace(/\b((?:[\w']+)(?: [\w']+){0,3}),? (?:\1(?:,? |\b))+/gi, (whole, words: string) =>
    // "that that" and "had had" may be right; so may a number said twice.
    /^(?:that|had|very|really|no|yes|bye|\d+)$/i.test(words)
      ? whole
      : whole.endsWith(' ')
        ? `${words} `
        : words,
  )
  out = out
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.?!;:])/g, '$1')
    .replace(/([,;:])\1+/g, '$1')
    .replace(/^[\s,;:.–—-]+/, '')
  return capitalised(out.trim())
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Words with which people begin to speak and which say nothing. */
const OPENERS =
  /^(?:(?:and|so|but|well|okay|ok|yeah|yes|yep|yup|no|right|great|perfect|sure|alright|all right|cool|awesome|good|fine|absolutely|of course|definitely|exactly|totally|certainly|sounds good|got it|fair enough|no problem|understood|then|also|plus|oh|ah|look|listen|actually|basically|honestly|frankly|anyway|anyways|now|thanks|thank you|in that case|on (?:my|our) (?:side|end)|from (?:my|our) (?:side|end)|what i'll do is|i think|i guess|i mean|let me see|as i said|like i said|as (?:promised|discussed|mentioned)|to (?:recap|summari[sz]e|be clear|be honest)|just to (?:recap|confirm|be clear)|first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|lastly|one more thing)[,.!:]?\s+(?:so\s+)?)+/i

export const withoutOpeners = (text: string): string => text.replace(OPENERS, '')
