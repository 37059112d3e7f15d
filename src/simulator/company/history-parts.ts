/** What one call of the history is about; `pick` draws from its own randomness. */
export interface HistoryFacts {
  company: string
  leadFirst: string
  peerFirst: string
  hostFirst: string
  reference: number
  vehicles: number
  stops: number
  weekday: string
  hour: string
  dueOurs: string
  dueTheirs: string
}

type Part = (facts: HistoryFacts) => string

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']
export const hours = ['nine', 'half past nine', 'ten', 'eleven', 'two in the afternoon', 'half past three']
export const dueWords = [
  'by Friday',
  'tomorrow',
  'by the end of the week',
  'next Tuesday',
  'today',
  'in two weeks',
]

export const openings: Part[] = [
  (f) => `
    host: Hi ${f.leadFirst}, hi ${f.peerFirst}. Thanks for making the time.
    lead: No problem. ${f.peerFirst} is here too, we're sharing a headset.
    host: Cosy. I have you under reference ${f.reference}, so we keep the notes together.`,
  (f) => `
    host: ${f.leadFirst}, good to see you again. How's the traffic over there?
    lead: Don't ask. Half of the ${f.vehicles} vans are still out.
    peer: And it's raining.
    host: Then we'll be quick. This is still reference ${f.reference} on our side.`,
  (f) => `
    lead: Hello, can you hear us? It's ${f.leadFirst} from ${f.company}.
    host: Loud and clear. It's ${f.hostFirst}. I've opened your file, that's ${f.reference}.
    peer: Good. I've only got a quarter of an hour.`,
  (f) => `
    host: Hi both. Sorry, one second, my camera has its own mind.
    peer: Happens to us every week.
    host: There. So, reference ${f.reference}, ${f.company}, we said we'd talk today.`,
]

export const smallTalk: Part[] = [
  () => `
    host: How was the long weekend?
    lead: What long weekend? We deliver on those.
    peer: He's exaggerating. We had the Sunday.`,
  () => `
    peer: Is that a dog behind you?
    host: That's the neighbour's. She thinks that she works here.
    lead: Ours is asleep on the printer. It's the warmest place in the depot.`,
  (f) => `
    host: I drove past one of your vans on ${f.weekday}. Very clean.
    lead: Then it wasn't one of ours.
    host: It had your name on it.
    peer: We washed one for a photograph. You were lucky.`,
  () => '',
]

export const matters: Record<string, Part[]> = {
  discovery: [
    (f) => `
      host: How do you plan today?
      lead: In a spreadsheet. About ${f.stops} stops a day, two people, and a lot of shouting.
      host: What would you change first?
      peer: The shouting. No, honestly, the late changes. They come in at six and the rounds are done at five.`,
    (f) => `
      host: How many vehicles is it at the moment?
      lead: ${f.vehicles}, and a few that we rent before Christmas.
      mate: And are they all planned from one depot?
      lead: Two depots. We plan them apart, which is silly, really.`,
  ],
  demo: [
    (f) => `
      mate: So what you see here is your own data, ${f.stops} stops from last week.
      peer: That's our yard, yes. I can see the bad corner.
      mate: And this is what the planner makes of it. Eleven percent fewer miles.
      lead: Does it know that two of the vans can't do the hills?
      mate: It does once you tell it, there's a field for it.`,
    () => `
      mate: The driver sees the next stop, the notes, and one button.
      peer: Only one button? They'll like that.
      lead: Ours would still find a way to press the wrong one.
      mate: There is an undo.`,
  ],
  pricing: [
    (f) => `
      lead: So remind me, the price is per van?
      host: Per vehicle and month, thirty-two pounds at list, so for ${f.vehicles} vehicles it comes out by itself.
      peer: And the text messages are extra.
      host: By message, yes.
      lead: What would you do on a two-year contract?
      host: There is something for two years. I'd have to ask what, so let me leave that open for now.`,
  ],
  renewal: [
    (f) => `
      host: Your contract comes up at the end of the quarter. How do you feel about it?
      lead: Good, mostly. The planners would go on strike if I took it away.
      peer: We'd like to go down by a few vehicles though. It's ${f.vehicles} now, and six of those are parked.
      host: Understood. That's something we can look at in the renewal.`,
  ],
  support: [
    () => `
      peer: The import stopped on Sunday night. It's running again, one of your people fixed it on Monday.
      host: I saw that. That was the certificate, it has been replaced.
      lead: Fine. I'd just like to know that somebody would have called us.
      mate: That's fair.`,
    (f) => `
      lead: The one thing that annoys me is the printout. It cuts off after ${20 + (f.reference % 30)} stops.
      mate: It shouldn't. Is that on the new version?
      peer: It's on whatever I have.
      mate: Then it's something we should look at.`,
  ],
  onboarding: [
    (f) => `
      mate: We've got ${f.vehicles} vehicles in the system and the drivers are loaded.
      peer: All of them? I thought I still owed you the night shift.
      mate: You do. It's the night shift that's missing, sorry.
      lead: And the training?
      mate: Ninety minutes, on site or like this, whichever you prefer.
      lead: On site. They don't listen to a screen.`,
  ],
}

