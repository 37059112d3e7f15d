import { at, callScript, us } from '../casting.ts'

const thornbury = at('Thornbury Wines', 'thornbury.example')

/** Marked private in Gong: FastFollow must never ask for these words. */
export const thornburyPrivate = callScript({
  key: 'thornbury-private',
  title: 'Thornbury Wines: confidential',
  kind: 'executive',
  language: 'eng',
  isPrivate: true,
  durationS: 317,
  customer: 'Thornbury Wines',
  hostKey: 'rep',
  cast: {
    rep: us('rep'),
    vp: us('vp'),
    cecil: thornbury('Cecil Thornbury', 'cecil', 'Chairman'),
    imogen: thornbury('Imogen Vale', 'imogen.vale', 'Finance Director'),
  },
  talk: `
    [40] cecil: Is it only us?
    rep: Only us, Cecil. You, Imogen, Renata and me. I've marked it private as you asked.
    vp: Hello Cecil. It's been a while.
    cecil: Renata. You look well. I won't beat about the bush. We're selling.
    vp: The vans?
    cecil: The company. It isn't public, and it mustn't be for another five weeks. Our drivers don't know, and my own sister doesn't know.
    imogen: We're telling four suppliers, because their contracts need consent if the owner changes. You're one.
    vp: I understand. Thank you for telling us first.
    imogen: You're third, to be accurate.
    vp: Third's a medal.
    imogen: The bank was first, and the people who print the labels.
    vp: The labels before us? I'm hurt.
    imogen: There's a picture of Cecil on the labels. It was thought that he'd like to say goodbye to it himself.
    cecil: It's a dreadful picture. I was forty. I shan't miss it.
    cecil: What I need to know is whether you'd make trouble.
    rep: No. There's a clause that says we have to agree, and that we can't refuse without a reason.
    vp: We wouldn't refuse. Is the buyer somebody we know?
    cecil: I can't say. It isn't a brewery, if that's what you're afraid of.
    vp: I wasn't.
    imogen: We'd need a letter of consent. Our solicitors have a draft. I'd send it to you by Monday.
    vp: To me, not to the general address. I'll sign it the same day if it's the usual.
    imogen: It's one page.
    rep: What about the renewal? It's due two months from now.
    cecil: Leave it. The new people will decide. I'd tell them to keep you.
    rep: That's kind.
    cecil: It isn't kind, it's cheaper than retraining forty drivers.
    rep: They were rather against it at the start, if you remember.
    cecil: I was against it at the start. I wrote "never" on the first offer. I've still got it in the drawer.
    imogen: There's one more thing. Twelve of the vans won't go with the sale. They'll be let go, with the depot in the west.
    vp: And the people?
    cecil: That's the bit that I'm not sleeping over. Nineteen people. We're telling them ourselves, in six weeks, properly.
    vp: I'm sorry, Cecil.
    cecil: So am I. So if anyone of yours is on the phone with the west depot, not a word.
    rep: Nobody knows but the two of us. I won't write it into the notes.
    cecil: Good. Imogen?
    imogen: That's all from me. The letter on Monday.
    vp: And if something changes, ring me directly, any time.
    cecil: Shall we talk again when it's signed? Friday in five weeks, noon?
    vp: Friday in five weeks, noon. I'll put it in as lunch.
    cecil: Then I'd better buy you one. Goodbye.
    imogen: Thank you. Goodbye.
    rep: Goodbye.
  `,
})
