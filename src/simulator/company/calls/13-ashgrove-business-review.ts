import { at, callScript, us } from '../casting.ts'

const ashgrove = at('Ashgrove Pharmacies', 'ashgrove.example')

/** A quarterly review: many figures, one corrected, praise, complaints, a decision for later. */
export const ashgroveReview = callScript({
  key: 'ashgrove-business-review',
  title: 'Ashgrove Pharmacies: quarterly business review',
  kind: 'business review',
  language: 'eng',
  durationS: 1_103,
  customer: 'Ashgrove Pharmacies',
  hostKey: 'csm',
  lateMinutes: 240,
  cast: {
    csm: us('csm'),
    rep: us('rep'),
    manager: us('manager'),
    elliot: ashgrove('Elliot Rowe', 'elliot.rowe', 'Head of Logistics'),
    nina: ashgrove('Nina Castellanos', 'nina.castellanos', 'Chief Pharmacist'),
    joel: ashgrove('Joel Fink', 'joel.fink', 'Business Analyst'),
  },
  talk: `
    [85] csm: Good, the slides are working this time. Welcome everybody.
    elliot: Last time they were upside down.
    csm: They were. I've grown since.
    nina: I've got until a quarter to, there's an inspection.
    csm: Then I'll take your part first, Nina. You know Marcus, he runs our sales, he's here because he asked to be.
    manager: I like to hear it from customers now and then. I'll be quiet.
    elliot: We'll see.
    csm: Okay. The quarter in one slide. [12] Deliveries: forty-one thousand. On time: ninety-four point one percent, after ninety-two point six. Miles per delivery, minus three percent. And refused deliveries, that's the one that got worse, from one point one to one point nine.
    nina: That's mine. It's the controlled medicines. Since the new rule somebody has to show an ID at the door, and people haven't got it on them.
    elliot: And the driver has to come back.
    csm: How long does that take them on average?
    elliot: Half an hour, when the pharmacy's on the other side of the town. And it's always on the other side of the town.
    joel: I've got it as twenty-three minutes. By refused delivery.
    elliot: Twenty-three, then. Times nearly eight hundred in the quarter.
    joel: Seven hundred and seventy-nine.
    csm: That's three hundred hours.
    elliot: That's two people for a month. Driving medicines back.
    nina: And he has to bring it back to the pharmacy the same day. It's the law, I can't change it.
    csm: So I looked at those. Two thirds of them are first deliveries to that person.
    nina: That makes sense. The second time they know.
    csm: So an idea. There's a text the day before. We could add one sentence for those orders only: have your ID ready.
    nina: We could? Only for those? It mustn't say what it is.
    csm: It'd say "please have an ID ready for this delivery", nothing else.
    nina: I'd have to check that wording with our legal. But I like it.
    csm: I'll send you three wordings tomorrow, and you take the one that legal likes.
    nina: Tomorrow, okay. Legal will need, they're quick with this kind of thing. A week.
    csm: And when it's approved I can switch it on the same day.
    nina: Do that, yes. Oh, and the fridge items. They're marked now?
    csm: They've been marked since the update on the second. The driver sees a snowflake.
    nina: A snowflake. Lovely. Then that's done, I'd had it on my list for a year.
    elliot: It was on mine as well.
    nina: I have to go now, to be inspected. Thank you. The snowflake's made my day.
    csm: Bye Nina, good luck.
    [6] elliot: So. Now that the nice one's gone.
    csm: Now the not so nice part.
    elliot: The invoices. I'll say it every quarter. You send three invoices a month, from two addresses, and none has our cost centres.
    rep: I know. Northwind told me that you'd mentioned it.
    elliot: I mentioned it to everyone.
    rep: It's deserved. So what I've got done: from next month on it's one invoice, from one address. The cost centres are the open part. We'd need the list of which pharmacy belongs to which.
    elliot: Joel has that.
    joel: I have that. It's a table with a hundred and twelve rows. I can send it by tomorrow.
    rep: Great. Then finance will set it up, and the next invoice has it on. I'll check that one myself before it goes out.
    elliot: If that works I'll stop. I promise. I'll complain about something else.
    joel: Can I ask about the numbers? You said ninety-four one on time. I've got ninety-one eight.
    csm: Really? For the quarter?
    joel: For the quarter. From our own system.
    csm: How do you count a delivery that's early?
    joel: As not on time. If it's before the window it's not on time.
    csm: Ah. We count early as on time. Up to ten minutes.
    elliot: It's not the same for us. If my driver's early, the pharmacist isn't there.
    csm: Fair. Then for you the number's ninety-one eight. Let me correct the slide. [15] I'd like to change it for good. From next quarter on I report it your way.
    joel: Could you do it backwards too, for the last four quarters? So the curve's the same.
    csm: I can. You'll get the four quarters recalculated by the end of next week.
    joel: Thank you. That's more than I hoped for.
    elliot: And then ninety-one eight isn't good. It's two points under what we said.
    csm: It's two points under. Half of the earlies are in one depot, Eastgate. They leave before the plan says.
    elliot: They do that so they've got a longer break. I know. Everybody knows.
    csm: Do you want to do something about it?
    elliot: I'll talk to the Eastgate manager. I've got a meeting with him on Thursday, and I'll tell you what he says.
    csm: Good. I could make a small report for him, departure against plan, by day.
    elliot: Do that, but don't send it to him. Send it to me. Before Thursday.
    csm: You'll have it on Wednesday.
    elliot: Good.
    csm: Then what we'd planned for the last quarter. Four things. Snowflake, done. The bank holidays, done. The API for Joel, done.
    joel: It's great, by the way. I've built something with it that I'm not allowed to show.
    elliot: He's built a screen for the canteen. With all the vans on it.
    joel: It's for information!
    elliot: They bet on it. There's a sweepstake on who's back first.
    joel: I had no part in the sweepstake.
    rep: Who usually wins?
    elliot: A lady called Pat. She's sixty-three. The young ones can't understand it.
    csm: I can. I've looked at Pat's rounds. She never stops for less than three parcels' worth of walking. She parks once and walks.
    elliot: See, that's what I keep telling them.
    csm: It would make a nice case. "Park once." I could look at whether that's a setting for the rest. The walking distance is at sixty metres for everyone.
    elliot: What would you put it to?
    csm: For the town centres, a hundred and fifty. I can simulate it with last month's data, it's an hour of work.
    elliot: Do it, for two depots. Centre and Riverside. Then we look at it.
    csm: I'll have it in our next fortnightly call.
    elliot: That's next Wednesday.
    csm: Next Wednesday, yes.
    csm: Now I want to see it. And the fourth was the night deliveries, and that's not done.
    elliot: No. And that's on us. We've not got the people.
    csm: Do you want to keep it?
    elliot: I'd say yes. Let's keep it for this quarter, start with two pharmacies.
    joel: Elliot, the budget for that was moved. To the refurbishment.
    elliot: Was it? When?
    joel: Two weeks ago. It's in the minutes.
    elliot: I wasn't in that one. Hmm. Then no. Scrap what I said. No night deliveries this quarter, we come back to it in the spring.
    csm: Okay. I'll take it off the plan.
    manager: Was there something wrong with it? With the idea, I mean.
    elliot: No. The idea's good. The pharmacists like it, because then it's there when they open. It's only that I need two drivers at night, and the agency takes thirty percent more for nights.
    joel: Thirty-five.
    elliot: Thirty-five. So, in spring, when the refurbishment's paid.
    elliot: Off. Yes.
    csm: Then what would you like for the next one?
    elliot: The hospital contract. If we win it, it's four more vans and it's at six in the morning. If. They decide in the autumn. We could be the only bidder, for all I know.
    rep: Would you want us to model it already?
    elliot: Not yet. It'd be wasted work if we lose.
    rep: Fine. Then say when.
    joel: I've got a wish. The forecast. How many deliveries next Monday, that kind of thing. You've got the history.
    csm: There's something in beta. I'm careful with beta.
    joel: I like beta.
    csm: I'll ask Dev, our product manager, whether there's still room. I can't say that there is. It's limited to ten customers.
    joel: Just ask.
    elliot: What is it that you'd do with it?
    joel: I'd tell you on Thursday how many drivers you need on Monday.
    elliot: I know how many I need on Monday.
    joel: You were off by five last Monday.
    elliot: It was raining!
    joel: The forecast would have known that.
    elliot: All right. All right. Ask for him, Ingrid, or I'll have no peace.
    csm: I'll ask.
    manager: I said I'd be quiet, but may I ask one thing? You gave Northwind a reference. Was that all right for you? I don't want us to use up your patience.
    elliot: It was forty minutes. I complained about the invoices and otherwise I said it's good. One of those every quarter, not more.
    manager: One a quarter. Thank you. I mean it.
    elliot: You could say thank you with a lower price.
    manager: I could say it with a bottle of wine.
    elliot: I've heard worse offers.
    manager: It's a joke, I'm afraid. Compliance would have my head.
    elliot: Mine too.
    rep: That's a point though. The contract. It's got fourteen months to go, so nothing now. I only want to say that you're at ninety-eight percent of the vehicles.
    elliot: Two more vans and we're at a hundred, yes. What happens then?
    rep: You'd add vehicles at the same price, or there's the next tier, at a hundred. It's a bit lower per vehicle.
    elliot: How much lower?
    rep: For your contract I don't know, I'd need to look. It's an older price list.
    elliot: Then look.
    rep: I'll look it up and I'll send it to you in a mail this week.
    joel: And send it to me. I do the budget next month.
    rep: To both of you.
    csm: Then two dates. The next review's in three months. Would the second Tuesday work, at ten, like today?
    elliot: Second Tuesday, in three months. Fine. Put it in.
    csm: And in between I'd like to see Eastgate with my own eyes. Would that be possible?
    elliot: You want to come to Eastgate? Nobody wants to come to Eastgate.
    csm: I'd like to ride along for a morning.
    elliot: Bring boots. I'll arrange it with the depot. Give me two weeks.
    csm: Thank you.
    joel: There's a very good bakery next to it.
    csm: Now I'm really coming.
    elliot: Right. That was a good one. Even with the wrong number.
    csm: Thank you for catching it, Joel. Bye, all.
    joel: Bye.
    rep: Bye, thanks Elliot.
    elliot: Cheers.
  `,
})
