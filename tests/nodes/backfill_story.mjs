// A book and a chain that were there before Homing came: both are read in while Homing is killed again and again, and in
// the end every route and every deposit is there once.
//   node backfill_story.mjs --homing FILE [--out DIR] [--blocks N] [--routes N]
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { hex } from '../../fixtures/world/evm.mjs';
import { make_small_world } from './small_world.mjs';

const { values: options } = parseArgs({
    options: {
        homing: { type: 'string' }, out: { type: 'string' }, blocks: { type: 'string', default: '600' },
        routes: { type: 'string', default: '60000' },
    },
});
const kDeposits = 40;
const kKills = 4;

const say = (text) => process.stderr.write(text + '\n');

// Runs the program and kills it in the middle, some times; then once to its end, whose time and output it answers.
async function survive(homing, args, longest) {
    let killed = 0;
    for (let i = 0; i < kKills; ++i) {
        const child = spawn(homing.binary, ['--config', homing.config, ...args], { stdio: 'ignore' });
        const ended = new Promise((done) => child.once('exit', (code) => done(code)));
        const first = await Promise.race([ended, sleep(randomInt(50, longest), 'late')]);
        if (first === 'late') {
            child.kill('SIGKILL');
            await ended;
            ++killed;
        }
    }
    say(`homing ${args[0]}: killed ${killed} times`);
    return homing.text(args);
}

function write_routes(folder, count) {
    const rows = ['account,network,address,since'];
    for (let i = 0; i < count; ++i) {
        rows.push(`${i % 2 ? 'alice' : 'bob'},eip155:1,0x${(i + 1).toString(16).padStart(40, '0')},2025-01-01T00:00:00Z`);
    }
    const file = join(folder, 'more-routes.csv');
    writeFileSync(file, rows.join('\n') + '\n');
    return file;
}

async function pay_in_the_past(chain, [alice]) {
    const txids = [];
    const gap = Math.floor(Number(options.blocks) / kDeposits);
    for (let i = 0; i < kDeposits; ++i) {
        txids.push(await chain.send({ from: chain.accounts[5], to: alice.address, value: chain.small / 100n }));
        await chain.call('anvil_mine', hex(gap));
    }
    await chain.mine_empty(3);
    return txids;
}

async function main() {
    const { chain, homing, customers } = await make_small_world({
        family: 'evm', binary: resolve(options.homing), out: resolve(options.out ?? 'run/backfill'),
    });
    const routes = write_routes(homing.folder, Number(options.routes));
    const txids = await pay_in_the_past(chain, customers);

    await survive(homing, ['import', '--kind', 'routes', routes], 2500);
    const again = await homing.json(['import', '--kind', 'routes', routes]);
    say(`imported again: ${JSON.stringify(again.documents ?? again)}`);

    await survive(homing, ['run', '--once', '--json'], 1500);
    const { deposits } = await homing.json(['deposit', 'list', '--limit', '1000']);
    assert.deepEqual(deposits.map((d) => d.txid).sort(), [...txids].sort());
    assert.ok(deposits.every((d) => d.state === 'credited'), 'every deposit is credited');
    assert.equal(homing.ledger().length, kDeposits);
    assert.equal(new Set(homing.ledger().map((row) => row.txid)).size, kDeposits);
    const audit = await homing.json(['audit', 'check'], { also: [1] });
    assert.deepEqual(audit.breaches, []);
    say(`${deposits.length} deposits, each credited once`);
}

main().then(() => process.exit(0), (error) => {
    say(`backfill_story: ${error.stack}`);
    process.exit(1);
});