/** What comes up in any call, whatever it is about. */
export const topics: Part[] = [
  (f) => `
    host: May I ask who else has a say in this at your side?
    lead: Me for the money, ${f.peerFirst} for the daily work. And our IT looks at anything with a login.
    peer: IT looks at everything. They looked at the coffee machine.
    mate: Did it pass?
    peer: With conditions.`,
  (f) => `
    mate: How are the drivers with it?
    peer: Most of them are fine. There are three who say that they've always known the way.
    mate: And do they?
    peer: They do, that's the annoying part. But they can't tell it to the other ${f.vehicles - 3}.
    lead: One of them retires soon. Then it's two.`,
  () => `
    lead: Something else. We had a week in which every second customer wasn't at home.
    host: What happened?
    lead: A football match, and then a holiday. I'm not saying that you can plan that.
    mate: You can block days by area. It doesn't know football, but it knows what you tell it.
    lead: Then I'd need somebody who knows football.`,
  (f) => `
    host: And your numbers, are those still the ones from last time? I've got ${f.vehicles + 4} vehicles here.
    lead: No, four were sold. It's ${f.vehicles} now.
    host: ${f.vehicles}, then. I've changed it while we talk, so that's done.
    peer: And ${f.stops} stops, if you want that too.
    host: I've got that one.`,
  () => `
    peer: The thing with the two tablets, that's solved, by the way.
    mate: Solved how?
    peer: I switched them off and on again. I'm a bit ashamed.
    mate: Don't be. It's what I would have said, only with longer words.`,
  () => `
    lead: What do others do with the evening rounds? I'm curious.
    host: It differs. Some plan them together with the day, some keep them apart, because the people are different.
    lead: We keep them apart. I wouldn't want to change it.
    host: Then leave it. It isn't the thing that costs you money.`,
]

export const promises: Part[] = [
  (f) => `
    host: I'll send you the updated quote ${f.dueOurs}.
    lead: Thank you. Put ${f.peerFirst} in copy please.`,
  (f) => `
    peer: Is there something in writing on that?
    host: There is a guide. I'll send it to you ${f.dueOurs}.`,
  (f) => `
    mate: I'll run last week's rounds again with the new settings and send you the comparison ${f.dueOurs}.
    lead: That would help a lot.`,
  (f) => `
    lead: I'll send you the vehicle list ${f.dueTheirs}.
    host: Perfect, then we have everything.`,
  (f) => `
    peer: You still need the depot times from us.
    mate: Only if they've changed.
    peer: They have. I'll send them ${f.dueTheirs}.`,
  () => `
    lead: We could open it up for the second depot too. But that's thinking aloud, nothing more.
    host: Noted as thinking aloud.`,
  () => `
    host: Would a reference customer help you?
    lead: That's kind, but no. We've seen enough.`,
]

export const questions: Part[] = [
  () => `
    peer: And can it export to our payroll?
    mate: I don't know, to be honest. I don't want to say something wrong.`,
  () => `
    lead: What I still don't know is who signs this with us, whether that's me or the group.
    host: That's for you to find out, I suppose.
    lead: It is.`,
  () => '',
]

export const endings: Part[] = [
  (f) => `
    host: Shall we speak again next ${f.weekday} at ${f.hour}?
    lead: Next ${f.weekday} at ${f.hour} is fine.
    host: I'll send the invitation. Thanks, both.
    peer: Bye.`,
  (f) => `
    lead: I have to go, the next round's coming in.
    host: Of course. ${f.weekday} at ${f.hour} for the next one?
    lead: Works for me.
    peer: And me. Bye bye.`,
  () => `
    lead: I think that's all from us. We'll be in touch when we know more.
    host: Good. Thanks for the time.
    peer: Cheers.`,
]

/** Our own people's talk: an internal call has no customer to write to. */
export const internalTalks: Part[] = [
  (f) => `
    host: Right, ${f.company}, reference ${f.reference}. Where are we?
    mate: They've got ${f.vehicles} vehicles and they like it. I think it closes this month.
    host: You thought that last month.
    mate: I did. But now their finance person has answered.
    host: What's the lowest you'd go?
    mate: Twenty-eight a vehicle. They don't know that, and I'd rather they didn't.
    host: Agreed. Then hold at thirty-two. I'll look at the contract ${f.dueOurs}.
    mate: And I'll ring ${f.leadFirst} ${f.dueTheirs}.
    host: Good. Next one, ${f.weekday} at ${f.hour}.`,
  (f) => `
    host: Before you meet ${f.company}, ${f.reference} if you're looking for it, what do they want?
    mate: A second depot, and to be left alone until then. ${f.stops} stops a day.
    host: Do we have the numbers from the first one?
    mate: Nine percent fewer miles. I've put it on a slide already.
    host: Nice. Then go easy on the second depot. Let ${f.leadFirst} bring it up.
    mate: I'd planned to. Are you joining?
    host: Only for the first ten minutes.`,
]

export const internalMatters: Part[] = [
  () => `
    mate: Can I raise one more thing? The demo account's full of other people's test data. I had a customer ask who "Sir Drives-a-lot" is.
    host: That was the offsite. I'll have it cleaned up before the next demo.
    mate: Please. It's funny once.`,
  (f) => `
    host: And what about the one in the pipeline next to it, the small one with ${20 + (f.reference % 15)} vans?
    mate: I'd let it go. Four calls, and each time it's somebody new.
    host: Then close it as lost, and write down why.
    mate: I'll write it down. Nobody reads those, but I'll write it down.
    host: I read those.`,
  (f) => `
    mate: Legal hasn't sent the wording back. It's been nine days.
    host: For which one?
    mate: For this one. They said ${f.dueTheirs}, and I believe it when I see it.
    host: I'll ask them. Anything that would make it easier?
    mate: Fewer exceptions from us, honestly.`,
]
