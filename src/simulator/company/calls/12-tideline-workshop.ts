import { absent, at, callScript, us } from '../casting.ts'
import { tidelineFirstHalf } from './tideline-first-half.ts'
import { tidelineSecondHalf } from './tideline-second-half.ts'

const tideline = at('Tideline Beverages', 'tideline.example')

/**
 * Ninety minutes with nine people: a decision of the first half is turned round near the end, our own people
 * talk in the break, and two promises fall in the last minute.
 */
export const tidelineWorkshop = callScript({
  key: 'tideline-workshop',
  title: 'Tideline Beverages: technical workshop',
  kind: 'technical deep dive',
  language: 'eng',
  durationS: 5_400,
  customer: 'Tideline Beverages',
  hostKey: 'rep',
  lateMinutes: 60,
  cast: {
    rep: us('rep'),
    se: us('se'),
    onboarding: us('onboarding'),
    product: us('product'),
    keiko: tideline('Keiko Adler', 'keiko.adler', 'Head of Distribution'),
    walter: tideline('Walter Sorensen', 'walter.sorensen', 'Mainframe Lead'),
    jorge: tideline('Jorge Prieto', 'jorge.prieto', 'Integration Architect'),
    siobhan: tideline('Siobhan Kelly', 'siobhan.kelly', 'Depot Operations Manager'),
    ahmed: tideline('Ahmed Saleh', 'ahmed.saleh', 'Data Engineer'),
    assistant: absent(tideline('Robin Marsh', 'robin.marsh', 'Assistant to the Head of Distribution')),
  },
  talk: tidelineFirstHalf + tidelineSecondHalf,
})
