// A reorganisation on a real node, with Homing beside it, from the first sight of two deposits to the end: nothing is
// credited twice, nothing that was undone stays, and what comes back is taken up again.
//   node reorg_story.mjs --family evm|utxo --depth N --homing FILE [--out DIR]
// The depth counts the blocks that are replaced; two blocks on top of a block make it final here.
import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { make_small_world, until } from './small_world.mjs';

const { values: options } = parseArgs({
    options: { family: { type: 'string' }, depth: { type: 'string' }, homing: { type: 'string' }, out: { type: 'string' } },
});
const depth = Number(options.depth);
const kFinalBelow = 2;
const kPauseAfter = 20;  // undone final blocks, after which the network waits for people

let shown = null;  // whose state is printed when something fails
const say = (text) => process.stderr.write(text + '\n');

async function look(homing, txid) {
    const { deposits, pending } = await homing.json(['deposit', 'list', '--limit', '100']);
    return { deposit: deposits.find((d) => d.txid === txid), pending: pending.find((d) => d.txid === txid), deposits };
}

async function in_state(homing, { txid }, state, more = () => true) {
    return until(`${txid} is ${state}`, async () => {
        const { deposit } = await look(homing, txid);
        return deposit?.state === state && more(deposit) && deposit;
    });
}

const credits_of = (homing, { txid }) => homing.ledger().filter((row) => row.txid === txid).length;

// Two payments in one block, `depth` blocks from the top.
async function pay_two({ chain, customers: [alice, bob] }) {
    const small = await chain.sign(alice.address, chain.small);
    const large = await chain.sign(bob.address, chain.large);
    await chain.mine_with([small, large]);
    await chain.mine_empty(depth - 1);
    return { small, large };
}

// They are only seen, and nothing is decided about them.
async function watch_them_come_and_go({ chain, homing }, { small, large }) {
    await until('both are seen', async () => (await look(homing, small.txid)).pending && (await look(homing, large.txid)).pending);
    assert.equal((await look(homing, small.txid)).deposits.length, 0);
    await chain.take_back(depth);
    await chain.mine_empty(depth + 1);
    await until('neither is seen any more', async () => {
        const { pending, deposits } = await look(homing, small.txid);
        return !pending && deposits.length === 0;
    });
    assert.equal(homing.ledger().length, 0);
    say('seen, vanished: nothing was decided');
}

// They were final: one credited, one a case.
async function undo_what_was_final({ chain, homing }, { small, large }) {
    await in_state(homing, small, 'credited');
    await in_state(homing, large, 'attributed', (d) => d.case);
    await until('the ledger was told', () => credits_of(homing, small) === 1);
    await chain.take_back(depth);
    await chain.mine_empty(depth + 1);
    await in_state(homing, small, 'credited', (d) => d.reversal_open && d.case);
    await in_state(homing, large, 'vanished', (d) => !d.case);
    say('undone: the credit waits for a person, the other deposit has vanished');
}

async function release_the_network({ chain, homing, customers: [, bob] }) {
    const later = await chain.sign(bob.address, chain.small);
    await chain.mine_with([later]);
    await chain.mine_empty(kFinalBelow + 1);
    await in_state(homing, later, 'attributed', (d) => d.rule === 'held');
    const release = ['release', 'network', chain.network];
    await homing.as('ben', release);
    assert.equal((await look(homing, later.txid)).deposit.state, 'attributed');
    await homing.as('cleo', release);
    await in_state(homing, later, 'credited');
    say('the network was held until two people released it');
}

async function main() {
    const world = await make_small_world({
        family: options.family, binary: resolve(options.homing),
        out: resolve(options.out ?? `run/reorg-${options.family}-${depth}`), policy: { pause_after_undo_depth: kPauseAfter },
    });
    const { chain, homing } = world;
    await chain.mine_empty(5);
    await homing.start();
    shown = homing;
    const paid = await pay_two(world);
    if (depth <= kFinalBelow) await watch_them_come_and_go(world, paid);
    else await undo_what_was_final(world, paid);
    if (depth - kFinalBelow > kPauseAfter) await release_the_network(world);

    await chain.mine_with([paid.small]);
    await chain.mine_empty(kFinalBelow + 1);
    await in_state(homing, paid.small, 'credited', (d) => !d.reversal_open && !d.case);
    await until('the ledger was told', () => credits_of(homing, paid.small) === 1);
    await chain.mine_with([paid.large]);
    await chain.mine_empty(kFinalBelow + 1);
    await in_state(homing, paid.large, 'attributed', (d) => d.case);
    say('seen again: credited once, and the case is open again');

    const audit = await homing.json(['audit', 'check'], { also: [1] });
    assert.deepEqual(audit.breaches, []);
    await homing.stop();
    await homing.start();
    assert.equal(credits_of(homing, paid.small), 1);
    await homing.stop();
    say(`${options.family}, ${depth} blocks replaced: as it should be`);
}

main().then(() => process.exit(0), async (error) => {
    say(`reorg_story: ${error.stack}`);
    if (shown) {
        say(JSON.stringify(await shown.json(['deposit', 'list']), null, 1));
        say(JSON.stringify(await shown.json(['status']), null, 1));
        say(shown.said());
    }
    process.exit(1);
});
