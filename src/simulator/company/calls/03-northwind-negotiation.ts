import { callScript, us } from '../casting.ts'
import { dana, grace, samir } from './northwind.ts'

/** The third with Northwind: an owner named by role, "end of the quarter", an aside before they join. Arrives late. */
export const northwindNegotiation = callScript({
  key: 'northwind-negotiation',
  title: 'Northwind Grocers: offer and contract',
  kind: 'negotiation',
  language: 'eng',
  durationS: 1_402,
  customer: 'Northwind Grocers',
  hostKey: 'rep',
  lateMinutes: 90,
  cast: { rep: us('rep'), manager: us('manager'), dana, samir, grace },
  talk: `
    [20] manager: You're early.
    rep: So are you. Okay, two minutes before they come. What can I give?
    manager: They've got a hundred and twenty vans, it's a good name. I'd go down to twenty-eight fifty for a year, and twenty-seven if she takes two. Not lower, Renata would have my head.
    rep: And don't start with it.
    manager: Don't start with it. Start with thirty. And between us, if they sign this quarter I make my number, so, you know, payment terms we can be nice about.
    rep: Got it. Somebody's joining.
    [35] dana: Hello! Are we late?
    rep: Not at all. Hi Dana, hi Samir. And hi Grace, nice to meet you.
    grace: Nice to meet you. I have twenty-five minutes and eleven points. I've sent them to Dana, and Dana hasn't read them.
    dana: I read the first three.
    rep: With me is Marcus, he leads our sales team. He's here so that I don't have to say "I'll have to ask" all the time.
    grace: I like that. Hello, Marcus.
    manager: Hello. How's the pilot going, before we go into the eleven?
    samir: It's not started. It starts a week on Monday. Lucy's got the token, the drivers are in, Bill has done one afternoon of drawing.
    manager: How was that?
    samir: He drew for four hours and then he asked whether he could get a copy for home.
    rep: Wonderful.
    dana: I had to promise him a framed one.
    samir: And Janet's tried it on her own on Sunday, without anyone asking her. She planned the south in twenty minutes. Then she sent me a picture of the clock.
    manager: That's usually how we know that it's going to work.
    dana: The only thing that's late is the phones, ten of the handhelds are on an old version. Lucy's people update them. They'll be done by Friday.
    rep: Do you need anything from us for that?
    samir: No. It's only plugging in and waiting.
    grace: Okay. Point one. The price. You've offered thirty-two. I have two other quotes, one at twenty-six and one at thirty-five.
    rep: I'd guess the twenty-six doesn't plan across depots.
    grace: I'm not going to tell you who it is.
    dana: It doesn't plan across depots, Grace.
    grace: Dana. Please.
    dana: Sorry.
    grace: So what can you do?
    rep: On a one-year contract for all hundred and twenty, thirty.
    grace: That's two pounds.
    rep: That's two pounds, per van and month. It's close to three thousand a year.
    grace: I'd need to see a twenty-seven.
    manager: What would you do on the term, Grace? One year or two?
    grace: We always do one year. Well. We've done two, for the forklifts.
    rep: How did that go?
    grace: With the forklifts? They were bought by somebody else after six months, and then nobody knew who we were. So, um, not well.
    manager: There's a clause for that, if we're bought, you may leave. I think it's in there already.
    grace: Is it? Which one?
    manager: Fourteen. Assignment.
    [45] grace: Fourteen. Yes. "In the event of a change of control." Fine. That's better than the forklifts.
    manager: With two years I can do twenty-seven fifty.
    grace: And with one?
    manager: With one, twenty-nine.
    grace: So a pound fifty for a year. Hmm. Let me think about that. Point two. Notice period. You've got ninety days. We do thirty.
    rep: Ninety is our standard, but sixty would be possible.
    grace: Forty-five?
    rep: Sixty, I can say yes to now. For forty-five legal will have to look at it.
    grace: Then say sixty and I'll strike it off. I like striking things off.
    rep: Sixty.
    grace: Three, liability. It's capped at twelve months of fees.
    manager: Yes.
    grace: Our standard's twice that. Our legal department will insist.
    manager: We've done twice for some. It has to go through our legal. They'll send you a proposal for that clause, let me say by Wednesday.
    grace: Wednesday. Fine. Send it to me, I'll pass it on to ours.
    rep: We'll make sure that it goes to you.
    grace: Four. Data. Lucy wants a sentence that you don't train on our data for others.
    rep: Yes. That was open from the demo. I've got the answer: legal is fine with it, the sentence is in the draft you've received, it's clause nine.
    grace: Is it? I haven't got to nine yet.
    rep: Take your time.
    [50] grace: "Shall not use Customer Data to train models for the benefit of other customers." That's it?
    rep: That's it.
    grace: It's short. I like short.
    samir: It's there. Lucy saw it. She said, and I quote, huh.
    grace: Then that's done. Five is done too, that's both copies in London. Six. Payment. Thirty days from invoice, annual in advance. We'd want quarterly.
    rep: Quarterly in advance?
    grace: In arrears, ideally.
    manager: In arrears I can't do. In advance, quarterly, that I can do.
    grace: No surcharge?
    manager: No surcharge.
    grace: Good. Quarterly in advance. Seven, price increases. You've got "up to eight percent". I've put a line through it.
    rep: And what have you put instead?
    grace: Inflation, at most three.
    manager: Five?
    grace: Four.
    manager: Four, and it's fixed for the first two years if you take the two years.
    grace: You really want those two years.
    manager: I'm not very subtle.
    dana: I'd take the two years, Grace, honestly. I don't want to do this again in twelve months.
    grace: With a way out after the first if the windows are not above ninety percent.
    rep: Ninety percent on time, measured how?
    samir: The way we measure it now. Arrival within the promised slot, over a month.
    rep: I like the idea, but I can't say yes to that one today. That depends on you as well as on us. If there are twenty drivers missing it's not the planner.
    grace: Then find me a wording.
    rep: I'll talk to Kwame, our implementation lead, on how he'd measure it, and I'll send you a wording by Tuesday.
    grace: Tuesday.
    dana: And then Samir and I look at it, not only the lawyers.
    samir: I'd like that.
    grace: You two can look at it, and then I look at whether it's English.
    manager: May I ask what the ninety's based on? You're at eighty-four today.
    dana: Ninety-two is where I'd buy a cake. Ninety's where I'd not be embarrassed.
    manager: And it would be measured when? Because the first months are always, let me say, lively.
    samir: Not the first three. That'd be unfair. From month four to month twelve.
    manager: From month four. Can we all agree on that at least?
    grace: Month four to twelve, average. Yes. That I can agree to. Put it into your wording.
    rep: I'll put it in. Month four to twelve.
    dana: And weather. If there's a snow week I don't want to throw you out because of snow.
    grace: Dana, stop negotiating for them.
    dana: I'm being fair!
    grace: Be fair on your own time.
    grace: Eight, training. Is it included?
    rep: Two days on site, included. Every more day is nine hundred. Sorry, nine hundred and fifty, it went up.
    grace: Nine fifty. When did it go up?
    rep: In the spring.
    grace: Hmm. Nine hundred, then, since you've said it.
    manager: Nine hundred. Well caught.
    grace: Nine. Insurance certificate. I need yours.
    rep: I can have that sent. Our finance team will send it today or tomorrow.
    grace: Tomorrow's fine. Ten is the logo. You want to use our logo.
    rep: We'd love to.
    grace: No.
    rep: Okay. No logo.
    grace: Nothing personal. We don't do it for anyone. And a press release also no, before you ask.
    rep: Understood.
    grace: Eleven. Who's my contact when something's wrong? I don't want a ticket number, I want a person.
    rep: From the signature on that's Ingrid Solberg, customer success. And me, if you want to shout.
    grace: Oh, I'll shout.
    rep: And there's a rule for it, it's in annex two. If the planning's down in the evening, between nine and three, that's the highest class, and somebody calls you within fifteen minutes.
    grace: Within fifteen minutes, or within fifteen minutes on working days?
    rep: Every day. Also at Christmas.
    samir: I'm the one they'd call, I suppose.
    rep: You and a second person. We need the two names before the start.
    samir: Me and Janet. You've got them now.
    rep: Then I'll enter the two of you.
    dana: She will.
    samir: She's very good at it.
    grace: So, back to one. If I go to two years, twenty-seven fifty, quarterly in advance, with the way out after year one in a wording that we both can live with. And the four thousand for the pilot credited.
    manager: The pilot's credited anyway.
    grace: Good. Then let me put it like this: yes, in principle, one year at twenty-nine.
    rep: One year?
    grace: That's what I'm allowed to sign on my own. For two I need the finance director.
    dana: Grace, he's in the office. Just ask him.
    grace: Now?
    dana: Now. He's two doors down and he's eating a sandwich. It's the best moment.
    grace: You're all terrible. Give me two minutes, I'm putting you on mute.
    [150] grace: Okay. Okay, I'm back, and I asked him. He says if the way out is in there he's for two years. So forget what I said. Two years, twenty-seven fifty, subject to that wording.
    rep: So, two years at twenty-seven fifty, a way out after the first.
    grace: Subject to the wording, yes.
    manager: Great. Thank you, Grace.
    grace: Don't thank me, I've still got my red pen. When do you need the signature?
    rep: We'd love to have it before the end of the quarter.
    grace: I'm sure you would.
    rep: The honest reason from your side is that Kwame's team plans the roll-out of the other two depots at that point, and then you'd have it before the busy season.
    samir: Before the busy season is the whole point.
    grace: If your legal's fast. I'll get our legal to return the contract within a week from when they have your clause. That's the best I can do. Then it can be signed by the end of the quarter.
    rep: That's great. And I'll update the offer: twenty-seven fifty, two years, sixty days, quarterly in advance, four percent, and send you the new version this afternoon.
    grace: With the changes marked. Not a clean one. I hate clean ones.
    rep: With the changes marked.
    dana: One thing that I'd asked and never heard of again. The text messages. What do they cost us?
    rep: Four pence each. There's a volume price above a hundred thousand a month.
    dana: We'd be at, Samir?
    samir: Eighteen hundred a night, six nights, so about, forty-five thousand a month. And if it's two texts each, ninety.
    dana: So just below.
    manager: Let me see whether there's something between. I don't have it in my head.
    dana: Okay. But I want an answer before the signature.
    manager: You'll get one.
    grace: That's my twenty-five minutes.
    rep: Let's fix the next one. Wednesday next week, when you've got the clause? Three o'clock?
    grace: Wednesday next week at three. Half an hour. I won't have eleven points.
    dana: You'll have twelve.
    rep: Wednesday at three it is. Dana, Samir, you too?
    dana: I'm in.
    samir: In.
    rep: Thanks all. And good luck with the start on Monday week, Samir.
    samir: Thank you. Bill's bringing cake.
    grace: Goodbye.
    manager: Bye, thanks Grace.
  `,
})
