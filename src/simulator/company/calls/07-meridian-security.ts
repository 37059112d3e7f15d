import { at, callScript, us } from '../casting.ts'

const meridian = at('Meridian Health Labs', 'meridianlabs.example')

/** An aside of ours before the customer joins, documents promised by several people, questions left open. */
export const meridianSecurity = callScript({
  key: 'meridian-security',
  title: 'Meridian Health Labs: security review',
  kind: 'security review',
  language: 'eng',
  durationS: 1_179,
  customer: 'Meridian Health Labs',
  hostKey: 'rep',
  cast: {
    rep: us('rep'),
    security: us('security'),
    se: us('se'),
    farah: meridian('Farah Nazari', 'farah.nazari', 'Chief Information Security Officer'),
    tobias: meridian('Tobias Engel', 'tobias.engel', 'Data Protection Officer'),
    joyce: meridian('Joyce Amadi', 'joyce.amadi', 'Courier Operations Lead'),
  },
  talk: `
    [15] rep: Okay, we've got, uh, five minutes. Hannah, anything that I shouldn't say?
    security: Don't mention the pen-test finding with the file upload. It's fixed, the retest is on Monday, and until I've got that paper I don't want to discuss it.
    rep: Got it. And if they ask whether there are open findings?
    security: Then I answer, not you. I'd say there's one medium under retest. I'm not going to lie, I'd just like to be the one who says it.
    se: And the backup thing? That restore took nine hours the last time.
    security: That's internal. That's really internal. We promise twenty-four.
    rep: Okay. And commercially, between us, they're at twenty-six a vehicle, that's the lowest I've ever done, so please nobody offer anything for free.
    se: Me? Never.
    rep: You gave away a week of training last time.
    se: Once!
    [40] rep: They're in the waiting room. I'll let them in.
    [12] rep: Hello, good to see you. Hi Farah, Tobias, Joyce.
    farah: Hello. We're three today, sorry for the crowd.
    joyce: I'm the one who actually wants to buy it. I've been told to be quiet.
    farah: She's been told nothing of the sort.
    rep: On our side it's Hannah, head of security, and Tomás, who you know.
    farah: Good. I've read the questionnaire. You answered two hundred and twelve of two hundred and twenty. I like that you left eight empty, most people write "not applicable".
    security: They weren't not applicable. We'd have had to guess.
    farah: So let's do the eight, and then Tobias has data protection.
    security: Please.
    farah: First. Encryption at rest. You say "provider managed keys". We'd need our own keys.
    security: We've got that, customer managed keys, for the enterprise plan. You bring a key in your cloud account, and if you take it away, we're blind.
    farah: And does everything work with it?
    security: All but one. The search over old rounds is slower.
    joyce: How much slower?
    se: Two or three seconds instead of a half.
    joyce: I can live with that.
    farah: And if the key's rotated? We rotate every ninety days.
    security: Then we re-encrypt the small key, not the data. It takes a second, nobody notices. The old version has to stay readable for a day, because of the backups.
    farah: A day's fine. We keep them for a year.
    tobias: Why a year?
    farah: Because someone before me decided that, and I've never had the courage to change it.
    farah: Fine. Is it described?
    security: There's a white paper. I'll send it to you today.
    farah: Second. Log export. We want your audit log in our SIEM.
    se: There's an API, you can pull it every minute. Or we push to a bucket.
    farah: Push to a bucket's good. What's in there?
    se: Logins, changes of settings, exports, and every view of an address.
    tobias: Every view of an address? That's interesting for me.
    farah: How large does that get? I pay my SIEM by the gigabyte.
    se: For fifty couriers, I'd guess two hundred megabytes a day. You can leave out the views of addresses, then it's ten.
    tobias: Please don't leave those out.
    farah: I won't. I'll send you the bill.
    tobias: Send it to Joyce.
    joyce: Why me?
    se: There's a filter in between, too. You could take logins and exports at once, and the views once a day in one compressed file.
    farah: That sounds sensible. Can that be tested in the pilot?
    se: It can. The pilot's got the same export as the real thing.
    se: Every view. With the user and the time.
    tobias: Good.
    farah: Third. Pen test. You've sent the summary, it's from the spring. I want to see the findings.
    security: The full report I can't send out, but I can show it, on a screen, for half an hour. We do this with health customers.
    farah: Are there open findings?
    security: One medium. It's fixed, and it's being retested on Monday. When I have the letter from the testers I'll send it to you. That's Tuesday or Wednesday, let me say by Wednesday.
    farah: By Wednesday. Thank you for not making me dig.
    security: You'd have found it.
    farah: I would have. Then let's look at it when the letter's there. Fourth. Who of you can see our data?
    security: By default nobody. Support asks for access, somebody at your side says yes, and it closes after four hours. It's in the log.
    farah: Is there a way round it?
    security: Two people on call have a break-glass account. It alarms me, and it writes you a mail.
    farah: Have you ever used it?
    security: Twice in three years. Once it was me, by mistake.
    farah: By mistake. How does one do that by mistake?
    security: I was training a new colleague and I wasn't on the test system. It was eleven at night, my phone rang, and it was my own alarm.
    joyce: Oh no.
    security: I've told the customer the same night. They're still a customer, and, well, since then the test system's bright orange.
    farah: Okay. I trust that more than never. Fifth. Recovery. How long if everything's gone?
    security: We commit to twenty-four hours, and to losing no more than one hour of data.
    farah: When did you test that last?
    security: In the second quarter. I can send you the protocol of the exercise, it's got the times blacked out for other customers, but yours would be the same system.
    farah: I'd like to have that.
    security: You'll get it with the white paper. No, wait. I need a signature for that one. By the end of next week, then.
    farah: Who signs?
    security: Our chief technology officer. She's on leave until Wednesday.
    farah: Then I don't envy her inbox.
    security: Nobody does.
    farah: End of next week's good enough.
    joyce: May I ask how long a day without planning would be for us? I mean, what would we do?
    se: The drivers have today's rounds on the phone. For tomorrow's you could export every evening, as a file. Some labs do that.
    joyce: Every evening by hand?
    se: It's automatic. It's a mail or a file drop.
    joyce: Then let's have that. A file drop.
    se: I'll put it on the list for onboarding.
    farah: Six and seven, I've crossed them out, you answered those by mail. Thank you for that. Eight. Sub-contractors of sub-contractors.
    security: Hmm. That's the one I really can't answer. I know ours, there are seven. I don't know all of theirs.
    farah: No one does. But do you ask?
    security: We ask once a year. I don't have an answer from two of the seven.
    farah: Which two?
    security: The SMS gateway and the map provider.
    farah: The map's uncritical. The SMS has the phone numbers.
    security: I agree with you. I'll ask them again, and, to be honest, I don't know when they'll answer. So I can't give you a date.
    farah: Then leave it open. But I'll write it down as open.
    security: That's fair.
    tobias: May I? Tobias Engel, data protection. I have four points, and I'm quicker.
    farah: He isn't.
    tobias: The agreement on processing. You've sent yours. We have our own, the hospital group requires it.
    rep: Could we work with yours as a basis? Usually legal compares the two and sends back a marked version.
    tobias: That would be ideal. I'll send you ours this afternoon.
    rep: And our legal will need, they usually need ten working days for someone else's paper.
    tobias: Ten working days. So in two weeks.
    rep: In two weeks, yes. Legal will send it to you directly, with me in copy.
    tobias: Good. Second, patient data. The samples have a barcode. Does the barcode go to you?
    se: If the driver scans it, yes. It's a number. There's no name with it.
    tobias: With our system, from the number you come to the name. So that's personal data for me. Health data, even.
    se: We could hash it on the phone, so what we'd have is not the barcode but a value nobody could turn back.
    tobias: Do you have that?
    se: We have it for one other lab. It's a setting, but it's not, it's not in the documentation.
    tobias: Then I want that, and I want it in the documentation.
    se: I'll write you a description of it. Two pages. Give me till next Friday.
    tobias: Next Friday. As in, not the one of this week?
    se: No. The Friday of next week.
    tobias: Good. Third, deletion. Ninety days.
    security: Ninety is possible. In the backups it takes another thirty-five days until it's gone.
    tobias: So a hundred and twenty-five in total.
    security: A hundred and twenty-five, yes.
    tobias: I have to see whether our authority likes that. It's with me. I'll ask them, they take about a month.
    farah: A month, Tobias?
    tobias: They're two people. One's on leave.
    farah: Does that block us?
    tobias: It doesn't block the contract. It blocks the go-live.
    joyce: Oh, wonderful.
    tobias: Fourth. The location of the couriers. Is that continuous?
    se: Every thirty seconds while they're on a round. Not in between.
    tobias: Could that be every five minutes?
    se: It could. Then the arrival times get worse.
    joyce: Please not. The wards ring me when it's off by two minutes.
    tobias: Then every thirty seconds, but deleted after a day.
    se: After a day, that's possible.
    joyce: That's fine by me.
    tobias: And the works council knows that they're located?
    joyce: They've had the agreement since the old system. It says "location during rounds, for planning". I checked it last week with Marion. It covers this.
    tobias: Then I'd like a copy for my file.
    joyce: I'll forward it to you. It's internal, I suppose {repFirst} doesn't need it.
    rep: I don't.
    tobias: And if a courier asks what's stored about him? They've got the right to.
    security: There's an export by person. You choose the name and get a file, with everything. It takes a minute.
    tobias: Can I see one of those? With invented data?
    security: I'll put a sample in with the white paper today.
    tobias: Very good.
    tobias: Then I'm done. That was quicker.
    farah: It was eleven minutes.
    rep: Joyce, what do you need from us?
    joyce: A date. The old system's switched off at the end of the quarter. If we're not live two weeks before, I'm back on paper.
    rep: So working backwards, onboarding takes about four weeks for your size.
    joyce: We've got fifty-five couriers. No, fifty-eight, with the bikes.
    rep: Fifty-eight. Four weeks still holds. So we'd have to start, well, about two weeks from now, if the contract's there.
    farah: You won't have a contract in two weeks.
    rep: We could start the technical part under the pilot agreement that you've signed.
    farah: With test data.
    rep: With test data.
    farah: If it's test data only, I've no objection.
    joyce: Can we decide that? Then I can tell people.
    farah: Okay. Decided. You start with test data under the pilot agreement.
    joyce: Thank you!
    rep: Then I'll ask Kwame, who leads implementation, to propose a start date to you, Joyce. He'll write to you by Monday.
    joyce: Monday. Lovely.
    farah: Would you also give us a discount for the time we have to run both systems?
    rep: I'd rather not, Farah, we're at the end of what I can do with the price. I hope you understand.
    farah: I had to ask.
    rep: You did.
    farah: So the next meeting, that's the pen-test report on a screen. When the letter is there.
    security: Thursday next week? Two o'clock?
    farah: Thursday next week, two o'clock. I'll bring one of my engineers.
    security: Bring two, it's more fun.
    rep: I'll send the invitation with a note that it's not recorded, that one.
    farah: Please, that one mustn't be recorded.
    tobias: Do you have a good lawyer for the German part? Ours is asking.
    security: I can give you a name. It's nothing official.
    tobias: By mail is fine. Whenever.
    rep: Thank you all. Joyce, thanks for not being quiet.
    joyce: I tried.
    farah: Good bye, thank you. Well prepared.
    security: Thank you. Bye.
    tobias: Bye.
  `,
})
