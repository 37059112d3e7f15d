import { at, callScript, us } from '../casting.ts'

const osprey = at('Osprey Courier', 'ospreycourier.example')

/** Sales hands over to customer success: promises on behalf of people who are not there, a moment in Spanish. */
export const ospreyHandover = callScript({
  key: 'osprey-handover',
  title: 'Osprey Courier: hand-over to customer success',
  kind: 'hand-over',
  language: 'eng',
  durationS: 570,
  customer: 'Osprey Courier',
  hostKey: 'rep',
  lateMinutes: 12,
  cast: {
    rep: us('rep'),
    csm: us('csm'),
    se: us('se'),
    carmen: osprey('Carmen Ibarra', 'carmen.ibarra', 'General Manager'),
    luis: osprey('Luis Ocampo', 'luis.ocampo', 'Dispatch Lead'),
    wendy: osprey('Wendy Shaw', 'wendy.shaw', 'Accounts'),
  },
  talk: `
    [50] rep: Hi Carmen, hi Luis, hi Wendy. I see everybody. Is that a new office?
    carmen: It's the kitchen. The office has no heating since Friday.
    csm: Oh dear. I'm in Norway, I can lend you some cold if you're short.
    carmen: No thank you!
    rep: So this is the call where I introduce Ingrid, and then disappear. Not altogether, but from day to day. Ingrid Solberg, customer success.
    csm: Hello. I've read everything that {repFirst} wrote about you. You're forty-two bikes and eighteen vans, you've been live for three weeks, and there's a thing with invoices.
    wendy: There is a thing with invoices.
    carmen: Let Wendy go first, then she can get back to it.
    wendy: Okay. So, we've been charged for sixty-eight vehicles. It's sixty. And the purchase order number isn't on it, and without that, our system spits it out.
    rep: Sixty-eight. Where do the eight come from?
    se: I think I know. In the trial you had eight test vehicles. They were called Test One to Test Eight.
    luis: I deleted those.
    se: You deleted them on the third. The count's taken on the first.
    wendy: So do we get it back?
    rep: Yes. That's our mistake. Finance will issue a credit note for the eight and a new invoice with the PO number on. I'll make sure you get both by Friday.
    wendy: Friday. And I don't pay the first one.
    rep: You don't pay the first one.
    wendy: Good. Then I'm happy and I'm going where it's warm. Bye.
    csm: Bye Wendy!
    rep: Luis, how's dispatch?
    luis: It's good. It's good, it's just the bikes. The routes for the bikes go over the hill. Nobody rides over the hill.
    se: There's a setting for the climb, it's in the vehicle profile.
    luis: Where? I looked.
    se: It's hidden under "advanced". I'll send you a screenshot today.
    carmen: Luis, dile lo de los lunes.
    luis: Ah, sí. Los lunes. Los lunes el plan tarda mucho, casi veinte minutos. No sé por qué.
    se: ¿Veinte minutos? Eso no es normal. ¿Con cuántas paradas?
    luis: Unas dos mil. Los demás días son ochocientas.
    se: Vale. Lo miro mañana con los datos del lunes y te escribo.
    luis: Gracias. Sorry, everyone. On Mondays the planning takes twenty minutes, and Tomás looks at it tomorrow.
    csm: I got about half of that, I'm learning. Good.
    carmen: Now you also know why I like Tomás.
    csm: What else was promised in the sales phase that I should know of? I always ask that with both in the room.
    rep: I'd written down three things. The e-bike batteries, the referral, and the review after sixty days.
    carmen: The batteries. Yes. You said it'd come.
    rep: I said it's on the roadmap, and our product manager, Dev, showed you the draft.
    carmen: And when does it come?
    rep: Dev will tell you. He's not here today, but he'll send you an update on the battery planning by the end of the month, I've agreed that with him.
    carmen: In writing.
    rep: In writing.
    luis: What would be really good is if it'd know that a cold battery's a shorter battery.
    csm: I'd like to see that one as well, with my winters.
    rep: The referral: Carmen, you said you'd introduce us to your cousin's company.
    carmen: I did it already. Last week. You didn't get it?
    rep: I've had nothing.
    carmen: Then he forgot. He forgets everything. I'll remind him tonight, and put you in copy.
    rep: Thank you.
    csm: And the review after sixty days. That's in five weeks, roughly. What do you want to see there, Carmen?
    carmen: Three numbers. Drops per rider and hour. Late deliveries. And how many times a customer rang us to ask where it was.
    csm: The first two I've got in the system. The calls, do you count them?
    carmen: The phone system does.
    luis: I can get that. I'd get it from the phone company, it's a monthly list.
    csm: From before we started as well, that would be great. To compare.
    luis: From January on. I'll send it to you when the list for this month is there, so, the first week of next month.
    csm: Perfect.
    carmen: Are you going to sell me things, Ingrid?
    csm: No. I'm measured on whether you stay.
    carmen: I like that better. No offence, {repFirst}.
    rep: None taken.
    carmen: Because I was thinking, maybe we could put the second city on it too, if they ever give us the licence.
    rep: I'm not saying a word.
    carmen: Don't. It's a dream, that's all.
    csm: How would you like to work? I'd say every two weeks for half an hour, until the review.
    luis: Every two weeks is good.
    csm: Tuesdays?
    luis: Not Tuesdays. Thursdays, after the noon rush. At three?
    csm: Thursday at three, starting the Thursday of next week. I'll send the series.
    carmen: Without me. Luis does it. For the review, with me.
    csm: Then the review gets its own invitation, let me do that once you know your travel.
    carmen: Ask me in two weeks.
    csm: I'll ask you in two weeks.
    rep: Then I'd hand over the keys now. There aren't any, but if there were.
    carmen: Thank you for all. You were honest about the hill.
    rep: I did say there was a hill.
    luis: Bye. I'll look for "advanced".
    se: Screenshot's coming. Bye!
    csm: Stay warm. Bye.
  `,
})
