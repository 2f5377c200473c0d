import type { Random } from './random.js';

const ascii =
  'account address agent amount answer archive balance batch billing branch bucket buffer cache call channel client cluster code color column commit config content counter country currency customer cycle data date delay device domain driver edge engine entry error event export factor field filter folder format frame gateway group handler header health history image import index input instance interval invoice item job journal key label language layer level limit line link list load location lock log machine manager map market member memory message meter method metric mode model module monitor name network node note number object offer offset order origin output owner package page parent part path payment peer period phase plan point policy pool port prefix price process profile project property proxy query queue quota range rate record region release report request resource response result retry role route row rule sample schedule schema scope search secret segment sensor server service session shard shipment signal site size slice source span stage state status step stock storage store stream string subject summary supplier switch symbol system table tag target task team tenant test text thread tile time token topic total trace track transfer tree trigger type unit update user value vendor version view volume wallet weight widget window worker zone'.split(
    ' ',
  );

const international =
  'Größe Straße Übung façade naïve œuvre señor niño São København Łódź Ελλάδα Москва привет 東京 大阪 こんにちは 서울 안녕 مرحبا שלום ไทย नमस्ते 🚀 🎉 café'.split(
    ' ',
  );

export function word(random: Random): string {
  return random.pick(ascii);
}

/** `orderService`, `retry_count` and their like. */
export function identifier(random: Random, words = 2): string {
  let name = word(random);
  for (let count = 1; count < words; count++) name += `_${word(random)}`;
  return name;
}

/** English-looking text of about `length` characters. */
export function sentence(random: Random, length: number): string {
  let text = '';
  while (text.length < length) text += `${text === '' ? '' : ' '}${word(random)}`;
  return text.slice(0, length);
}

/** As `sentence`, with words of other scripts among the rest. */
export function internationalSentence(random: Random, length: number): string {
  let text = '';
  while (text.length < length) text += `${text === '' ? '' : ' '}${random.chance(0.4) ? random.pick(international) : word(random)}`;
  return text;
}
