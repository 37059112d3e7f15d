import { absent, at, callScript, us } from '../casting.ts'

const brightwater = at('Brightwater Utilities', 'brightwater.example')

/** "End of the quarter", a date in the past, something already done, fewer vehicles, an invited person who never came. */
export const brightwaterRenewal = callScript({
  key: 'brightwater-renewal',
  title: 'Brightwater Utilities: renewal',
  kind: 'renewal',
  language: 'eng',
  durationS: 703,
  customer: 'Brightwater Utilities',
  hostKey: 'rep',
  lateMinutes: 35,
  cast: {
    rep: us('rep'),
    csm: us('csm'),
    gloria: brightwater('Gloria Stanton', 'gloria.stanton', 'Field Service Director'),
    hugh: brightwater('Hugh Pemberton', 'hugh.pemberton', 'Contracts Manager'),
    nell: absent(brightwater('Nell Abara', 'nell.abara', 'Dispatch Team Lead')),
  },
  talk: `
    [60] gloria: Hello. Nell isn't coming, there's a burst main in Castle Street and she's got forty angry people.
    csm: Oh no. Is it bad?
    gloria: It's wet.
    hugh: It's my street, in fact. I've been in wellies since six.
    rep: Then we'll keep it short. Hi Gloria, hi Hugh, I think we met only once, at the kick-off.
    hugh: We did. I'm contracts. When I appear, it's about a signature or a funeral.
    rep: Let's do the first. So your contract runs until the end of the quarter. It renews on its own for a year unless someone says otherwise.
    hugh: The notice date was the fifteenth. We've let it pass, on purpose.
    rep: I noticed, thank you.
    hugh: But we'd still like to talk about the size.
    gloria: I'll start with the nice part. It's working. Nell's team does thirty percent more jobs a day than two years ago with the same people. I showed that to the regulator.
    csm: That's a wonderful number. I knew about twenty-two.
    gloria: That was last year. It's thirty now. Well, twenty-nine point six.
    csm: May we use that? With your name?
    gloria: Without the name. "A water company."
    csm: A water company. Okay.
    gloria: Now the not so nice part. Two things. The big outage, and the vehicles.
    csm: The outage. Yes.
    gloria: You were down for five hours on a Monday. Nobody rang us. We heard it from our own crews.
    csm: I know. I've got the report here. We sent it to Nell the week after, I don't know whether you've seen it.
    gloria: I saw it last week. It's good, it's honest. It says there'd be a status line we can subscribe to.
    csm: That's live. It's been live for a month. Nell's subscribed, and I saw that your control room is, too.
    gloria: Is it? Good. Then that's done. I'd still like something in the contract.
    rep: A service level, you mean.
    gloria: Yes. Something that costs you money if it happens again.
    rep: We've got an addendum for that. Ninety-nine point nine, with credits. It's part of the bigger plan, you're on the standard one.
    gloria: And what does the bigger plan cost?
    rep: It's four pounds more per vehicle.
    gloria: Per month?
    rep: Per month.
    hugh: That's a hundred and eighty vehicles, so, eight and a half thousand a year, to be told that you're sorry.
    rep: I understand how that sounds.
    gloria: I'd expect that as a courtesy, after that Monday.
    rep: Let me take that to Marcus. I can't say yes on my own. You'll get an answer from me by Wednesday.
    gloria: Fine. Wednesday.
    hugh: Now vehicles. We have a hundred and eighty in the contract. We've got a hundred and fifty-two on the road.
    csm: I see a hundred and sixty-one active in the last month.
    hugh: Then some of them are, what, ghosts?
    csm: Nine are rented ones, I think. They start with an R.
    gloria: Those went back months ago.
    csm: Then it's a hundred and fifty-two. You're right.
    hugh: So we'd like to renew for a hundred and fifty-two.
    rep: That's possible. In a renewal you can go down by up to twenty percent. That's, hundred and eighty minus thirty-six, so a hundred and forty-four would be the floor. You're above that.
    hugh: And the price per vehicle stays?
    rep: The price stays. There's the indexation from the contract, three percent. That's in clause twelve.
    hugh: I wrote clause twelve.
    rep: I know.
    hugh: Then three percent it is. I won't fight with my own clause.
    gloria: And if we grow again? There's a talk of taking over the Eastmoor area. That'd be sixty more.
    rep: You can add any time, at the same price, to the month.
    gloria: It's only a talk. We could double, we could stay as we are. Don't plan on it.
    rep: I won't.
    hugh: What I need from you is the renewal form with a hundred and fifty-two, and the addendum as a draft, even without the price. So I can get it through legal.
    rep: You'll get the form by Friday. The draft of the addendum too, with the price line left empty.
    hugh: Good. And the insurance certificate, yours has expired.
    csm: I sent you the new one on Monday, Hugh.
    hugh: Did you?
    [15] hugh: You did. Ignore me. It's been a wet day.
    csm: No worries.
    gloria: How long does legal take at the moment?
    hugh: Two weeks. Legal will send it back with comments, they always do. I'd say in two weeks from Friday you have it back.
    rep: And then we'd still be in time for the end of the quarter.
    hugh: We'd be in time. And if not, it renews at a hundred and eighty, and that is my problem.
    rep: We wouldn't do that to you. If the paper's on its way I'd rather go with the hundred and fifty-two.
    hugh: Can I have that in writing?
    rep: You can. I'll put that sentence in the mail.
    hugh: Much obliged.
    gloria: Anything new we should know of? Nell keeps asking about the skills thing.
    csm: The skills matching. Who's certified for which job. It's in the standard plan since last month. It's switched on for you already, it only needs the list of certificates.
    gloria: And who makes the list?
    csm: It's in your HR system, usually. If Nell exports it, I load it.
    gloria: Nell will send it to you. Give her until the end of the month, with the burst main.
    csm: No hurry. And I'd do an hour with her team on it, when the list's there.
    gloria: She'd like that. She'd never say it, but she'd like that.
    csm: Then I'll write to her with three dates.
    gloria: Write to her next week. Not this week.
    csm: Next week.
    hugh: Will you be at the trade fair next month?
    rep: I think we have a stand. I'm not sure that I'll be there.
    hugh: I only go for the pens.
    rep: I'll see that there are pens.
    gloria: Hugh collects pens. It's a whole drawer.
    hugh: Two drawers.
    rep: Shall we speak again once Marcus has answered, and you have the draft? Monday in two weeks?
    gloria: Monday in two weeks I'm at the regulator. Tuesday?
    rep: Tuesday in two weeks, nine o'clock?
    hugh: Nine's good.
    gloria: Nine. Twenty minutes.
    rep: I'll send the invitation, with Nell in it.
    gloria: Put Nell as optional.
    rep: Will do.
    csm: Tell Nell good luck.
    gloria: I will. Thank you, Ingrid. Thanks, {repFirst}.
    hugh: Goodbye. I'm going back into the water.
  `,
})
