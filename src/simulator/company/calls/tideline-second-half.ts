/** The workshop from the break on: an aside of ours while the customer is away, and a promise in the last minutes. */
export const tidelineSecondHalf = `
    [50] rep: I think they're all gone. Tomás, how's it going, from your point of view?
    se: Good. Very good. They're better than they think. What worries me is Walter's hourly batch, if that slips, everything slips.
    onboarding: And he retires next year. Keiko told me. He doesn't want it known.
    rep: Okay, so that stays with us. Price, by the way: if she asks again about the second year, finance has said up to six percent. I don't want to say it today, there's the big contract and I'd like to see the volume first.
    se: I've heard nothing.
    onboarding: Me neither. Is Dev coming?
    product: I'm here. I've been here for a minute. Hello.
    rep: Hi Dev. You're on in ten minutes. Empties.
    product: I've got three slides and a confession: partial kegs aren't in the release any more. They've slipped.
    se: Slipped to when?
    product: The one after. I'll tell them myself.
    rep: Tell them straight. They like straight.
    [420] keiko: Hello, we're back. Did it think?
    se: It's thought. [20] So, with real kegs and cellar drops: three hundred and twenty-eight trucks.
    siobhan: More than before?
    se: More than before. Because the old plan couldn't be driven. It said three hundred and twenty-two, and then your people undid it for two hours. How many went out in the end that day?
    siobhan: In the end it was three hundred and thirty-six. With the rented ones.
    se: So it's eight fewer than in reality, and without the two hours.
    keiko: Okay. That's the comparison that counts. Can I have that on a page? Old plan, reality, new plan, three columns.
    se: Sure. I'll do it for the whole week, not only for one day. If Ahmed gives me the other days.
    ahmed: They're in the folder from tonight on. My fire's out, by the way. It was a full disk.
    se: Then you'll have the page by the end of next week, Keiko.
    keiko: Lovely. That's for my board.
    siobhan: Can you show me one truck? One of the old town.
    se: Sure. [25] So this is a twelve-tonner from the south depot, seven stops, three cellars.
    siobhan: It's got the Anchor before the Swan.
    se: Is that wrong?
    siobhan: No. No, it's right, the Anchor's got a school next to it. The old one always had them the other way round. How does it know?
    se: It doesn't know about the school. It's luck. The time window at the Swan's later.
    siobhan: I'll take luck.
    jorge: What happens at the depot at six in the morning, when two drivers are sick?
    se: You take the trucks out here, like so. [15] And you plan again, only that depot. It takes forty seconds for the south.
    [45] se: There. It's spread the two rounds over five others and one's left over, those are the ones that it thinks can be delivered tomorrow.
    siobhan: It thinks. And if I don't agree?
    se: Then you drag it. Here. It goes red because the truck's too heavy by eighty kilos.
    siobhan: Eighty kilos I wouldn't care.
    se: You can overrule it. It asks for your name.
    keiko: Good. It should ask for her name.
    siobhan: It's always my name.
    walter: How much of that comes back to me? I need the truck number on the delivery note.
    se: When the plan's released, we call you back. There's a webhook, or a file in your folder. Truck, round, sequence, planned time.
    walter: A file. EBCDIC?
    se: I'd rather not.
    ahmed: I can turn it round. The converter goes both ways.
    walter: Then it's a file, by five forty-five in the evening at the latest, or the delivery notes don't get printed.
    se: Five forty-five. Is that a hard limit?
    walter: The printers start at six. It's two hours of printing. I'd call it hard.
    onboarding: So the release has to be at half past five, for safety. Is that okay for the depots?
    siobhan: It's when they'd go home. They'd love it.
    onboarding: Then release at half past five.
    keiko: Okay. And on the day before a bank holiday?
    siobhan: Then it's six. And the printing's late, and I get rung up.
    keiko: Let's keep half past five and see.
    se: I'll put five thirty into the mapping document, as a fixed time.
    walter: Good man.
    se: Dev, are you ready for the empties?
    product: I am. Hello everybody, I'm Dev, product. I look after everything that's got to do with load. So, three slides. [20] Empties. With drinks you don't only bring, you take. And what you take isn't known in advance.
    siobhan: Exactly. They say twenty crates and it's sixty.
    product: So we do two things. We assume a ratio by customer, from the history. And the driver enters what he's really got, and if the truck's getting full it tells the office.
    siobhan: Does he have to count them?
    product: By pallet, by half pallet, or by crate. You choose.
    siobhan: By half pallet. Nobody's counting crates in the rain.
    product: That's what all of them say. The second thing's the kegs. Full kegs out, empty kegs back, and each has a number. Do you scan those?
    siobhan: We used to. It took too long.
    walter: The numbers are in the mainframe, though. There's thirty thousand kegs in there, and I've no idea where they are.
    keiko: That's a line in our balance sheet, actually. Two point one million. In kegs that nobody knows where they are.
    product: The app can scan them with the camera, several at once. About a second per keg.
    siobhan: In a cellar? In the dark?
    product: It uses the light of the phone. It works in most cellars. I've been in a few.
    keiko: We could start with the big pubs only, just to see whether it works. I'm thinking aloud.
    product: You could. There's no need to decide that now.
    keiko: No, let's leave it as an idea.
    product: Then my confession. You'd asked for partial kegs, so a keg that comes back half full and gets a credit. I'd said it'd be in the next release. It won't. It's in the one after that.
    keiko: Hmm. When's that?
    product: I don't have a date that I'd sign. The next one's in about six weeks, and the one after is normally three months later.
    siobhan: The summer's when we've got the most partials. Festivals.
    product: I know. I'm sorry. What we can do meanwhile is a reason code, so that the driver marks it and your accounts does the credit by hand.
    keiko: It's not nice.
    product: It's not nice.
    keiko: Can you at least tell me when you've got the date? I don't want to hear it from a newsletter.
    product: I'll write to you when it's planned. That's after our planning round, it's in two weeks. So in two weeks you'll have either a date or the reason why I haven't got one.
    keiko: That's fair.
    ahmed: Would there be an API for the empties? I'd want the ratios.
    product: There is one. Read only.
    ahmed: Read only's fine.
    jorge: Is it in the same description? I didn't see it.
    product: It's under beta. I'll have it switched on for your sandbox, tomorrow before noon.
    jorge: Perfect.
    product: Anything else about the load?
    siobhan: Gas bottles. CO2. They've got to stand, and they can't be in the cab.
    product: Those are dangerous goods, strictly. There's a flag. It prints the paper too.
    siobhan: It prints the paper?
    product: It prints the paper.
    siobhan: Keiko, it prints the paper.
    keiko: I heard.
    product: I'd have to leave you then, there's the next one waiting. Thank you. Be angry at me about the partials, not at Tomás.
    siobhan: We will. Bye, Dev.
    se: Thanks, Dev. So, second exercise. You get ten minutes, no, let's say six, we're a bit late. Go into the sandbox, there's a login for each of you in the chat. Take one depot each, and try to break the plan. Take out trucks, add a rush order, close a street. I'd like to know what's confusing.
    walter: I'm allowed to break it?
    se: You're asked to.
    walter: I've waited for this my entire life.
    [170] siobhan: Where's the street thing?
    se: On the map, on the right, the little fence.
    siobhan: Found it.
    [190] walter: It's gone. I've made it go away.
    se: What did you do?
    walter: I typed minus five trucks.
    se: And what did it say?
    walter: It said something went wrong and gave me a number.
    se: Okay. That's a real bug. Please send me the number, I'll file it. That mustn't happen.
    walter: I'll put it in the chat. [12] There. I feel wonderful.
    keiko: He's unbearable now.
    se: It's filed. I've just done it. What else was confusing?
    siobhan: The colours. Red's too late, and red's also too heavy. I'd want two different ones.
    se: You can change that in the settings. By user.
    siobhan: Oh. Then it's fine.
    jorge: The times are in UTC in the API and in local time in the screen. It's not said anywhere.
    se: It's in the description, but, I admit, on page two.
    jorge: I didn't read page two.
    se: No one does. I'll write it into the mapping document, in bold.
    ahmed: The search doesn't find umlauts. We've got a few German customers at the harbour.
    se: Hmm, it should. Can you give me an example?
    ahmed: "Müller Schiffsbedarf". If I type Mueller, it doesn't find it.
    se: I'll ask about that one. I don't know the answer.
    keiko: I've got one. When I close the street and plan again, it doesn't tell me how many customers will be late because of it.
    se: It does, but it's in the comparison, at the bottom. Let me show you. [20] Here.
    keiko: Ah. So there it is. I'd put it at the top.
    se: I'd as well, between you and me.
    se: Then the last part, when it breaks. Keiko's favourite.
    keiko: Finally.
    se: Four cases. One, the file doesn't come. Two, we're down. Three, the callback doesn't arrive at your side. Four, the driver has no network. One: the file doesn't come.
    walter: The file always comes.
    se: Suppose.
    walter: I can't.
    ahmed: My converter could fail. It did on Tuesday.
    se: Then at quarter past the hour we see that there wasn't a file, and send an alert. To whom?
    ahmed: To me. And to the operations desk, they're there all night.
    se: Can you give me the address of the desk?
    ahmed: I'll send it to you with the opening hours.
    se: Good. Two, we're down. The last plan's kept in the app and in an export. You can deliver a whole day without us. What you can't do is plan again.
    keiko: How often were you down this year?
    se: Once for eleven minutes, and once for fifty.
    rep: Fifty-two, to be precise. We've got a page with all of them.
    keiko: And what's the promise in the contract?
    rep: Ninety-nine point nine a month. That's forty-three minutes.
    keiko: So with fifty-two you broke it.
    rep: We broke it, and everyone got a credit. It was ten percent of the month.
    keiko: Okay. I like that you don't wriggle.
    se: Three, the callback. If your folder isn't reachable we try for an hour, every minute, and then it's an alert to your desk.
    walter: An hour's too long. At six the printers start.
    se: True. When we release at five thirty, then you'd know at half past six. What would you like?
    walter: I'd like an alert after five minutes.
    se: Can be set. Five minutes.
    walter: And a phone call.
    se: We don't phone. But your desk's tool does, probably.
    jorge: It does. I'll set that up.
    se: Good. Four, no network for the driver. That's the app, it's offline anyway.
    siobhan: In cellars there's never any.
    se: It synchronises when he's back on the street.
    siobhan: And if he drops it into the canal?
    se: Then the next phone gets the round, as of the last time it was on the street.
    siobhan: We lose about two a year to the canal.
    onboarding: That's below average.
    keiko: What about a disaster, I mean, a real one? If your data centre burns?
    se: There's a second one. The switch takes up to an hour, we exercise it twice a year.
    jorge: Could we be there for one of those? I'd love to see it.
    se: I'd have to ask. We've never had a customer there. I don't want to say yes and then it's no.
    jorge: Just ask.
    se: I'll ask Hannah.
    keiko: So, dates. I want to leave here with dates.
    onboarding: Let me take that one. So what I've heard is: mapping document by Tuesday, your check by Thursday. Then Ahmed adds three fields, that's a day. Then the hourly batch, Walter.
    walter: Change control's on Wednesdays. If I file it this week it's approved the week after next. It could run from the Monday after that.
    onboarding: So in about two and a half weeks we'd have hourly files in the sandbox.
    walter: If no one objects. Nobody's ever objected to me.
    onboarding: Then two weeks of shadow planning. We plan, you don't drive it, and each evening Siobhan's people look at it.
    siobhan: Which depot?
    onboarding: I'd take one that's small and grumpy.
    siobhan: West.
    keiko: West. Absolutely.
    onboarding: Then a pilot in the west, with real trucks, for four weeks. How many has the west got?
    siobhan: Eighteen. No. Twenty-one, they've got the three from the brewery.
    onboarding: Twenty-one. And if that works, the others, two depots per week.
    keiko: That would be, let me count. [20] That's about fourteen weeks until all twelve.
    onboarding: Fourteen, fifteen. I'd say fifteen.
    keiko: It's tight for the summer, but it's before. Good. I can live with fifteen.
    jorge: Sorry, can I go back to one thing? File first. I've been thinking about it all the time while you talked.
    keiko: Oh no.
    jorge: Walter's change takes two and a half weeks. With the queue, I don't need a change in the mainframe at all, since the events exist already, for the web shop. All I need's a new consumer. That's a week.
    walter: But only the web shop's orders are on the queue. Telesales isn't.
    jorge: It is. Since the spring. You signed that change, Walter.
    walter: Did I?
    ahmed: You did. I was in the room.
    walter: Huh. And the reps' orders?
    jorge: Those too. It's all three.
    keiko: So the queue would be faster than the file?
    jorge: By a week and a half. And we'd not have to do it twice.
    se: From our side it's the same API. It doesn't matter to us who calls it.
    walter: And I wouldn't have to touch DISTR04.
    keiko: Walter, what's your honest opinion?
    walter: My honest opinion is that if telesales and the reps are really on there, he's right. I'd leave the file as a fallback. It runs once a day anyway.
    keiko: Then let's turn it round. We go with the queue from the start, and the file, once a day, as it is, stays as the fallback. Everyone okay with that?
    ahmed: Okay for me. It saves me the three fields. Well, no, I've got to add them to the event. Same work.
    se: Okay for me.
    keiko: Jorge, you own that.
    jorge: I own it. The consumer that pushes to the sandbox is there in, let me say two weeks. I said one, but I know myself.
    keiko: In two weeks. Good. So forget the hourly file.
    se: I'll take it off the board. [10] Queue, consumer by Jorge in two weeks, daily file as the fallback.
    onboarding: Then shadow planning starts in two weeks instead of two and a half. I'll redo the plan with that and send it round by Friday.
    keiko: By Friday. To everyone please, and to my assistant.
    siobhan: And the list of the two thousand customers, who does that? You said two people, a week.
    onboarding: The list itself, I can pull from what you've loaded. The top two thousand by number of deliveries. You'd get it on Monday.
    siobhan: Then my one and a student start on the Monday after.
    rep: May I do a check of what's open? What I've got is: the second year's price, that's with us. The date for partial kegs, that's Dev. The umlauts. And whether Jorge can watch the disaster exercise.
    keiko: And who trains the night shift. We've not talked about that.
    onboarding: We haven't. How big's the night shift?
    siobhan: Sixty people. They load.
    onboarding: Loaders need the loading list, not the app. It's a printout or a tablet. I don't know yet which you'd want.
    siobhan: Neither do I. I need to ask them.
    keiko: So that's open too.
    rep: Okay. Then the next meeting. I'd suggest one hour, when the mapping's been checked and Kwame's plan is there.
    keiko: The week after next. I'm free on, uh, Wednesday.
    jorge: Wednesday's change control, I'm in there until eleven.
    keiko: After lunch then. Wednesday, the week after next, half past one?
    se: Half past one works.
    onboarding: For me too.
    siobhan: If it's not longer than an hour.
    rep: One hour. Wednesday, week after next, half past one. I'll send the invitation.
    walter: Do I need to be there? If it isn't my file any more.
    keiko: You do. You'll tell us it's never been down.
    walter: In that case.
    ahmed: I might send my colleague, I'm off that week. I'll tell you by then.
    se: Thank you, everyone. That was, really, one of the best prepared workshops that I've had.
    keiko: We had cake yesterday to prepare.
    siobhan: There's some left.
    rep: Not for us, sadly.
    keiko: Come here and there's cake.
    walter: I'm going to go and look up what else I've signed in the spring.
    ahmed: You really don't want to know.
    jorge: Thanks, all. That was good.
    siobhan: Thanks. I'm off to my dents. Kwame, seven o'clock, bacon.
    onboarding: First Monday. I'll be there.
    [6] keiko: Oh, wait, before you all go. {repFirst}, are you still there?
    rep: Still here.
    keiko: The brewery. They want to see that we're on it, it's in the contract that starts in summer. Could I get a letter from you, half a page, that says we're implementing it and by when? They want it from the supplier.
    rep: A letter of confirmation. Yes. I'll write that, and I'll get Marcus to sign it. You'll have it by next Wednesday.
    keiko: Next Wednesday's good. And no logo of theirs on it.
    rep: No logo.
    keiko: And I'll send you the name of the person at the brewery, tomorrow.
    rep: Perfect. Thank you, Keiko.
    keiko: Thank you. Bye bye.
    rep: Bye.
`
