import { callScript, us } from '../casting.ts'
import { dana, samir } from './northwind.ts'

/** The first of three with Northwind. A number corrected a minute later, a hypothetical, something already done. */
export const northwindDiscovery = callScript({
  key: 'northwind-discovery',
  title: 'Northwind Grocers: discovery',
  kind: 'discovery',
  language: 'eng',
  durationS: 1_157,
  customer: 'Northwind Grocers',
  hostKey: 'rep',
  cast: { rep: us('rep'), se: us('se'), dana, samir },
  talk: `
    [80] rep: Hi Dana, hi Samir. Can you hear me?
    dana: We can hear you. Samir is on mute, as always.
    samir: I'm not on mute. I'm eating.
    rep: Take your time. How was the, you mentioned the depot move, did that happen?
    dana: It did, over the weekend. I've got blisters. But the vans left on time on Monday, so I'm happy.
    rep: Congratulations. Okay, so, with me is Tomás, he's our solutions engineer, he knows the product much better than I do.
    se: Hello both. I'll mostly listen today.
    rep: What I'd like to do in the next twenty, twenty-five minutes is understand how you plan today, where it hurts, and then decide together whether a demo makes sense. Is there anything you'd want out of this?
    dana: Honestly, I want to know whether this is a six-week thing or a six-month thing. I've been burned before.
    rep: Okay. Fair. Let's make sure we answer that. So how does a normal day look?
    samir: Right. So orders close at ten in the evening. Then there's a batch out of the order system, it's a NetSuite export basically, a CSV. That goes to the planners, there are four of them, and they, well, they cut it into rounds. By hand, with the map. They begin at ten and they're done at two, maybe half past two.
    se: Four people, four hours, every night?
    samir: Six nights. Not Saturday.
    rep: And how many drops are we talking about?
    samir: About eighteen hundred a night.
    rep: And vehicles?
    samir: A hundred and forty vans. Well, hmm. Let me think.
    dana: It's not a hundred and forty any more, Samir.
    samir: No, you're right, we sent the old ones back with the depot move. It's a hundred and twenty. A hundred and twenty vans, from three depots.
    rep: A hundred and twenty, three depots. Got it. And what goes wrong?
    samir: So, three things. One, the late orders. Marketing promised customers that they can change the order until midnight, which, um, lovely, but the planners begin at ten.
    dana: That was before my time.
    samir: It was before everybody's time. Two, the time slots. We sell a two-hour window, and we hit it, I'd say, eighty-six percent.
    dana: Eighty-four last month.
    samir: Yes, but that was the month with the roadworks.
    dana: There are always roadworks, Samir.
    rep: What's the target?
    dana: Ninety-five is what's on the website. I'd be happy with ninety-two. I'd buy a cake for ninety-two.
    samir: Eighty-four. And three, if a planner is sick, then, you know, that area is planned by somebody who doesn't know it.
    rep: What does a missed window cost you?
    dana: We give a five-pound voucher. Last year that was, and I looked this up yesterday, two hundred and ten thousand pounds. Just vouchers. That's before you count the people who never come back.
    rep: Wow. Okay.
    dana: Yes. That's the number that got me the permission to talk to you.
    se: May I ask a question on the windows? Is it two hours for everybody, or would you like to go narrower?
    dana: We'd love to go to one hour. Could your thing do one hour? Because we could sell that as a premium, we could charge two pounds for it.
    se: It could plan for it, yes. Whether your vans can keep it depends on density. That's something one would see with real data.
    rep: Let me stay on the data for a second. Samir, if we wanted to show you this with your own stops instead of our demo city, is that something you could get us?
    samir: An export? Sure. What do you need?
    se: Two weeks of orders. Postcode and house number, the slot, the weight if you have it, and which van did it. No names, no phone numbers, please, we don't want them.
    samir: Okay. Two weeks, no personal data. I can do that. I'll send it by Thursday.
    se: Great. CSV is fine.
    dana: Samir, you need to run that past Lucy first.
    samir: Yes, yes. Lucy is our IT architect. She'll want to see where it goes.
    rep: Do you want something in writing for her? We have a data sheet on what we store, where, for how long.
    dana: Please. She'll ask for it anyway.
    rep: Then I'll send you the data handling sheet today, and you can pass it on.
    dana: Good.
    rep: May I ask about what else you've looked at?
    dana: We looked at two others. One was, I'd rather not say the name, the one everybody knows. Nice product. Nine months until we'd be live, they said. And the other one couldn't do the depots together, they plan each depot on its own.
    se: That's a common one. We plan across depots. I'll show that when we do the demo.
    dana: I'd like that.
    rep: And what would happen if you did nothing?
    dana: Then I'd hire two planners and I'd be having the same conversation in a year.
    samir: And one of the four retires at the end of the quarter. Bill. Bill knows the entire north.
    rep: So there's a clock on it.
    samir: There's a Bill on it, yes.
    se: What does Bill do that the others don't?
    samir: He knows people. He knows that on Mill Road you can't stop before nine because of the bin lorries, and that the lady at fourteen needs it carried upstairs, and that you don't, um, you never send Kev to the farm.
    se: What happened with Kev at the farm?
    samir: Geese.
    dana: We had an insurance case. I signed a form on which it said "geese".
    rep: I don't know how to follow that.
    se: But it's a serious thing. What's in Bill's head is rules. Don't stop here before nine. Ten minutes more at that door. This driver not to that place. All of those can be put into a system, one only has to sit down with him.
    samir: He'd do it. He's proud of it. If you come to him with respect.
    se: I'd come with cake.
    samir: That's what I mean with respect.
    rep: And the other three planners, how do they feel about a tool?
    samir: Mixed. Janet's for it. She's done it for two years, she's young, she hates the map. The other two think it's going to cost them their job.
    rep: Will it?
    dana: No. I've told them. I need people who ring customers before they ring us, I've not got a single one at the moment.
    rep: That's good to have said early. In most projects that's where it gets stuck, not in the software.
    dana: I've told them once. I should tell them again.
    samir: You should.
    dana: I'll do it in the team meeting on Monday.
    rep: Okay. What about the drivers? Do they have an app today?
    samir: They've got a, it's a handheld from the parcel days. It scans, and it shows the list. No navigation. They use their own phones for that, which, officially they don't.
    se: And would you replace the handhelds?
    samir: No. God, no. We bought those two years ago. If it can't talk to the handhelds, we don't need to go on talking.
    se: It's Android?
    samir: Android ten, I think. Or eleven?
    se: Either works. Our driver app runs on Android nine and up. I've already checked the scanner model that you wrote in the form, that one's on our list.
    samir: Oh, good. That was quick.
    rep: So who else would be part of a decision like this?
    dana: Me, for the budget. Samir for whether it works. Lucy for whether it's safe. And at the end procurement, that's Grace, and she'll want three quotes, and she'll want a discount. I'm telling you now.
    rep: I appreciate the warning.
    dana: And our finance director looks at everything above a hundred thousand a year.
    rep: Would this be above a hundred thousand?
    dana: You tell me. What does it cost?
    rep: So, list price is thirty-two pounds per vehicle and month for the planner with the driver app, on an annual contract. For a hundred and twenty vans that's, uh, thirty-eight forty a month, so around forty-six thousand a year. The customer notifications come on top, they're by message.
    dana: Okay. That's less than the vouchers.
    samir: It's a lot less than the vouchers.
    dana: Let me be careful here. Forty-six thousand, and the text messages. How many customers take those?
    rep: Of the ones who get them? Nearly everyone reads them. The cost depends on how many you send, one the day before and one ten minutes ahead is what most do.
    dana: We send none at the moment. We send an e-mail when the order's confirmed and then there's silence.
    samir: And then they ring. About two hundred calls a night. "Where's my shopping?"
    rep: Two hundred a night? Do you know what a call costs you?
    dana: Three pounds something. I'd have to look it up. I had it for the budget.
    rep: It'd be interesting for the business case, that's all.
    dana: I'll look it up when I'm back at my desk and mail it to you.
    rep: That's rather the idea.
    dana: And is there a set-up fee?
    rep: There's a one-time fee for the integration. It depends on the integration, so I'd rather not give you a number before Tomás has seen your export.
    dana: But ballpark?
    rep: I honestly don't want to guess. Let's leave it open until we've seen the data.
    dana: All right. It's open, but I won't forget.
    rep: I'm sure. Coming back to your question, six weeks or six months. Tomás?
    se: With a CSV export and the handhelds you have, a pilot at one depot is typically live in three weeks, and then it runs for six. So nine weeks until you know. The other depots go quicker.
    dana: Nine weeks. And that's, that's a real number?
    se: It's the median of the last year. The longest one was sixteen, that customer changed the order system in the middle.
    dana: Ha. Okay. We're not doing that.
    samir: Not this year.
    rep: Is there somebody comparable you'd like to talk to? We have a grocer with about the same fleet.
    dana: I would. Yes. Not a sales call, just a normal person.
    rep: I'll ask them. They're called Ashgrove, well, they're pharmacies rather than grocers, but evening delivery and two-hour windows. I'll ask whether their head of logistics would take half an hour, and I'll come back to you by the end of next week.
    dana: Lovely.
    samir: Can I ask a stupid one? Does it work when the internet at the depot is down? Because it is. Often.
    se: The drivers' app works offline, they keep their round. Planning needs the internet, it runs with us.
    samir: Okay. So if it's down at ten in the evening?
    dana: Which was the case on the ninth.
    samir: Which was the case on the ninth, yes, don't remind me.
    se: Then the planner does it from home on a phone hotspot. People have done it.
    samir: Bill won't.
    dana: Bill retires.
    rep: Good. I think a demo makes sense, if you do too?
    dana: Yes. With our data please. I don't want to see, you know, Lisbon.
    se: No Lisbon, promise.
    rep: Tuesday in two weeks? Tomás needs a couple of days with the data.
    dana: Tuesday is, let me look. [15] I have a board thing until eleven. Half past eleven?
    rep: Tuesday in two weeks at half past eleven. For an hour?
    dana: An hour is good. And Lucy should join.
    samir: I'll tell her.
    rep: Then I'll send the invitation to the three of you. Anything we didn't ask?
    samir: You didn't ask about the ferries.
    rep: The ferries?
    samir: We deliver to an island. Twice a week. Nobody ever asks.
    se: Put the ferry times into the export, I'll, I'd love to see that.
    samir: I'll add a column.
    dana: Right, I've got to run, someone's parked in front of the gate.
    rep: Thanks Dana, thanks Samir.
    samir: Bye. Thank you.
    se: Bye!
  `,
})
