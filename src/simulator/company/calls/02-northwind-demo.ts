import { at, callScript, us } from '../casting.ts'
import { dana, lucy, samir } from './northwind.ts'

const room = at('Northwind Grocers', 'northwind.example')

/**
 * The second with Northwind. A decision taken back later in the call, a number corrected, a wish that is only a
 * wish, a room that is no person, and references to the first call.
 */
export const northwindDemo = callScript({
  key: 'northwind-demo',
  title: 'Northwind Grocers: demo with own data',
  kind: 'demo',
  language: 'eng',
  durationS: 2_004,
  customer: 'Northwind Grocers',
  hostKey: 'rep',
  cast: {
    rep: us('rep'),
    se: us('se'),
    dana,
    samir,
    lucy,
    boardroom: room('Boardroom 3.12', 'room-3-12', null),
  },
  talk: `
    [95] dana: Hello, hello. We're in the big room today, I don't know where the camera is.
    rep: We can see a very nice ceiling, Dana.
    samir: Wait, I'll turn it. There.
    rep: Now we see you. Hi Samir. And you must be Lucy?
    lucy: I'm Lucy, hi. I read the data sheet you sent, thank you for that. I've got questions, but they can wait till the end.
    rep: Perfect. Tomás is here, he's already got the screen ready. How was the board meeting, Dana?
    dana: Long. They wanted to talk about trolleys for an hour. Trolleys!
    rep: Okay. So, last time you told us three things hurt: the late order changes, the windows at eighty-four percent, and Bill.
    samir: Bill says hello, by the way. He's going at the end of the quarter, it's official.
    rep: Hello, Bill. Tomás took the two weeks of orders that Samir sent, and has planned them. No Lisbon, as promised.
    dana: Good man.
    se: Let me share. [25] Can you see the map?
    samir: Yes. That's us. That's, oh, that's the south depot.
    se: Right. So this is the Tuesday from your export. Nineteen hundred and twelve stops, three depots. On the left is how it was really driven, on the right is what the planner makes of it. I'll let it run, it takes about a minute and a half.
    dana: In front of us? Brave.
    se: Always live. If it crashes, you'll know I'm honest.
    [130] se: And there it is. So, hundred and twenty vans in the plan that was driven, a hundred and eleven in ours. Mileage, minus fourteen percent. And windows, in theory, ninety-seven.
    dana: In theory.
    se: In theory, yes. In the plan. In real life the customers with your kind of density see ninety-three, ninety-four after some weeks.
    samir: Hang on. A hundred and eleven? So nine vans would stay in the yard?
    se: On that Tuesday. On the Friday it's only four.
    dana: What's different on a Friday?
    se: Volume. You've got twenty-three hundred stops on the Friday. So there's less air in it.
    samir: Friday's the wine. Everyone remembers on a Friday that there's no wine.
    dana: And what does it do with the nine that stay? I mean, I'm paying for them anyway.
    se: They stay because it tries to use as few as it can. You can tell it the other thing: use all the vans, but make the rounds shorter. Let me show you, it's this slider here.
    [70] se: So now all hundred and twenty go out, and everyone's back forty minutes earlier.
    samir: Forty minutes. For every driver?
    se: On average. The longest round gets an hour and ten shorter.
    samir: We pay overtime from the ninth hour. How many of those are over nine hours?
    se: In the driven plan, thirty-four. In this one, six.
    samir: Thirty-four to six. Dana.
    dana: I heard. Write that one down. Thirty-four to six.
    rep: We'll put it in the summary, with the vans. What's an hour of overtime, roughly?
    dana: Nineteen pounds. No, that was last year. Twenty-one fifty.
    se: So then it's a choice: fewer vans, or less overtime. Most of our customers take a bit of both.
    samir: Hmm. Can you zoom in on the north? That's Bill's area, I want to see whether it does something stupid.
    se: Sure. [20] Here.
    samir: Okay. Okay, it goes over the bridge first. Bill goes over the bridge last, because the school's there at half past eight.
    se: That's a good example. So you'd draw a, we call it a slow zone, around the school, from eight to nine. Let me do that now.
    [35] se: I draw it here, weekdays, eight to nine, and I plan again, only the north.
    [55] se: Now it goes over the bridge last.
    samir: Ha! It learns.
    dana: It doesn't learn, Samir, he told it.
    samir: Bill also had to be told once.
    se: And you can put in as many of those as you want, and they stay. That's really the thing with Bill: sit him down for two afternoons before he goes and draw what he knows.
    dana: That, I like. That's actually the best idea I've heard this month.
    samir: He'd want to know what happens to it. Whether his name's on it.
    se: It can be. Each of the rules has a name and a comment. You could call it "Bill's bridge".
    samir: He'll cry.
    dana: I'll cry.
    lucy: I'm just going to sit here and not cry.
    rep: We've got a worksheet for it. It's what we call the, um, the tour book. I'll send you that one, it's four pages.
    dana: Do.
    se: Next thing, the late changes. Samir, you said orders can be changed until midnight, and the planners begin at ten.
    samir: Yes.
    se: So here is the same Tuesday with the orders as they were at ten. I plan. [30] And now I load the changes between ten and midnight, there were a hundred and sixty-three of them.
    [20] se: It keeps the rounds stable and moves only what it must. Here, forty-one stops changed their van. Everybody else stays.
    samir: Only forty-one. We usually have about, I don't know, the planners re-do a whole area.
    se: And there's a time after which it doesn't touch a round any more. You set it by depot. When the loaders have started, it's frozen.
    samir: The loaders start at three in the morning. In the south at half past two.
    se: Then half past two for the south. After that, late orders go to a round that isn't loaded yet, or they're refused.
    dana: Refused? I can't refuse an order.
    se: Then it goes on a van with space, even if it's a detour. It tells you what the detour costs. Look, here it's four pounds eighty.
    dana: For a bag of shopping with a margin of three pounds. So that's interesting. That's something marketing should see.
    samir: I'd pay to be there when you show it to marketing.
    dana: Could I have this as a picture? Only this one, with the four eighty on it.
    se: I'll make a screenshot for you and send it with the rest. Today.
    lucy: How does it get the changes? By CSV again?
    se: For the pilot by CSV, every half hour. For real, by the NetSuite connector, that's every five minutes.
    lucy: Pull or push?
    se: It pulls. It asks NetSuite with a token that you make, read only. Nothing needs to be opened in your firewall.
    lucy: Okay. I like read only.
    se: Then writing back, it puts van and planned time on the order. That's a second role, and you can leave it off.
    lucy: We'd leave it off at the beginning.
    dana: But then customer service doesn't see the time.
    lucy: At the beginning, Dana.
    rep: Shall we look at the driver side?
    samir: Please. That's what I came for.
    se: So this is the app. I'm mirroring a phone. [25] This is round fourteen from the south. The driver sees the next stop, the bags, the notes. Swipes when he's done.
    samir: And on our handhelds?
    se: I borrowed one. This is the model you have. [15] It's a bit slower to start, eight seconds or so, but then it's the same.
    samir: Eight seconds is fine. They wait longer for the kettle.
    dana: What if he does the stops in another order? They all do.
    se: Then it follows him and calculates the times again. You see it in the office as, look, this yellow line.
    dana: So customer service sees that, too?
    se: They've got their own page. Search for a name or a postcode, and it says, on the van, four stops before you, about twenty-five minutes.
    dana: Twenty-five minutes, and is that right?
    se: Within five minutes, in nine out of ten. The tenth is Kev's geese.
    dana: Not the geese again.
    samir: I tell everyone about the geese.
    dana: Okay. And does the customer see the same thing? On their phone?
    se: From the text, there's a link. They see a little van. You can switch off the van and only show the time. Some people don't like the van.
    dana: I love the van.
    lucy: Is the link guessable? Could I look at my neighbour's shopping?
    se: No. It's a random key, it's only valid until two hours after the delivery, and it shows no name and no address.
    lucy: Good. I'd have asked that later.
    samir: What about substitutions? We have, what, six percent that gets replaced, no semi-skimmed so you get full fat.
    se: We don't know the content, we only know the bags. The driver sees the note if your system sends one.
    samir: So it'd be a note.
    se: It'd be a note, yes. If NetSuite has it in a field then it comes along.
    samir: It does. Field's called subs, I think.
    samir: I want to see that yellow line for one of our guys. I won't say who.
    dana: Is it Kev?
    samir: I'm not saying it's Kev.
    [10] rep: Let's leave Kev out of the recording.
    dana: So what about one-hour windows? I asked last time.
    se: I did run it. With one hour for everybody you need a hundred and thirty-one vans, so eleven more than you have. With one hour for a fifth of the customers, as a premium, you need a hundred and fourteen.
    dana: A fifth. So we could sell it to a fifth.
    se: That's what the data says. It's two weeks of data, so, with some salt.
    dana: Okay. Okay! Then let's do it, let's put the one-hour windows into the pilot from the start.
    samir: From the start? Dana, please.
    dana: Why not?
    samir: Because if something goes wrong I don't know whether it's the planner or the windows.
    rep: It's your decision, but I've seen both, and Samir has a point.
    dana: Let me think about it. Carry on.
    se: Then the last bit, the ferry.
    samir: You did the ferry!
    se: I did the ferry. Mondays and Thursdays, the seven-forty out and the two o'clock back. It's modelled as a road that's only open at certain times. So here's the island round.
    [30] samir: And if the ferry's cancelled?
    se: Then you close the road, and it tells you which customers to ring. Twenty-two on that Monday.
    samir: That is, honestly, that's beautiful. I'd marry that.
    dana: Your wife will be pleased.
    lucy: Can I do my questions now?
    rep: Please.
    lucy: So. Single sign-on, we use Okta.
    se: SAML or OpenID, both work. It's in the normal plan, no extra.
    lucy: Where does the data sit?
    se: For you, in London. There's a second copy in Dublin for backups.
    lucy: Dublin is, hmm. Legal might have a view on Dublin.
    rep: We can switch the second copy to London too, in another building.
    lucy: Can you? Then please write that down.
    rep: I'll put it in the offer: both copies in London.
    lucy: How long do you keep addresses?
    se: Thirteen months by default, you can set it lower.
    lucy: We'd say ninety days. And do you have a penetration test?
    rep: We have one every year. The last one was in the spring, I can share the summary once there's an NDA.
    lucy: We've got an NDA with you, Dana signed it last week.
    dana: I did. I signed it on the, um, on Wednesday.
    rep: Then it's even easier. I'll ask Hannah, she's our head of security, to send you the summary by Friday. Directly to you, Lucy?
    lucy: Directly to me, yes.
    se: What else?
    lucy: Your list of sub-processors.
    rep: That's public, it's on the website. I'll put the link in the mail.
    lucy: Then I'm good. Oh, no. One more. Do you use our data to train anything? AI?
    se: The service times at the door, that's a model, and it's trained on your own stops for you alone. Nothing's shared between customers.
    lucy: Can I have that sentence in the contract?
    rep: I believe so. I don't want to promise it before our lawyers have seen it, so let me take it as a question.
    lucy: Okay. Then that's open.
    rep: That's open, yes.
    dana: So what does a pilot cost?
    rep: The pilot is six weeks at one depot. Up to forty vans. It's four thousand pounds, and it's credited if you sign for a year.
    dana: And how many vans are there in the south, Samir?
    samir: Forty-four.
    dana: Forty-four. So four too many.
    rep: Forty-four is fine, we won't stop at forty.
    dana: Thank you. And the set-up? You didn't want to give me a number last time.
    rep: I didn't, and now I can. With the NetSuite connector it's six and a half thousand, once.
    se: {repFirst}, sorry, I mean, is that with the write-back?
    rep: Good point. No. Let me correct that: six and a half is with write-back. Without it's five thousand two hundred. Sorry.
    dana: So five two, because Lucy doesn't want the write-back.
    lucy: At the beginning!
    dana: At the beginning. What do we need to start, then?
    se: A NetSuite token from Lucy, the list of drivers for the south from Samir, and one planner for two half days.
    samir: The list of drivers is easy. I'll have it for you on Monday.
    lucy: The token, I need a change request for it. That takes a week. I can file it tomorrow.
    rep: So the token would be there in about a week and a half, realistically?
    lucy: Realistically.
    dana: And when would we start?
    se: If the token's there, three weeks from now. On a Monday.
    samir: Not the first Monday of the month, that's stocktaking.
    se: Then the second Monday.
    dana: The second Monday of next month, good. And the one-hour windows, I've thought about it. Samir's right. Leave them out, we start with two hours as it is and look at it after the six weeks.
    samir: Thank you.
    dana: Don't gloat.
    rep: So the pilot starts with two-hour windows, the south only, forty-four vans.
    dana: Yes.
    rep: And is that a yes to the pilot, or a yes if?
    dana: It's a yes from me, Samir?
    samir: It's a yes.
    dana: Then it's a yes if Grace agrees to the paper. She's in procurement. She's going to want the offer, and then she's going to want to meet you.
    rep: Happy to. I'll write the offer for pilot and year together, and send it to you and Grace on Monday. What does she look at?
    dana: Price, notice period, and liability. In that order.
    rep: Good to know. And did our friends at Ashgrove get back to you? I'd asked their head of logistics.
    dana: They did! I spoke to him on Friday. Forty minutes. He complained about your invoices and about nothing else.
    rep: That I'll pass on.
    dana: It would be lovely if you could do an SMS in Welsh as well, just saying. One of the directors would die of joy.
    se: It's just a template, so you can write it in Welsh yourselves.
    dana: Oh. Then there's nothing you have to do.
    rep: Next meeting then. With Grace. Thursday next week?
    samir: I'm off on Thursday.
    dana: You don't need to be there for the price. Or do you?
    samir: I'd want to.
    dana: Then Friday next week, ten o'clock?
    rep: Friday next week at ten, with Grace. I'll send it round.
    dana: Forty-five minutes, she talks fast.
    lucy: Do you need me?
    dana: No. Be happy.
    lucy: I'm happy.
    rep: Thanks everyone. Tomás, anything?
    se: Only thank you for the ferry column, Samir.
    samir: Any time.
    dana: Bye all.
    rep: Bye.
  `,
})
