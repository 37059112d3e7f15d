import { at, callScript, us } from '../casting.ts'

const kestrel = at('Kestrel Bakeries', 'kestrelbakeries.example')

/** Five minutes: one promise of each side, a correction, an agreed next call. */
export const kestrelCheckIn = callScript({
  key: 'kestrel-check-in',
  title: 'Kestrel Bakeries: quick check-in on the pilot',
  kind: 'check-in',
  language: 'eng',
  durationS: 312,
  customer: 'Kestrel Bakeries',
  hostKey: 'rep',
  cast: {
    rep: us('rep'),
    csm: us('csm'),
    mo: kestrel('Mo Farrow', 'mo.farrow', 'Distribution Manager'),
    elsie: kestrel('Elsie Brandt', 'elsie.brandt', 'Night Shift Lead'),
  },
  talk: `
    [45] rep: Hi Mo, hi Elsie. You can hear us all right?
    mo: Yep, loud and clear. I've got, uh, about six minutes before the vans come back, so let's be quick.
    rep: We'll be quick. Ingrid's with me. It's only about the pilot: how was week two?
    elsie: Better than week one, honestly. Week one the drivers hated it. Now they, well, they only complain about the parking thing.
    csm: The parking thing being that the app sends them to the front door?
    elsie: Exactly. To the front door, and the front door of the Mill Lane shop is a pedestrian zone. They get fined.
    csm: Oh no. How often's that happened?
    elsie: Twice. Sixty pounds each. One of them had a full tray of éclairs in his hand while he was arguing with the warden.
    mo: He gave her one. She still wrote the ticket.
    csm: Okay. That's fixable. There's a setting for a second stop point per address. I can set the back entrances for you, I just need the list.
    elsie: How many do you need? It's, I think, twelve shops. No, sorry, fourteen. Fourteen, we opened two in spring.
    csm: Fourteen is fine. If you send me the fourteen addresses with a pin or just a sentence on where the back door is, I'll have them in the system by tomorrow before noon.
    elsie: I'll send you the list tonight when I'm on shift.
    csm: Perfect.
    mo: And while we're at it, the, um, the fuel report. My boss asked about it again.
    rep: The weekly one? That went out on Monday morning, Mo, you should have it already.
    mo: Did it? Oh. Hang on.
    [12] mo: Yes. Yes, there it is, in my spam. Forget I said anything.
    rep: No problem. Anything that would stop you from carrying on after week six?
    mo: Not from my side. I mean, we could maybe add the two refrigerated vans at some point, but don't hold me to that, I haven't spoken to anybody.
    rep: Understood, no pressure.
    mo: The thing I can't answer yet is who pays for it after the pilot, the bakeries or the wholesale side. That's with our finance director.
    rep: Okay. So that's still open on your side.
    mo: Still open, yeah.
    rep: And the drivers, is anyone still refusing to use it?
    elsie: Only Barry. But Barry refuses everything, he refused the new coffee machine.
    csm: We'll leave Barry to you, then.
    rep: Then shall we keep the same rhythm? Same time next Wednesday, half past nine?
    mo: Wednesday half nine works.
    elsie: I'll be asleep, but Mo can tell me.
    csm: Fair enough. Sleep well then.
    rep: I'll send the invite for Wednesday. Thanks both.
    mo: Cheers. Vans are here. Bye.
    elsie: Bye bye.
  `,
})
