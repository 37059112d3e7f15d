import { callScript, us } from '../casting.ts'

/** Only our own people: nothing of it may ever reach a customer. */
export const pipelineReview = callScript({
  key: 'pipeline-review',
  title: 'Weekly pipeline review',
  kind: 'internal',
  language: 'eng',
  scope: 'Internal',
  durationS: 385,
  customer: null,
  hostKey: 'manager',
  cast: { manager: us('manager'), rep: us('rep'), colleague: us('colleague'), se: us('se') },
  talk: `
    [30] manager: Morning or whatever it is where you are. Is Jana coming?
    colleague: Jana's with a customer. She sent me her numbers.
    manager: Okay. Quick round. {repFirst}, Northwind.
    rep: Pilot starts a week on Monday. Two years, twenty-seven fifty, subject to the exit clause. Grace has the pen in her hand.
    manager: What's the exit clause cost us if they pull it?
    rep: Half of the second year, so about twenty thousand.
    manager: I can live with that. But get Kwame to write it. If it says "on time" without a definition I'm not signing.
    rep: He's got it. I'll chase him tomorrow.
    manager: Will it close this quarter?
    rep: Seventy percent.
    manager: You said eighty last week.
    rep: Last week I hadn't met Grace.
    se: Grace is wonderful. She got fifty pounds off the training because someone misspoke.
    rep: That was me.
    manager: It was. Hartwell?
    rep: Small. Ten thousand. The owner wants it, the finance lead wants a number. They asked about volume pricing on texts and I've left it open.
    manager: What would you give them?
    rep: Three pence. We buy them at one point eight.
    manager: Never say that sentence outside this room.
    rep: I won't.
    manager: Three pence is okay. Priya, Calder.
    colleague: Fifty-fifty. The savings are eight and a half and not twelve, and the works council votes in three weeks. I like them, but the boss has a brother-in-law.
    manager: Everyone has a brother-in-law. What's your floor?
    colleague: Twenty-six.
    manager: Twenty-six, if they sign for two years. Not for one.
    colleague: Fine. And I need Hannah for the council. I've offered her without asking.
    manager: Then ask her today, please.
    colleague: I'll ask her right after this.
    manager: Meridian.
    rep: Slow, but real. Security's the gate. Hannah did great. The start with test data's agreed, Kwame's writing to them by Monday.
    manager: And that restore number didn't come up?
    rep: It didn't come up.
    manager: Good. Tomás, what's eating your time?
    se: Tideline. The workshop's ninety minutes, and I've spent two days preparing. They've got a mainframe. An actual mainframe.
    manager: Is it worth it?
    se: Three hundred and forty trucks.
    manager: It's worth it.
    se: I'd need somebody from engineering on call for it. I asked Dev and he said he'd look.
    manager: I'll ask Dev. You'll have a name by Thursday.
    se: Thanks.
    manager: Jana's numbers?
    colleague: Havelland, seventeen thousand euros, board at the end of the quarter. Seventy percent, she writes. And in brackets, the IT man likes us.
    manager: That's worth more than the seventy. Okay, two other things. The discount table. Nobody goes under twenty-seven without asking me.
    rep: Even for two years?
    manager: Even for two years. We had one last month that I read about in the contract.
    colleague: Wasn't me.
    manager: I know who it was. They no longer work here.
    se: Ouch.
    manager: That wasn't the reason. Second, follow-ups. I looked at ten calls from last week. Four got a follow-up mail the same day, three the day after, three never. That's not good enough.
    rep: Guilty. I had six calls on Tuesday.
    manager: I know. There's a tool that we're trying, it writes a draft. You'll still have to read it.
    colleague: If it doesn't write "I hope this finds you well", I'm in.
    manager: If it does I'll switch it off myself.
    rep: Can it leave out the bit where Raj tells it that the price is zero?
    manager: That'd be a good test.
    manager: All right. Same time next Monday. Bring your commits, and bring one deal you'd give up on.
    colleague: Only one?
    manager: One each. Bye.
    rep: Bye.
    se: Bye, I'm going back to the mainframe.
  `,
})
