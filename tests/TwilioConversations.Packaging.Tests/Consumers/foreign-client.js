// The vendor's own client in another language, through conversations, participants, messages and users.
const assert = require("assert");
const [accountSid, authToken, address] = process.argv.slice(2);
const client = require("twilio")(accountSid, authToken);
client.conversations.baseUrl = address.replace(/\/$/, "");

async function main() {
  const { conversations, users } = client.conversations.v1;
  const created = await conversations.create({ uniqueName: "support", friendlyName: "Support", attributes: '{"team":1}' });
  assert.match(created.sid, /^CH[0-9a-f]{32}$/);
  assert.equal((await conversations("support").fetch()).sid, created.sid);
  assert.equal((await conversations(created.sid).update({ friendlyName: "Help" })).friendlyName, "Help");

  const { participants, messages } = conversations(created.sid);
  const alice = await participants.create({ identity: "alice" });
  await participants.create({ "messagingBinding.address": "+15551234567", "messagingBinding.proxyAddress": "+15557654321" });
  assert.deepEqual((await participants.list({ pageSize: 1 })).map((each) => each.identity), ["alice", null]);
  await assert.rejects(participants.create({ identity: "alice" }), { status: 409, code: 50433 });

  for (let i = 0; i < 3; i++) {
    await messages.create({ author: "alice", body: `number ${i}` });
  }
  assert.deepEqual((await messages.list({ order: "desc", limit: 2 })).map((each) => each.index), [2, 1]);
  assert.ok(created.dateCreated instanceof Date);

  const user = (await users.list()).find((each) => each.identity === "alice");
  assert.equal((await users("alice").update({ friendlyName: "Alice" })).sid, user.sid);

  await participants(alice.sid).remove();
  await conversations(created.sid).remove();
  await assert.rejects(conversations(created.sid).fetch(), { status: 404, code: 20404 });
  console.log("foreign client done");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
