/**
 * Follows a file of requests (.http, as editors know it) and checks what each one answers.
 *
 *   node scripts/walk.mjs [--base URL] [--phone NUMBER] [--password WORD] [FILE]
 *
 * Without a log-in, the first demo shop's owner walks. Above each request may stand:
 *   # @name x             its answer is {{x.field}} from here on
 *   # @expect 201         the status it must have
 *   # @see field value    a field of the answer, and what it must be
 *   # @eventually …       the same, asked again for a while: events take a moment
 */
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const EVENTUALLY_MS = 10_000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'string' },
    phone: { type: 'string' },
    password: { type: 'string' },
  },
});
const standard = new URL('../docs/guides/walk-through.http', import.meta.url);
const text = readFileSync(positionals[0] ?? standard, 'utf8');
const known = logIn();

for (const step of stepsOf(text)) {
  const deadlineMs = Date.now() + EVENTUALLY_MS;
  let complaints = await take(step);
  while (complaints.length > 0 && step.isEventual && Date.now() < deadlineMs) {
    await wait(200);
    complaints = await take(step);
  }
  console.log(`${complaints.length === 0 ? 'ok  ' : 'FAIL'} ${step.title}`);
  for (const complaint of complaints) console.log(`     ${complaint}`);
  if (complaints.length > 0) process.exit(1);
}

function logIn() {
  if (options.base !== undefined && options.phone !== undefined) {
    const { base, phone, password } = options;
    return { base, phone_number: phone, password };
  }
  const home = process.env['EVERTILL_HOME'] ?? path.join(homedir(), '.evertill');
  const { url, tenants } = JSON.parse(readFileSync(path.join(home, 'demo.json'), 'utf8'));
  return { base: options.base ?? url, ...tenants[0].owner };
}

function stepsOf(file) {
  return file
    .split(/^###/m)
    .slice(1)
    .map((block) => {
      const [title, ...lines] = block.split('\n');
      const notes = lines.filter((line) => line.startsWith('# @')).map((line) => line.slice(3));
      const rest = lines.filter((line) => !line.startsWith('#')).join('\n');
      const [head, ...body] = rest.trim().split('\n\n');
      const [request, ...headers] = head.split('\n');
      return {
        title: title.trim(),
        name: notes.find((note) => note.startsWith('name '))?.slice(5),
        status: Number(notes.find((note) => note.startsWith('expect '))?.slice(7)),
        sights: notes
          .filter((note) => /^(see|eventually) /.test(note))
          .map((note) => note.split(' ').slice(1)),
        isEventual: notes.some((note) => note.startsWith('eventually ')),
        request,
        headers,
        body: body.join('\n\n'),
      };
    });
}

/** Sends one request. Answers what is not as it should be. */
async function take(step) {
  const [method, url] = fill(step.request).split(' ');
  const headers = Object.fromEntries(step.headers.map((line) => fill(line).split(/:\s*/, 2)));
  const body = step.body === '' ? {} : { body: fill(step.body) };
  const response = await fetch(url, { method, headers, ...body });
  const said = await response.text();
  if (response.status !== step.status) {
    return [`${response.status} instead of ${step.status}: ${said.slice(0, 500)}`];
  }
  const answer = said === '' ? {} : JSON.parse(said);
  if (step.name !== undefined) known[step.name] = answer;
  return step.sights
    .filter(([field, value]) => String(pick(answer, field)) !== value)
    .map(([field, value]) => `${field} is ${String(pick(answer, field))} and not ${value}`);
}

function fill(words) {
  return words.replace(/\{\{([^}]+)\}\}/g, (_, name) => {
    if (name === '$digits') return String(randomInt(10_000_000, 99_999_999));
    const value = pick(known, name);
    if (value === undefined) throw new Error(`nothing is called ${name}`);
    return String(value);
  });
}

function pick(from, name) {
  return name.split('.').reduce((value, part) => value?.[part], from);
}
