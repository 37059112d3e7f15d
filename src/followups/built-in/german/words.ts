/** Makes spoken German readable: fillers, stutters and broken-off starts go. */
export function cleanGerman(text: string): string {
  const out = text
    .replace(/\s+/g, ' ')
    .replace(/\[[^\]]*\]|\((?:lacht|lachen|unverständlich)\)/gi, ' ')
    .replace(
      /(^|[,.;–—-]\s*|\s)(?:ähm?|öhm?|ehm|hm+|mhm|tja|na ja|naja|halt|sozusagen|quasi)\b[,.…]*(?=\s|$|[,.?!])/gi,
      '$1',
    )
    .replace(/\b(\p{L}+),? \1\b/giu, '$1')
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.?!;:])/g, '$1')
    .replace(/,\s*,/g, ',')
    .replace(/^[\s,;:.–—-]+/, '')
    .trim()
  return out.charAt(0).toUpperCase() + out.slice(1)
}

/** What people do for each other after a call: first person, third person, infinitive, separated prefix. */
export const VERBS: { ich: string; er: string; wir: string; prefix?: string }[] = [
  { ich: 'schicke', er: 'schickt', wir: 'schicken' },
  { ich: 'sende', er: 'sendet', wir: 'senden' },
  { ich: 'maile', er: 'mailt', wir: 'mailen' },
  { ich: 'kläre', er: 'klärt', wir: 'klären' },
  { ich: 'prüfe', er: 'prüft', wir: 'prüfen' },
  { ich: 'melde', er: 'meldet', wir: 'melden' },
  { ich: 'liefere', er: 'liefert', wir: 'liefern' },
  { ich: 'erstelle', er: 'erstellt', wir: 'erstellen' },
  { ich: 'bespreche', er: 'bespricht', wir: 'besprechen' },
  { ich: 'besorge', er: 'besorgt', wir: 'besorgen' },
  { ich: 'organisiere', er: 'organisiert', wir: 'organisieren' },
  { ich: 'buche', er: 'bucht', wir: 'buchen' },
  { ich: 'gebe', er: 'gibt', wir: 'geben' },
  { ich: 'mache', er: 'macht', wir: 'machen' },
  { ich: 'schreibe', er: 'schreibt', wir: 'schreiben' },
  { ich: 'frage', er: 'fragt', wir: 'fragen' },
  { ich: 'rufe', er: 'ruft', wir: 'rufen' },
  { ich: 'leite', er: 'leitet', wir: 'leiten' },
  { ich: 'stelle', er: 'stellt', wir: 'stellen' },
  { ich: 'bereite', er: 'bereitet', wir: 'bereiten' },
  { ich: 'richte', er: 'richtet', wir: 'richten' },
  { ich: 'lade', er: 'lädt', wir: 'laden' },
  { ich: 'spreche', er: 'spricht', wir: 'sprechen' },
  { ich: 'schaue', er: 'schaut', wir: 'schauen' },
  { ich: 'reiche', er: 'reicht', wir: 'reichen' },
  { ich: 'teile', er: 'teilt', wir: 'teilen' },
  { ich: 'lege', er: 'legt', wir: 'legen' },
  { ich: 'bringe', er: 'bringt', wir: 'bringen' },
  { ich: 'vereinbare', er: 'vereinbart', wir: 'vereinbaren' },
  { ich: 'hole', er: 'holt', wir: 'holen' },
  { ich: 'ergänze', er: 'ergänzt', wir: 'ergänzen' },
  { ich: 'passe', er: 'passt', wir: 'passen' },
  { ich: 'unterschreibe', er: 'unterschreibt', wir: 'unterschreiben' },
  { ich: 'bestätige', er: 'bestätigt', wir: 'bestätigen' },
  { ich: 'informiere', er: 'informiert', wir: 'informieren' },
  { ich: 'rechne', er: 'rechnet', wir: 'rechnen' },
  { ich: 'ziehe', er: 'zieht', wir: 'ziehen' },
]

export const PREFIXES =
  'nach|an|weiter|zu|ab|aus|ein|vor|zurück|mit|raus|rüber|zusammen|durch|auf|bereit|fertig|rum|hoch|frei|um|los|her|rein'

/** Infinitives of the same verbs, with any prefix: after "werde", "kann", "könnten Sie". */
export const INFINITIVE = new RegExp(
  `\\b((?:${PREFIXES})?(?:zu)?(?:${VERBS.map(({ wir }) => wir).join('|')}|fragen|rausziehen|zukommen lassen))\\b`,
  'i',
)

export const GERMAN_YES =
  /^\W*(?:(?:ja|gut|okay|ok|super|gerne?|sehr gut|prima|perfekt|klar|natürlich|selbstverständlich|einverstanden|mach(?:e|en) (?:ich|wir)|das mach(?:e|en) (?:ich|wir)|passt|genau|sicher|alles klar|in ordnung|bitte|schön|wunderbar|abgemacht)\b|(?:mo|diens|mitt|donners|frei)\S* (?:passt|geht|ist gut))/i
export const GERMAN_NO =
  /\b(?:nein|nicht (?:nötig|jetzt|im moment|möglich|notwendig)|leider|lieber nicht|eher nicht|im moment nicht|kein(?:e|en)? bedarf|nein danke|geht nicht|brauchen? (?:wir|sie|ich) (?:nicht|das nicht)|muss nicht)\b/i
export const GERMAN_MAYBE =
  /\b(?:könnte|könnten|würden?|wäre|wären|hätten?|vielleicht|eventuell|womöglich|theoretisch|wenn wir|falls wir|mal sehen|irgendwann|zukunftsmusik|müssten?)\b/i
export const GERMAN_IN_CALL =
  /\b(?:bildschirm|kamera|mikrofon|zeige? ihnen (?:mal|kurz|jetzt)|gleich noch|kurz (?:zeigen|teilen|vorstellen)|jetzt (?:kurz|mal|einmal)|als erstes|fange? (?:mal|ich) an|frage mich|mir (?:das )?(?:gerade|nicht)|jeden tag|immer|meistens|normalerweise|automatisch|nachts|täglich|heute im kopf)\b/i
export const GERMAN_UNDONE =
  /\b(?:doch nicht|vergessen sie (?:das|den|die)|hat sich erledigt|nicht (?:mehr )?nötig|nehme ich zurück|lassen wir (?:das|den|die)|brauchen sie (?:mir |uns )?(?:das |den |die )?(?:doch )?nicht)\b/i

const STOP = new Set(
  'aber alle allem allen aller alles also am an andere auch auf aus bei bin bis bitte da damit dann das dass dein dem den der des deshalb die dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer eines er es etwas euch euer für ganz gar gerne gern gut hab habe haben hat hatte hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer immer im in ist ja jetzt kann kein keine können könnte mal man mehr mein meine meinem meinen meiner mich mir mit morgen nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine sich sie sind so soll über um und uns unser unsere unserem unseren unserer unter viel vom von vor war was weil wenn wer werde werden wie wieder wir wird wo würde zu zum zur heute spätestens montag dienstag mittwoch donnerstag freitag woche nächste nächster schicken schicke senden'.split(
    ' ',
  ),
)

export function germanKeys(text: string): Set<string> {
  return new Set(
    (text.toLowerCase().match(/[\p{L}\p{N}-]{3,}/gu) ?? [])
      .filter((word) => !STOP.has(word))
      .map((word) => word.replace(/(?:en|er|es|e|n|s)$/, '')),
  )
}

/** A text as a part of a pattern. */
export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
