// Real EVM nodes for tests and the demo: anvil from npm, its own process each, ended with ours.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

const binary = createRequire(import.meta.url).resolve('@foundry-rs/anvil-linux-amd64/bin/anvil');

export function free_port() {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

// The kernel kills the child when this process is gone, however it went.
export function spawn_bound(command, args, options) {
    return spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], options);
}

async function is_up(url, process) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
    for (let i = 0; i < 200 && process.exitCode === null; ++i) {
        try {
            const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
            if (reply.ok) return true;
        } catch { /* not listening yet */ }
        await sleep(50);
    }
    return false;
}

// A node of a chain id whose block is final two blocks later; {url, process}. Its clock runs two minutes late, so
// that blocks mined in quick succession never come from the future; a little later on each chain, so that each genesis
// is its own.
export async function start_anvil(chain_id) {
    for (let attempt = 0; attempt < 5; ++attempt) {
        const port = await free_port();
        const process = spawn_bound(binary, [
            '--port', String(port), '--chain-id', String(chain_id), '--slots-in-an-epoch', '1', '--silent',
            '--timestamp', String(Math.floor(Date.now() / 1000) - 120 - (chain_id % 60)),
        ], { stdio: 'ignore' });
        const url = `http://127.0.0.1:${port}`;
        if (await is_up(url, process)) return { url, process };
        process.kill('SIGKILL');
    }
    throw new Error(`anvil for chain ${chain_id} did not start`);
}
