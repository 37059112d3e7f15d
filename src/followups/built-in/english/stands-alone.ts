import { NUMBER } from './number-words.ts'

/** Words whose meaning lies in the talk around them; a reader of the mail does not have it. */
const POINTS_BACK =
  /\b(?:it|its|it's|this|they|they're|they've|them|those|these|he|she|him|her|his|hers|here|one(?! [a-z]{3,})|ones|others?|both|things?|stuff|something|somebody|someone|that's|that'd|that'll|else|such|either|neither|none|so|too|there(?!'s| is| are))\b/i
const THAT =
  /\bthat\b(?!\s+(?:we|you|i|the|our|your|an?|is|are|was|were|can|has|have|customers|people|drivers)\b)/i
const SPOKEN =
  /\b(?:i'd say|i say|well|you know|i've counted|hmm|i suppose|i think|i guess|i mean|honestly|actually|maybe|perhaps|sort of|kind of|wait|sorry|um|uh|don't ask|god|hell)\b|["“”?…]/i
const BEGINS_MIDWAY =
  /^(?:and|but|or|because|which|who|so|if|when|with|as|like|not|no|yes|only|just|also|than|until|before|after|to|of|let's|let me|please|thanks?|go|give|send|show|tell)\b/i

/** "About two a year": of what? */
const UNCOUNTED = new RegExp(`\\b${NUMBER} (?:an?|per|each|every)\\b`, 'i')

/** Can a sentence of the talk be read on its own? Better a shorter recap than one with riddles. */
export function standsAlone(text: string): boolean {
  const words = text.split(/\s+/).length
  return (
    words >= 4 &&
    words <= 26 &&
    !BEGINS_MIDWAY.test(text) &&
    !POINTS_BACK.test(text) &&
    !THAT.test(text) &&
    !SPOKEN.test(text) &&
    !UNCOUNTED.test(text)
  )
}
