#!/usr/bin/env node
// Turns a data dictionary in QuickFIX's XML form into the text that `parseDictionary` reads:
//
//   node libs/fix/dictionary-from-quickfix.mjs FIX44.xml
//
// Sections of lines: fields (tag, name, type, values), components, header, trailer and messages
// (type, admin or app, name), each with its members. A member is a tag, `tag[members]` for a repeating
// group or `@component`; `!` behind it: required.
import { XMLParser } from 'fast-xml-parser';
import { readFileSync } from 'node:fs';

const parser = new XMLParser({ ignoreAttributes: false, preserveOrder: true });
const document = parser.parse(readFileSync(process.argv[2], 'utf8'));

const nameOf = (node) => Object.keys(node).find((key) => key !== ':@');
const children = (node) => node[nameOf(node)].filter((child) => nameOf(child) !== '#comment');
const attribute = (node, name) => node[':@']?.[`@_${name}`];

const root = document.find((node) => nameOf(node) === 'fix');
const section = (name) => {
  const found = children(root).find((node) => nameOf(node) === name);
  return found ? children(found) : [];
};

const tags = new Map(
  section('fields').map((field) => [attribute(field, 'name'), attribute(field, 'number')]),
);

const members = (nodes) => nodes.map(member).join(' ');

function member(node) {
  const required = attribute(node, 'required') === 'Y' ? '!' : '';
  const name = attribute(node, 'name');
  switch (nameOf(node)) {
    case 'component':
      return `@${name}${required}`;
    case 'group':
      return `${tags.get(name)}[${members(children(node))}]${required}`;
    default:
      return `${tags.get(name)}${required}`;
  }
}

const lines = ['fields'];
for (const field of section('fields')) {
  const values = children(field).map((value) => attribute(value, 'enum'));
  const head = ['number', 'name', 'type'].map((key) => attribute(field, key));
  lines.push([...head, ...values].join(' '));
}
lines.push('components');
for (const component of section('components')) {
  lines.push(`${attribute(component, 'name')} ${members(children(component))}`);
}
for (const name of ['header', 'trailer']) lines.push(name, members(section(name)));
lines.push('messages');
for (const message of section('messages')) {
  const head = ['msgtype', 'msgcat', 'name'].map((key) => attribute(message, key));
  lines.push([...head, members(children(message))].join(' '));
}
process.stdout.write(`${lines.join('\n')}\n`);
