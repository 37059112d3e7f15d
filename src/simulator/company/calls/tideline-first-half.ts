/** The workshop up to the break. */
export const tidelineFirstHalf = `
    [110] keiko: Right, I think that's everyone. Walter, your camera's off.
    walter: My camera's off because I'm still in my bicycle clothes. Give me two minutes.
    rep: Take all the time you need. Hello everyone, welcome. I'm {rep}, most of you know me from the mails.
    siobhan: Hi. Siobhan, depot operations. I'm the one who'll be shouted at if it doesn't work.
    ahmed: Ahmed, data engineering. I'll probably leave for ten minutes in the middle, there's a pipeline on fire.
    jorge: Jorge Prieto, integration architect. Hello.
    keiko: And I'm Keiko Adler, I run distribution. So this is my idea, and if it goes wrong it's going to be Walter's.
    walter: I heard that.
    rep: From our side, Tomás leads today, he's our solutions engineer. Kwame runs implementation, and later Dev joins, he's our product manager, for the empties part.
    onboarding: Hi all.
    se: Hello. So, we've got ninety minutes. I'd like to get through five things. One, how orders come out of your mainframe. Two, a mapping exercise, hands on, with your real fields. Three, a planning run on your data. Four, empties and kegs, because that's where beverage is different from everything else. And five, what happens when something breaks.
    keiko: I'd start with five, personally.
    se: I know. Everybody would. But it's easier when you've seen the other four.
    keiko: All right. You're the doctor.
    siobhan: How's the weather over there? We had hail this week. On the trucks. I've got forty dents to photograph.
    se: Grey, but no dents.
    onboarding: We had hail last year at a customer in, I forget where. They had to replace windscreens for a week. The planner planned without eleven trucks, it was fine.
    siobhan: See, that's the sort of thing I'd like to know.
    walter: I'm back. I'm dressed. Good.
    se: Great. Walter, may I start with you? Tell me how an order's born.
    walter: An order's born in the telesales system, or the web shop, or a rep types it in. All three end in the mainframe. It's a, well, it's a Z. It's older than Ahmed.
    ahmed: It's older than my father.
    walter: And it's never been down. Never. Seventeen years. Put that in your notes.
    se: It's noted.
    walter: So the orders are in a DB2 table. At four in the afternoon there's a batch, it's called DISTR04, nobody knows why, and that writes a file. Fixed width, EBCDIC, two hundred and eighty bytes a line.
    se: How many lines?
    walter: About thirty-eight thousand a day.
    se: And how many stops is that?
    walter: It's lines of orders. Stops, that's Siobhan.
    siobhan: Four thousand two hundred stops on a normal day. Five and a half in the week before a bank holiday.
    se: And trucks?
    siobhan: Three hundred and forty. From eleven depots.
    keiko: Twelve.
    siobhan: Twelve, sorry. Twelve, with the new one at the harbour. I keep forgetting the harbour, they never ring.
    keiko: They never ring because they're good.
    se: Three hundred and forty trucks, twelve depots. Does that include the harbour's trucks?
    siobhan: Yes. No. Hmm. The harbour's got fourteen, and they came from the north depot, so the total's the same. Three hundred and forty's right.
    se: Okay. And after four o'clock?
    walter: After four the file goes to the old planning system. It takes three hours. At seven the depots get their lists.
    siobhan: And between seven and nine, everybody changes everything by hand.
    keiko: That's the problem in one sentence. We pay for a planning system, and then twelve people spend two hours undoing it.
    se: Why do they undo it?
    siobhan: Because it doesn't know about kegs. It counts a keg like a crate. A keg is fifty kilos, and you can't put it on top of a crate.
    onboarding: Does it know about the cellar drops?
    siobhan: No! A pub with a cellar drop takes forty minutes, and a pub with a ramp takes twelve. It says twenty for everyone. So half of the drivers are late and the other half are in a café.
    se: Do you have the cellar information somewhere?
    siobhan: In the drivers' heads. And I've got a list, I made it in the summer, it's about sixty percent complete.
    se: Could I have that list?
    siobhan: Of course. I'll send it to you today, it's an ugly spreadsheet though.
    se: Ugly's fine. Sixty percent is a lot more than most people have.
    rep: May I ask how many of the stops are pubs?
    siobhan: Roughly a third. Then there's shops, a third. And the rest is, you know, canteens, hotels, festivals in the summer.
    keiko: Festivals are their own story. Let's not do festivals today.
    se: No festivals. Jorge, the file. From an integration point of view, what do you want to do? I can see three ways. We read the file that exists. Or you put orders on a queue, and we get them as they come. Or we read DB2 directly.
    walter: Nobody's reading DB2 directly.
    se: I thought so.
    walter: I like you, but no.
    jorge: We've got MQ. The web shop uses it. I'd put an order event on a topic, and we bridge that to Kafka, and you consume from there or we push to your API.
    se: Push to our API is the easiest for us. It takes batches of up to five hundred orders. How many events an hour?
    jorge: On average three thousand. At the peak, between three and four in the afternoon, about nine thousand.
    se: Nine thousand an hour is fine. It's nothing, honestly. The API is good for, I think, two hundred orders a second.
    jorge: With batches.
    se: With batches.
    jorge: And idempotent? If I send the same order twice?
    se: By your order number and a version. The same version twice does nothing. A lower version is ignored.
    jorge: That's what I wanted to hear. So out-of-order's no problem.
    se: Out-of-order's no problem.
    walter: Can I say something as the old man? The queue's lovely. But DISTR04 exists. It's run every day for seventeen years. If you want to be live by the summer then read the file.
    jorge: The file is once a day, Walter. Then we're where we are today, with a nicer map.
    walter: I could run it every hour.
    jorge: Could you?
    walter: I could. It takes four minutes. Nobody's ever asked.
    keiko: Nobody ever asked. For seventeen years.
    walter: It's not my job to suggest things.
    ahmed: I'm putting that on a mug.
    se: An hourly file is a very decent first step. You'd get the first plan at, say, two, and it's updated every hour until five.
    jorge: And who converts the EBCDIC?
    ahmed: I've got a converter. I wrote it for the warehouse feed. It's in production.
    se: So it'd be: the file hourly, Ahmed's converter, and then a push to our API?
    ahmed: I'd need to add three fields. It's a day's work.
    keiko: So what do we decide? Queue or file?
    jorge: I'm for the queue. But I hear the summer.
    keiko: The summer's not negotiable. We've got the big brewery contract starting, and I can't do that with the old thing.
    jorge: Then the file. File first, and the queue later as a second phase.
    keiko: Good, decided. File first.
    walter: Now I have to write a scheduler entry. See what you've done.
    se: Let me write that on the board. [20] File hourly, converter by Ahmed, push to the API. The queue in a second phase.
    jorge: Can I see the API description?
    se: It's public. I'll drop the address in the chat. [15] There. And there's a sandbox, I've made one for you already, the credentials are in the mail that I sent on Monday.
    jorge: I've got it. I've logged in, in fact. It's nice.
    se: Good. So that's done.
    ahmed: What about master data? Customers, opening hours, trucks?
    walter: Customers are in the mainframe. Opening hours are in the mainframe too, but in a field called comment.
    se: In a comment field?
    walter: Free text. "Mon closed except bank hol, ring Dave."
    siobhan: Dave's dead, by the way. It still says ring Dave.
    keiko: Oh, Siobhan.
    siobhan: Well, he is.
    se: How many customers have opening hours like that?
    walter: Nineteen thousand customers in total. With something in the comment, maybe half.
    ahmed: I've parsed them once. For fun. I get about eighty percent clean. The rest is poetry.
    se: Would you share that? If we have eighty percent structured, the depots can do the rest while they use it.
    ahmed: I'd have to clean it up a bit. I can get you the parsed hours by next Friday.
    se: Next Friday as in the end of next week?
    ahmed: Yes. End of next week.
    se: Brilliant.
    onboarding: From experience: the ones which matter are the ones with the most deliveries. If you take the top two thousand customers, that's probably seventy percent of stops.
    siobhan: That I'd believe.
    onboarding: So the depots should look at those two thousand by hand. It takes two people a week. I'd plan for that.
    siobhan: Two people a week. I'll find two people.
    keiko: You'll find one and a student.
    siobhan: I'll find one and a student.
    se: Trucks, then. Three hundred and forty, how many types?
    siobhan: Six. Seven with the electric ones.
    se: You've got electrics?
    siobhan: Five. On trial. They're wonderful until it's cold.
    se: We've got range in the model. It takes the load and the temperature into account, roughly. I'd not bet a pub on it in January.
    siobhan: Good. Honest.
    se: Then let's do the mapping, hands on. I've prepared a sheet with our fields on the left. On the right you fill in where it comes from. I'd split you up. Walter and Ahmed, orders. Siobhan and Keiko, trucks and stops. Jorge with me on the customer record. Ten minutes, and then we compare. The sheet's in the chat.
    walter: Is this an exam?
    se: There's no grade.
    keiko: There's always a grade, Walter.
    se: I'll start a clock. I'm muting us all, shout if you need something.
    [330] walter: Question. Your field "quantity". Pieces or handling units?
    se: Handling units. And a second field for pieces if you want it on the driver's screen.
    walter: Then it's position one-forty to one-forty-six.
    [240] se: Time. How far did you get?
    ahmed: We've got all but two. Delivery window, which is the comment, and "priority", which we don't have.
    walter: We've got something like it. There's a flag for the big accounts. It's called VIPK. The K's for, I don't remember what the K's for.
    ahmed: I'd never seen that flag.
    walter: You never asked.
    se: Then it maps to priority one and everything else is three. Siobhan?
    siobhan: Trucks are easy, I've got everything. The weight limit, the tail-lift, whether it can do kegs. What I don't have is the drivers' licence classes. HR's got those.
    se: Could HR give us an extract? Only name and class.
    siobhan: HR will send it, but they'll want a form. They love a form.
    keiko: I'll speak to HR. They'll send it to you by the end of the month, Tomás. That's the fastest anything has ever been sent from there.
    se: End of the month's fine, we don't need it before the test with real drivers.
    jorge: On the customer record, we found one thing. You've got one delivery address per customer. We've got up to four. Front, yard, cellar, and the festival one.
    se: Right. In our model that's four locations with one parent. It's no problem, but the number has to be made unique. You'd add a suffix.
    jorge: A dash and a digit.
    se: A dash and a digit's good.
    jorge: Then I'm happy with that.
    se: So that's twenty-six fields out of twenty-eight. Honestly, that's the best I've seen. The usual is fifteen.
    walter: It's never been down, either.
    keiko: We know, Walter.
    se: I'll write it all into a mapping document, with the transformations. You'll have it from me by Tuesday. And then Jorge and Ahmed check it?
    jorge: I'd check it within two days. So by Thursday, next week.
    ahmed: Same.
    se: Okay. Let me load yesterday's file now, as it is, so we've got something to plan. Ahmed, the converted one you've put in the folder, that's from yesterday?
    ahmed: From the day before yesterday. Yesterday's was broken, that's my pipeline fire.
    se: Doesn't matter. So I'm loading thirty-eight thousand lines. It takes about five minutes, because it's geocoding the addresses the first time.
    keiko: And after the first time?
    se: Twenty seconds. It remembers.
    [15] rep: While it loads, may I use the time for a boring thing? The paper. The pilot agreement's with your legal team.
    keiko: It is. It's been there for a week. They've got one question about the liability for, um, something with goods in transit. I think it's a misunderstanding. You don't touch the goods.
    rep: We don't touch the goods.
    keiko: Then I'd tell them that. But send me one sentence that I can forward, then it's from you and not from me.
    rep: You'll get the sentence today.
    keiko: Thanks. And the question about the discount for the second year, I've asked that twice.
    rep: You've asked it twice, and I've not got an answer. It's with our finance team. I'd rather not guess.
    keiko: Then it's still open.
    rep: It's still open.
    keiko: I won't sign the second year without it, just so that it's said.
    rep: Understood.
    siobhan: I've got a question on people. How many planners do we need afterwards? I've got twelve, and they're listening. Well, not now. But they ask.
    onboarding: I get that one each time. I've never seen a customer with fewer planners afterwards. I've seen them with other things to do. They deal with customers instead of with lists.
    siobhan: Would you say that to them?
    onboarding: I would. In person.
    siobhan: Then I'd like you to. In the depot meeting, that's every first Monday of the month.
    onboarding: The first Monday of next month? Let me look. [25] I can do that. I'll be there.
    siobhan: Seven in the morning.
    onboarding: Of course it's at seven in the morning.
    siobhan: There's bacon.
    onboarding: Then I'll definitely be there.
    keiko: What about the union? Should they be told?
    siobhan: I've told them. Last week. They were all right, they want to see the app.
    keiko: Okay, so that's done.
    [200] se: It's loaded. So, thirty-eight thousand one hundred and six lines. Four thousand one hundred and ninety stops. And it couldn't find sixty-two addresses.
    siobhan: Sixty-two's good.
    se: It's very good. Here, I show you three of them. "Behind the old cinema." "Lock four." And "same as last time".
    siobhan: "Same as last time" is the rowing club.
    se: You know that?
    siobhan: Everybody knows that.
    se: This is what I mean with things in heads. Okay. Let me do the first run with the rules that the old system has. So kegs are crates, twenty minutes everywhere. Just to have the same starting point.
    [90] se: And it's there. Three hundred and nineteen trucks used. How many did the old system use that day?
    siobhan: Three hundred and twenty-two. I looked it up.
    se: So nearly the same. That's what I'd hoped, because then the model's right. Now I switch on the kegs as kegs, and the cellar drops with forty minutes, where I have them from, well, I don't have them, so I've taken every pub in the old town.
    siobhan: That's not so wrong. The old town's all cellars.
    se: And it needs a bit longer, because there's more to think about. About six minutes. I'd say that's our break?
    keiko: Break. Ten minutes. I need coffee, and Walter needs to tell someone that it's never been down.
    walter: I'll tell the coffee machine.
    siobhan: Back in ten.
`
