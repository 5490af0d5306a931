// Real UTXO nodes for tests and the demo: litecoind from Debian in regtest, its own process and folder each, ended
// with ours.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { free_port, spawn_bound } from './anvil.mjs';

const kUser = 'homing';
const kPassword = 'regtest';

// One call of litecoind's JSON-RPC; throws the node's own words.
export async function call(url, method, ...params) {
    const { origin } = new URL(url);
    const reply = await fetch(origin, {
        method: 'POST',
        headers: { authorization: 'Basic ' + Buffer.from(`${kUser}:${kPassword}`).toString('base64') },
        body: JSON.stringify({ id: 1, method, params }), signal: AbortSignal.timeout(20_000),
    });
    const { result, error } = await reply.json();
    if (error) throw new Error(`litecoind ${method}: ${error.message}`);
    return result;
}

async function is_up(url, process) {
    for (let i = 0; i < 200 && process.exitCode === null; ++i) {
        try {
            await call(url, 'getblockcount');
            return true;
        } catch { /* not listening, or still loading */ }
        await sleep(50);
    }
    return false;
}

// A node with an empty regtest chain and a wallet; {url, process}. It knows every transaction (txindex) and serves
// raw blocks (rest).
export async function start_litecoind() {
    for (let attempt = 0; attempt < 5; ++attempt) {
        const port = await free_port();
        const folder = mkdtempSync(join(tmpdir(), 'homing-litecoind-'));
        const child = spawn_bound('litecoind', [
            '-regtest', '-server', '-rest', '-txindex=1', '-listen=0', '-listenonion=0', '-dnsseed=0', '-printtoconsole=0',
            '-dbcache=16', '-fallbackfee=0.0001', `-datadir=${folder}`, `-rpcport=${port}`, `-rpcuser=${kUser}`,
            `-rpcpassword=${kPassword}`,
        ], { stdio: 'ignore' });
        process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
        const url = `http://${kUser}:${kPassword}@127.0.0.1:${port}`;
        if (await is_up(url, child)) {
            await call(url, 'createwallet', 'people');
            return { url, process: child };
        }
        child.kill('SIGKILL');
    }
    throw new Error('litecoind did not start');
}
