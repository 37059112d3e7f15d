import { absent, at, callScript, us } from '../casting.ts'

const pelican = at('Pelican Foods', 'pelicanfoods.example')

/** Many small promises with different due words, of both sides; a note taker among the guests. */
export const pelicanKickoff = callScript({
  key: 'pelican-kickoff',
  title: 'Pelican Foods: onboarding kick-off',
  kind: 'onboarding',
  language: 'eng',
  durationS: 968,
  customer: 'Pelican Foods',
  hostKey: 'onboarding',
  cast: {
    onboarding: us('onboarding'),
    rep: us('rep'),
    csm: us('csm'),
    marta: pelican('Marta Kowalska', 'marta.kowalska', 'Project Manager'),
    theo: pelican('Theo Lambert', 'theo.lambert', 'Cold Chain Manager'),
    bilal: pelican('Bilal Yusuf', 'bilal.yusuf', 'Systems Administrator'),
    sponsor: absent(pelican('Annika Dorr', 'annika.dorr', 'Chief Supply Chain Officer')),
    notetaker: {
      name: "Theo's Notetaker",
      email: 'notes@meeting-notes.example',
      title: null,
      affiliation: 'Unknown',
      attended: true,
    },
  },
  talk: `
    [75] onboarding: Good, I think we're complete. Or is Annika coming?
    marta: Annika is in the air. She said, start without me and don't break anything.
    onboarding: We'll do our best. I'm Kwame Boateng, I lead implementation, and I'm the one you'll see most in the next weeks. {repFirst} you know, and Ingrid takes over when we're live.
    csm: Hello everyone. I'm the after. I'm only here so that you've seen my face.
    marta: Hello, after.
    rep: And I'm the before. I'll say two sentences and then shut up. Thank you for choosing us, and what we've agreed is: ninety-five refrigerated trucks, two depots, live before the busy season, and temperature alarms in the driver app from day one.
    theo: From day one. That's my sentence.
    rep: That's your sentence, Theo. It's in the contract.
    onboarding: Great. So for today: who does what, the data, the dates, the risks. Who's the project lead on your side, is that you, Marta?
    marta: That's me. Theo owns the cold chain, Bilal owns everything with a cable.
    bilal: And without a cable.
    onboarding: Then let's begin with the cables. Bilal, the order data. It's from SAP?
    bilal: SAP, yes. I can do you an IDoc or a flat file. I would prefer a flat file, every hour.
    onboarding: A flat file's fine. I've got a description of the format, twelve columns, six of them mandatory. I'll send it to you right after this call.
    bilal: Then I'll have a first file for you by Wednesday. With last week's orders.
    onboarding: Wednesday. To the SFTP folder. You've got the key already, I think, we made that in the sales phase.
    bilal: I have the key. It works, I tried it yesterday.
    onboarding: Excellent, then that's done.
    theo: Can I say something about the trucks?
    onboarding: Please.
    theo: There's three temperature zones, not two. In the offer it says two. Frozen, chilled, and ambient. Ambient is dry goods, but it matters because the dry goods can't be in the frozen one.
    rep: In the offer I've got frozen and chilled, you're right. Does that change something, Kwame?
    onboarding: It doesn't change the price, if that's the question. Zones are zones. I'll set up three. Which trucks have which?
    theo: I have that in my head. And in an Excel. Mostly in my head.
    marta: Theo will send you the Excel.
    theo: I'll send it on Friday. The head I keep.
    onboarding: Friday. With number plate, zones and pallets per zone, please.
    theo: Pallets per zone, yes. They have a movable wall, some of them. So it's, you know, eight plus four or six plus six.
    onboarding: How many have the wall?
    theo: Thirty. Thirty-ish.
    onboarding: Okay, that's more interesting. We could do it as two variants of the same truck. I did that once for a dairy.
    theo: That'd work, as long as it doesn't move the wall in the middle of a round.
    onboarding: It won't. One variant a round.
    marta: Should I write that down as agreed?
    onboarding: Yes. Two variants, one per round.
    bilal: What about the temperature sensors? They send to our own box. Would you read it from there?
    onboarding: Which box is it?
    bilal: It's a, let me look at the label. [20] It's from a company that no longer exists, in fact. But it has an HTTP interface, I documented it.
    onboarding: If there's documentation we can read it. How often does it have a value?
    bilal: Every minute.
    onboarding: We need every five. Send me your documentation, and I'll give it to our integration team for an estimate. They'll need about a week.
    bilal: You'll get it tonight.
    onboarding: Then I'll have the estimate for you in a week from tomorrow.
    theo: But day one stays.
    onboarding: Day one stays. If the box is difficult, we take the sensors' text alarms, as a fallback. It's uglier, but it'd be there on day one.
    theo: Ugly I can live with.
    marta: The dates. Annika wants the go-live seven weeks from Saturday. It's when the new range starts.
    onboarding: A Saturday's a day off for most of your drivers.
    marta: That's what I told her. So, the Monday after.
    onboarding: Let me walk backwards from there. A week of parallel running, two weeks of test with five trucks, a week of training. And the data before. That's six weeks. It's feasible, if the file's good on Wednesday.
    bilal: It'll be good on Wednesday.
    onboarding: I believe you. I've heard it from others.
    marta: Which depot's first?
    theo: South. South is smaller.
    onboarding: South first, then north two weeks after?
    theo: Hmm. Two weeks after, it's stocktaking. Three weeks.
    onboarding: Three weeks after. Okay.
    marta: Now wait. Annika wanted both on the same day.
    theo: Annika's in the air.
    marta: Theo.
    theo: I'm just saying. Both on one day, with the ice cream beginning? I wouldn't.
    onboarding: I wouldn't either. I've seen it twice and it went wrong once.
    marta: I'll put it to her. I can't decide that for her. I'll have an answer by the end of the week.
    onboarding: Then we plan with south first, until you tell us otherwise.
    marta: Agreed. It's a working assumption.
    csm: May I ask about the planners? How many will use it?
    marta: Seven. No, eight, there's a new one, she starts on the fifteenth.
    csm: Then the training should be after the fifteenth.
    onboarding: Good point. Training's two sessions, half a day each, on site in the south. I come myself. I propose the week after the fifteenth, Tuesday and Wednesday?
    marta: Tuesday and Wednesday in that week. I'll book the training room. It's always taken, but I know who to bribe.
    bilal: It's me. I run the booking system.
    marta: It's Bilal.
    onboarding: And drivers?
    theo: Ninety-five trucks, a hundred and forty drivers. You can't train them, they're never in one place.
    onboarding: For drivers we've got a video, six minutes, and a card for the dashboard. In which languages?
    theo: English, Polish, Romanian. And one who speaks only, well, he speaks football.
    onboarding: English and Polish exist. Romanian we don't have, yet. I can ask for it, but I'm not promising that one.
    theo: If it's only the card, I have a driver who'd translate it for a crate of beer.
    onboarding: That's faster than us. I'll send you the text of the card as a file that can be edited. Tomorrow.
    theo: Tomorrow. He'll be pleased.
    onboarding: Then user accounts. Bilal, do you want single sign-on?
    bilal: Yes, but not for the drivers.
    onboarding: For the office only. Then I need your metadata file.
    bilal: I'll upload it next to the orders. Same folder. Thursday at the latest.
    onboarding: And phones. Are the drivers' phones yours?
    bilal: They're ours. Managed. I can push your app. I've pushed it to mine already, it runs.
    onboarding: You're dangerously well prepared.
    bilal: It was a slow week.
    marta: It was not.
    onboarding: Risks. What could go wrong, in your view? I ask everybody that.
    theo: The wall.
    bilal: The box.
    marta: Annika.
    [8] rep: That's a list.
    marta: Don't write that one down. She's a very good sponsor. She changes her mind in the last week, that's all.
    onboarding: Then let's have her in the meeting in the last week. What I do is a weekly call, half an hour, always the same time, with the list of what's open. Which day would suit?
    marta: Mondays are bad. Thursday?
    onboarding: Thursday at two?
    theo: At two I'm asleep. I start at four in the morning.
    onboarding: Thursday at ten, then.
    theo: Ten's my lunch. Ten's good.
    marta: Thursdays at ten, starting next week.
    onboarding: I'll send a series. And a shared list, who does what till when, I'll make it today and share the link.
    bilal: Please not one more tool.
    onboarding: It's a spreadsheet.
    bilal: I love spreadsheets.
    marta: One question. The invoice. When does it start? The contract says "from go-live", and we've now got two go-lives.
    rep: Ah. Good one. I'd have said from the first, but honestly, I need to read the clause.
    marta: If north comes three weeks later I don't want to pay for north three weeks earlier.
    rep: I understand. I don't want to give you a wrong answer. I'll check that with finance, and come back to you.
    marta: By when?
    rep: By Thursday's meeting, so, Thursday next week.
    marta: Good.
    theo: Can the app say "door open" too? The trucks have a contact for that.
    onboarding: It could at some point, with the box. It's not in the scope now.
    theo: I know. I'm collecting wishes.
    onboarding: I'll put it on the wish list, at the bottom.
    theo: At the bottom. I see.
    marta: I think we've got it. My side sends: the file on Wednesday, the trucks on Friday, the box documentation tonight, the sign-on file on Thursday, and Annika's answer by the end of the week.
    onboarding: And mine: the format description now, the card text tomorrow, the list today, the estimate in a week from tomorrow. And {repFirst} the invoice question.
    marta: Perfect. Thank you, Kwame. I like that you write it all down.
    onboarding: It's recorded, that's cheating. Thank you, all.
    csm: Bye, see you later in the film.
    theo: Bye.
    bilal: Bye. File's half done already.
  `,
})
