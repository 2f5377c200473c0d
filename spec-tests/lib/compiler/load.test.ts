import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { CompileError, compileSources, load, SchemaError, schemaOf } from '../../../lib/compiler/index.js';
import { Channel, createClient, Server } from '../../../lib/index.js';
import { fromJson, fromText, toJson, toText } from '../../../wire/protobuf/index.js';

const hello = fileURLToPath(new URL('../../../../examples/hello/hello.proto', import.meta.url));

describe('load', () => {
  it('gives services that clients and servers take, in all four shapes', async () => {
    const schema = await load(hello);
    const server = new Server();
    server.add(schema.service('hello.Greeter'), {
      sayHello: (request) => ({ message: `Hello, ${String(request.name)}!` }),
      *countDown(request) {
        for (let n = request.from as number; n > 0; n--) yield { n };
      },
      async sum(requests) {
        let total = 0n;
        for await (const request of requests) total += request.value as bigint;
        return { total };
      },
      async *chat(requests) {
        for await (const line of requests) yield { text: String(line.text).toUpperCase() };
      },
    });
    const channel = new Channel(server.loopback());
    try {
      const greeter = createClient(schema.service('hello.Greeter'), channel);
      assert.deepEqual(await greeter.sayHello!({ name: 'you' }), { message: 'Hello, you!' });
      const counted: unknown[] = [];
      for await (const { n } of greeter.countDown!({ from: 3 })) counted.push(n);
      assert.deepEqual(counted, [3, 2, 1]);
      assert.equal((await greeter.sum!([{ value: 40n }, { value: 2n }])).total, 42n);
      const lines: unknown[] = [];
      for await (const line of greeter.chat!([{ text: 'hi' }])) lines.push(line.text);
      assert.deepEqual(lines, ['HI']);
      const call = greeter.sayHello!.start({ name: 'start' });
      assert.deepEqual(await call.response, { message: 'Hello, start!' });
    } finally {
      await channel.close();
      await server.close({ graceMs: 0 });
    }
  });

  it('gives message types and enums by full name', () => {
    const schema = schemaOf(
      compileSources(['shop.proto'], () => {
        return `syntax = "proto3"; package shop;
          enum Status { STATUS_UNSPECIFIED = 0; STATUS_OPEN = 1; }
          message Order { string id = 1; Status status = 2; message Line { double price = 1; } repeated Line lines = 3; map<string, Line> by_name = 4; }`;
      }),
    );
    const order = schema.message('shop.Order');
    assert.equal(order, schema.message('shop.Order'));
    const bytes = order.encode({ id: 'A', status: schema.enum('shop.Status').OPEN, lines: [{ price: 1.5 }] });
    assert.deepEqual(order.decode(bytes), { id: 'A', status: 1, lines: [{ price: 1.5 }], byName: new Map() });
    assert.equal(schema.message('shop.Order.Line').typeName, 'shop.Order.Line');
    assert.throws(() => schema.message('shop.Order.ByNameEntry'), SchemaError);
  });

  it('gives a registry of all of it, imports too', () => {
    const schema = schemaOf(
      compileSources(['a.proto'], (name) =>
        name === 'a.proto'
          ? `syntax = "proto2"; package a; import "b.proto"; import "google/protobuf/any.proto";
             message M { extensions 100 to 200; optional google.protobuf.Any any = 1; }
             extend M { optional string note = 100; }`
          : name === 'b.proto'
            ? 'syntax = "proto3"; package b; message Inner { string text = 1; }'
            : undefined,
      ),
    );
    const { registry } = schema;
    assert.equal(registry, schema.registry);
    assert.equal(registry.messageType('b.Inner'), schema.message('b.Inner'));
    const M = schema.message('a.M');
    const json = { any: { '@type': 'type.googleapis.com/b.Inner', text: 'x' }, '[a.note]': 'y' };
    assert.deepEqual(toJson(M, fromJson(M, json, { registry }), { registry }), json);
    const text = '[a.note]: "y"';
    assert.equal(toText(M, fromText(M, text, { registry }), { registry, singleLine: true }), text);
  });

  it('says which name was likely meant', async () => {
    const schema = await load(hello);
    assert.throws(() => schema.service('hello.Greetr'), {
      name: 'SchemaError',
      message: 'the schema has no service "hello.Greetr"; did you mean "hello.Greeter"?',
    });
    assert.throws(() => schema.message('HelloRequest'), {
      message: 'the schema has no message "HelloRequest"; did you mean "hello.HelloRequest"?',
    });
    for (const name of ['__proto__', 'constructor', 'toString', '']) assert.throws(() => schema.message(name), SchemaError);
  });

  it('rejects with every error of the file in its message', async () => {
    await assert.rejects(load('/nowhere/at/all.proto'), (error: unknown) => {
      assert.ok(error instanceof CompileError);
      assert.match(error.message, /^\/nowhere\/at\/all\.proto: there is no such file\nhelp: /);
      return true;
    });
  });

  it('keeps names that every object has apart from what every object has', () => {
    const schema = schemaOf(
      compileSources(['odd.proto'], () => {
        return `syntax = "proto3"; package odd;
          message constructor { string toString = 1; string __proto__ = 2; string has_own_property = 3; message valueOf { int32 then = 1; } }
          enum toString { ZERO = 0; hasOwnProperty = 1; }
          service __proto__ { rpc constructor (odd.constructor) returns (odd.constructor); rpc then (.odd.constructor) returns (odd.constructor); }`;
      }),
    );
    const type = schema.message('odd.constructor');
    const [first, second, third] = type.descriptor.fields.map((field) => field.localName) as [string, string, string];
    assert.equal(type.decode(type.encode({ [first]: 'a', [second]: 'b', [third]: 'c' }))[second], 'b');
    assert.equal(Object.getPrototypeOf(schema.enum('odd.toString')), null);
    assert.equal(Object.keys(schema.service('odd.__proto__').methods).length, 2);
    assert.equal(({} as Record<string, unknown>).then, undefined);
  });
});
