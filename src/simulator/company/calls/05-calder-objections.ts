import { at, callScript, us } from '../casting.ts'

const calder = at('Calder Freight', 'calderfreight.example')

/** Two Davids, a polite refusal, a competitor, and one who dialled in without a name. */
export const calderObjections = callScript({
  key: 'calder-objections',
  title: 'Calder Freight: concerns after the trial',
  kind: 'objection handling',
  language: 'eng',
  durationS: 748,
  customer: 'Calder Freight',
  hostKey: 'colleague',
  cast: {
    colleague: us('colleague'),
    se: us('se'),
    davidm: calder('David Mercer', 'david.mercer', 'Managing Director'),
    davidl: calder('David Lowe', 'david.lowe', 'Traffic Office Manager'),
    agnes: calder('Agnes Toth', 'agnes.toth', 'Works Council Representative'),
    dialin: {
      name: 'Caller 1',
      email: null,
      title: null,
      affiliation: 'Unknown',
      attended: true,
    },
  },
  talk: `
    [45] colleague: Hello, who's with us? I can see David, and, David?
    davidm: Two Davids. Mercer here, and Lowe is in the traffic office.
    davidl: Hi. I'm the other David. The one who works.
    davidm: Charming.
    agnes: And Agnes Toth, I'm from the works council. I asked to be here.
    colleague: Very welcome, Agnes. With me is Tomás, our solutions engineer. And there's a, someone's dialled in?
    dialin: Yeah, that's me, it's Colin from the yard. I'm on the phone. I'm only listening.
    colleague: Hi Colin. So, you've had the trial for four weeks, and David, David Mercer, you wrote me a rather honest mail.
    davidm: I try to be honest. I'll say it again. It's a good tool. But I've got three problems with it, and I don't see us going on until they're gone.
    colleague: That's why we're here. Go ahead.
    davidm: One, the drivers think it's a spy. Agnes will talk about that. Two, the savings. You said twelve percent, and I see five. Three, my brother-in-law's company has the one from, well, your competitor, and pays nineteen a truck.
    colleague: Okay. May we start with the savings? Tomás looked at your data.
    se: I did. So, five is right. I get five point two. And I think I know why. You've got sixty trucks, and in the settings forty of them are locked to fixed tours.
    davidl: They're the contract tours. We have to drive those.
    se: All forty?
    davidl: Yes. Well. Thirty. Thirty-one. The rest is, it's habit, I suppose.
    se: If I unlock the nine that aren't contract, I get eight and a half. I ran it last night.
    davidm: Eight and a half. Not twelve.
    se: Not twelve. With thirty-one fixed tours you won't see twelve. I wouldn't want to tell you that you will.
    davidm: That's at least an answer.
    colleague: And the twelve was said by me, in the first call, before we knew about the contract tours. That was too early. I'm sorry about that.
    davidm: Accepted.
    davidl: Which nine are they? Can you send me those?
    se: I've put them in a sheet. I'll send it to you right after the call, David. Lowe, I mean.
    davidl: Please. I'll go through it with the lads by Thursday and tell you which of the nine really can be unlocked.
    se: Perfect.
    colleague: Agnes, you wanted to speak about the drivers.
    agnes: Yes. So. The app shows where the driver is, the whole day, also in the break. And there's a score. We were never asked about the score.
    colleague: The driver score, yes. That's on by default.
    agnes: It shouldn't be.
    se: I agree, honestly. It can be turned off. David, did we turn it off?
    davidl: I turned it off in the second week.
    agnes: You did? Nobody told me.
    davidl: I told Colin.
    dialin: You did tell me. I, er, didn't pass that on.
    agnes: Colin!
    dialin: Sorry. I'm only listening.
    agnes: Then the score is off. Good. And the location in the break?
    se: There's a privacy mode. When the driver presses break, it stops sending. And it can be set so that the history's deleted after, whatever, a week.
    agnes: Is that written somewhere? I need to show it to the others.
    colleague: There's a document for works councils, in fact. Four pages, it has the settings, what's stored, who can see it. Three other companies have used it for their agreement.
    agnes: That I'd like to have.
    colleague: I'll send it to you by tomorrow evening. To your address, and the Davids in copy?
    agnes: To me. I'll pass it on myself.
    colleague: To you only. Understood.
    agnes: And somebody must answer questions in the meeting of the council. That's in three weeks.
    colleague: Hannah Weiss could do that, she's our head of security and data protection. She's done it before. I'm sure that she'd join for half an hour.
    agnes: In three weeks, on the Wednesday, at eight in the morning.
    colleague: At eight, okay. Hannah will be there. I'll let her know, and if it's a problem you'll hear from me by Friday.
    agnes: Thank you.
    davidm: So that's one and two. Now three. Nineteen pounds.
    colleague: We're at thirty-two on the list and at twenty-nine in your offer. I won't get to nineteen.
    davidm: I thought so.
    colleague: May I ask what's in the nineteen? Is the driver app in there?
    davidm: I don't know. He doesn't know either. He's my brother-in-law.
    davidl: It isn't. I asked their dispatcher. It's nine pounds more.
    davidm: So twenty-eight.
    davidl: And no ferry times, no trailer swaps.
    davidm: We need the trailer swaps.
    davidl: We live on trailer swaps.
    davidm: Okay, so that's apples and pears. Fine. I withdraw my brother-in-law.
    colleague: Would a longer trial help? We could extend it by four weeks, with the nine tours unlocked, so that you see the eight and a half yourselves.
    davidm: At no cost?
    colleague: At no cost.
    davidm: That's decent of you. Hmm. But then we're in the peak season, and I'd be deciding in the middle of it.
    davidl: I'd take it, David.
    davidm: You'd take it. Okay. Let's do that then, four more weeks.
    colleague: Great, then I'll have it prolonged.
    davidm: And what about, there was this driver coaching thing in the offer. The module.
    colleague: The coaching, yes. Shall I leave it in?
    davidm: It's a kind offer, but no, thank you. With what Agnes has just said, that's not for us. Not now and I think not later.
    agnes: Definitely not later.
    colleague: No problem, I'll take it out of the offer.
    davidm: Also, Tomás, the thing with the weighbridge. Could that be connected?
    se: In theory. If it has a serial port one could read it out, with a small box. I've never done it.
    davidm: It was just a thought. Forget it.
    davidl: The weighbridge is from the seventies.
    davidm: So am I.
    colleague: May I sum up? The four weeks, the sheet with the nine tours, the document for Agnes, Hannah in the council meeting.
    davidm: Hold on. On the four weeks. I'm looking at the calendar while we talk. The four weeks would end on the very week of the stocktake, and David's on holiday before that. That's nonsense. I take that back. Let's not extend. Let's decide in the next meeting with what we have, and with David's nine tours.
    davidl: Fair point. I'd forgotten the stocktake.
    colleague: So no extension.
    davidm: No extension. We decide, yes or no, when we meet.
    colleague: And when's that?
    davidm: After the council, it has to be after the council.
    agnes: The council will vote on that same Wednesday.
    davidm: Then the Friday after it. Friday in three weeks, ten o'clock?
    colleague: Friday in three weeks at ten. With the same people?
    davidm: Without Colin.
    dialin: Fine by me.
    davidl: He'll listen anyway.
    colleague: Is the trial open until then, or does it close?
    se: It ends on the last of the month. It would just carry on if nobody closes it.
    davidm: So who closes it?
    colleague: That I have to find out. It's a good question, I don't want to say anything wrong.
    davidm: Then find out.
    agnes: I've got to go to a hearing. Thank you for taking it seriously.
    colleague: Thank you, Agnes, for being so clear.
    davidm: Right. Thank you, Priya. For the record, most people would've argued about the twelve percent.
    colleague: It was wrong. There's nothing to argue.
    davidl: Bye, all.
    se: Bye, thanks.
    dialin: Bye. Nice call.
  `,
})
