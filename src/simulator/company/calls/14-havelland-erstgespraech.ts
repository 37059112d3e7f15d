import { at, callScript, us } from '../casting.ts'

const havelland = at('Havelland Frischdienst', 'havelland-frische.example')

/** A whole call in German: due words, a correction, a polite refusal, an open question, a firm next meeting. */
export const havellandErstgespraech = callScript({
  key: 'havelland-erstgespraech',
  title: 'Havelland Frischdienst: Bedarf und nächste Schritte',
  kind: 'discovery',
  language: 'ger',
  durationS: 637,
  customer: 'Havelland Frischdienst',
  hostKey: 'dach',
  cast: {
    dach: us('dach'),
    dachSe: us('dachSe'),
    brandt: havelland('Ulrike Brandt', 'u.brandt', 'Leiterin Logistik'),
    yildiz: havelland('Cem Yıldız', 'c.yildiz', 'Disponent'),
    seidel: havelland('Matthias Seidel', 'm.seidel', 'IT-Leiter'),
  },
  talk: `
    [60] dach: Guten Tag zusammen, hören Sie mich gut?
    brandt: Ja, wunderbar. Wir sitzen zu dritt vor einem Laptop, bitte nicht wundern.
    dach: Das kennen wir. Jana Krüger, wir hatten telefoniert, Frau Brandt. Und bei mir ist Florian Berger, er macht bei uns die Technik.
    dachSe: Hallo, freut mich.
    brandt: Das ist Herr Yıldız, unser Disponent, und Herr Seidel, der die IT leitet.
    seidel: Tag. Ich bin der, der später Nein sagt.
    dach: Dann reden wir am besten früh miteinander. Wie war die Messe, Frau Brandt?
    brandt: Laut. Und der Kaffee hat fünf Euro gekostet. Aber gut, deswegen sind wir ja nicht hier.
    dach: Erzählen Sie doch mal, wie planen Sie heute Ihre Touren?
    yildiz: Also ich mache das. Um drei Uhr nachts kommen die Bestellungen aus der Warenwirtschaft, dann drucke ich die aus, und dann, äh, lege ich die auf Stapel.
    dachSe: Auf Stapel, also wirklich Papier?
    yildiz: Papier, ja. Pro Tour ein Stapel. Das sind achtunddreißig Stapel.
    brandt: Achtunddreißig Fahrzeuge, kann man sagen. Mit den zwei Ersatzwagen vierzig.
    dach: Und wie viele Kunden am Tag?
    yildiz: So sechshundert. Restaurants, Kantinen, Kitas. Nein, Moment, mit den Kitas zusammen sind es inzwischen siebenhundert. Die Kitas sind im Sommer dazugekommen.
    dach: Siebenhundert also. Und wo hakt es?
    brandt: Die Kitas wollen vor acht Uhr beliefert werden. Die Restaurants erst ab zehn, da ist vorher keiner da. Und Herr Yıldız hat im Juli drei Wochen Urlaub gehabt.
    yildiz: Das war sehr schön.
    brandt: Für Sie. Wir hatten an zwei Tagen Lieferungen um elf in der Kita. Da hat das Essen gefehlt.
    dach: Oh je.
    brandt: Da hat uns ein Träger gekündigt. Das waren vierzigtausend Euro im Jahr.
    dach: Das tut weh. Und was müsste passieren, damit Sie sagen, es hat sich gelohnt?
    brandt: Dass jemand anderes als Herr Yıldız das planen kann. Und dass ich um sechs Uhr sehe, wer zu spät kommt, und nicht um elf, wenn das Telefon klingelt.
    dachSe: Das Zweite ist recht einfach, das ist die Live-Ansicht. Die kann ich Ihnen mit Ihren eigenen Daten zeigen, wenn Sie möchten.
    brandt: Gern. Was brauchen Sie dafür?
    dachSe: Eine Woche Bestellungen, als Excel oder CSV. Adresse, Menge, Zeitfenster. Keine Namen.
    yildiz: Das kann ich Ihnen rausziehen. Bis Freitag schicke ich Ihnen das.
    seidel: Moment, erst schaue ich drauf. Sonst gehen da wieder Telefonnummern mit raus.
    yildiz: Gut, dann bis Freitag über Herrn Seidel.
    seidel: Einverstanden. Ich leite es dann weiter.
    dach: Sehr gut. Herr Seidel, was brauchen Sie denn, um nicht Nein zu sagen?
    seidel: Drei Sachen. Serverstandort, Auftragsverarbeitung, und wer bei Ihnen draufschauen kann.
    dach: Der Standort ist Frankfurt, für alle Kunden in Deutschland. Den Vertrag zur Auftragsverarbeitung schicke ich Ihnen heute noch, zusammen mit den technischen Maßnahmen.
    seidel: Und die Unterauftragnehmer.
    dach: Die stehen als Anlage drin, das sind sieben.
    seidel: Und der Zugriff?
    dachSe: Standardmäßig keiner. Der Support fragt an, Sie geben frei, nach vier Stunden ist es wieder zu.
    seidel: Das ist ordentlich. Gibt es dazu was Schriftliches?
    dachSe: Ja, das Sicherheitskonzept. Das schickt Ihnen unsere Sicherheitschefin, Frau Weiss, bis Mittwoch. Ich sage ihr nachher Bescheid.
    seidel: Gut. Dann sage ich heute schon mal nicht Nein.
    brandt: Das ist bei Herrn Seidel ein Heiratsantrag.
    dach: Welche Warenwirtschaft haben Sie eigentlich?
    seidel: Dynamics. Business Central, in der Cloud.
    dachSe: Dafür haben wir einen fertigen Anschluss. Der holt die Bestellungen alle fünf Minuten.
    seidel: Und kostet extra.
    dach: Einmalig. Mit dem Standardanschluss sind es dreitausendachthundert Euro, die Schulung ist dabei.
    brandt: Und laufend?
    dach: Pro Fahrzeug und Monat sechsunddreißig Euro, bei einem Jahr Laufzeit. Bei achtunddreißig Fahrzeugen sind das, äh, knapp tausenddreihundert im Monat.
    seidel: Tausenddreihundertachtundsechzig.
    dach: Genau, danke.
    brandt: Und für die zwei Ersatzwagen?
    dach: Das ist eine gute Frage. Die würden ja nur fahren, wenn ein anderer steht. Da müsste ich nachfragen, ob die zählen. Das möchte ich jetzt nicht aus dem Bauch beantworten.
    brandt: Fragen Sie bitte nach. Für mich wäre es albern, dafür zu bezahlen.
    dach: Ich kläre das und melde mich bis Anfang nächster Woche, also bis Montag.
    brandt: Gut.
    yildiz: Kann das System auch Leergut?
    dachSe: Sie meinen Rückholung? Ja, als Gegenstopp mit negativer Menge.
    yildiz: Und dass der Wagen nicht voll ist, wenn er Leergut holt?
    dachSe: Das rechnet er mit.
    yildiz: Das rechne ich heute im Kopf.
    dachSe: Respekt.
    brandt: Wir könnten damit auch die Samstagstouren neu aufsetzen. Aber das ist Zukunftsmusik, das brauchen Sie nicht aufzuschreiben.
    dach: Ist notiert als nicht notiert.
    dach: Was ich Ihnen noch anbieten kann, wäre ein Vor-Ort-Tag, dass Herr Berger mal eine Nacht mitfährt.
    brandt: Das ist nett gemeint, aber nein danke, im Moment nicht. Nachts um drei ist bei uns kein Platz zum Danebenstehen.
    dach: Völlig in Ordnung.
    seidel: Wer entscheidet das Ganze, das wird Frau Krüger gleich fragen.
    dach: Das wollte ich gerade fragen.
    brandt: Ich, bis fünfzehntausend im Jahr. Darüber die Geschäftsführung. Das sind hier knapp siebzehn, also die Geschäftsführung. Die tagt zum Quartalsende.
    dach: Dann bräuchten Sie vorher ein Angebot und am besten eine Rechnung, was es bringt.
    brandt: Zwei Wochen vorher. Sonst liest es keiner.
    dach: Dann schicke ich Ihnen das Angebot in zwei Wochen, direkt nach der Vorführung.
    brandt: Einen Wunsch noch: bitte auf zwei Seiten. Nicht auf zwanzig.
    dach: Zwei Seiten, versprochen.
    dach: Und die Vorführung, passt Ihnen nächste Woche Donnerstag?
    brandt: Donnerstag ist Inventur. Mittwoch?
    yildiz: Mittwoch geht, aber nicht vor elf. Vorher schlafe ich.
    dach: Mittwoch nächster Woche um elf Uhr, eine Stunde?
    brandt: Mittwoch, elf Uhr. Gut. Herr Seidel?
    seidel: Ich komme dazu, wenn ich bis dahin das Konzept gelesen habe. Sonst schicke ich meine Kollegin.
    dach: Ich schicke Ihnen die Einladung an alle drei.
    brandt: Ach, und Frau Krüger, den Prospekt, um den ich gebeten hatte, den habe ich gestern bekommen. Danke dafür.
    dach: Ah, schön, dann ist er angekommen.
    yildiz: Darf ich noch was fragen? Wenn ich das dann nicht mehr mache mit den Stapeln, was mache ich dann nachts?
    dachSe: Bei den meisten fängt die Schicht dann um fünf an.
    yildiz: Um fünf! Frau Brandt, wir nehmen das.
    brandt: Langsam, Herr Yıldız.
    dach: Vielen Dank Ihnen allen. Bis Mittwoch.
    brandt: Bis Mittwoch. Auf Wiederhören.
    seidel: Wiederhören.
    yildiz: Tschüss!
    dachSe: Tschüss, danke.
  `,
})
