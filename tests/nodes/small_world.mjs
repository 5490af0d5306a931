// One node, two customers and Homing beside them: what a story about one network needs.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HDNodeWallet, Mnemonic, computeAddress } from 'ethers';

import { make_staff, write_config } from '../../fixtures/world/book.mjs';
import { EvmChain, hex } from '../../fixtures/world/evm.mjs';
import { Homing } from '../../fixtures/world/homing.mjs';
import { kNetworks, native } from '../../fixtures/world/networks.mjs';
import { Random } from '../../fixtures/world/random.mjs';
import { UtxoChain, address_of } from '../../fixtures/world/utxo.mjs';
import { start_anvil } from './anvil.mjs';
import { start_litecoind } from './litecoind.mjs';

// The accounts that anvil unlocks.
const kMnemonic = Mnemonic.fromPhrase('test test test test test test test test test test test junk');

// Asks every tenth of a second until the answer is truthy; throws what it was about after `patience` milliseconds.
export async function until(what, ask, patience = 20_000) {
    const end = Date.now() + patience;
    for (;;) {
        const answer = await ask();
        if (answer) return answer;
        if (Date.now() > end) throw new Error(`waited ${patience} ms in vain: ${what}`);
        await sleep(100);
    }
}

// anvil as a chain whose transactions can be taken out of blocks and put in again, under the same id.
class EvmStage extends EvmChain {
    static async start() {
        const chain = new EvmStage('eip155:56', (await start_anvil(56)).url);
        await chain.open();
        chain.wallets = [1, 2, 3, 4].map((i) => HDNodeWallet.fromMnemonic(kMnemonic, `m/44'/60'/0'/0/${i}`));
        return chain;
    }

    // Customers were told an address of another network, which the same key moves here.
    told = 'eip155:1';
    address(secret) {
        return computeAddress('0x' + secret);
    }
    small = 10n ** 18n;
    large = 100n * 10n ** 18n;

    // A payment that the node has; {txid, raw}. Each payer pays once.
    async sign(to, value) {
        const payer = this.wallets.shift();
        const raw = await payer.signTransaction({
            to, value, chainId: 56, nonce: 0, gasLimit: 21_000, gasPrice: 10n ** 10n, type: 0,
        });
        return { txid: await this.call('eth_sendRawTransaction', raw), raw };
    }
    // One block with these payments and nothing else.
    async mine_with(payments) {
        for (const { raw, txid } of payments) {
            if (!(await this.call('eth_getTransactionByHash', txid))) await this.call('eth_sendRawTransaction', raw);
        }
        await this.mine();
    }
    async mine_empty(blocks) {
        await this.call('anvil_mine', hex(blocks));
    }
    async take_back(blocks) {
        await this.call('anvil_rollback', blocks);
        await this.call('anvil_dropAllTransactions');
    }
}

// litecoind in the part of Bitcoin; customers were told a Litecoin address of the same key.
class UtxoStage extends UtxoChain {
    static async start() {
        const chain = new UtxoStage('bip122:0f9188f13cb7b2c71f2a335e3a4fc328', (await start_litecoind()).url);
        return chain.open();
    }

    told = 'bip122:530827f38f93b43ed12af0b3ad25a288';
    address(secret) {
        return address_of(this.told, secret);
    }
    small = 1_000_000n;
    large = 50_000_000n;

    async sign(to, value) {
        const { txid } = await this.send(to, value);
        return { txid, raw: (await this.call('gettransaction', txid)).hex };
    }
    // After a deep reorganisation the node has not put them back among those that wait.
    async mine_with(payments) {
        const waiting = await this.call('getrawmempool');
        for (const { txid, raw } of payments) {
            if (!waiting.includes(txid)) await this.call('sendrawtransaction', raw);
        }
        await this.call('generateblock', this.miner, payments.map(({ txid }) => txid));
    }
    async mine_empty(blocks) {
        for (let i = 0; i < blocks; ++i) await this.call('generateblock', this.miner, []);
    }
    async take_back(blocks) {
        const height = await this.head() - blocks + 1;
        await this.call('invalidateblock', await this.call('getblockhash', height));
    }
}

export const kStages = { evm: EvmStage, utxo: UtxoStage };

function write_book(folder, chain, customers) {
    const { symbol, decimals, scale, usd } = kNetworks[chain.network];
    const files = {
        'accounts.csv': ['id,created', ...customers.map(({ account }) => `${account},2025-01-01T00:00:00Z`)],
        'routes.csv': ['account,network,address,since',
                       ...customers.map(({ account, address }) => `${account},${chain.told},${address},2025-01-01T00:00:00Z`)],
        'assets.csv': ['asset,symbol,decimals,currency,currency_scale',
                       `${native(chain.network)},${symbol},${decimals},${symbol},${scale}`],
        'prices.csv': ['asset,usd,at,source', `${native(chain.network)},${usd},${new Date().toISOString()},story`],
    };
    return Object.entries(files).map(([name, rows]) => {
        writeFileSync(join(folder, name), rows.join('\n') + '\n');
        return join(folder, name);
    });
}

// A stage, its customers and Homing with their book, not yet running; `policy` changes what fixtures/world writes.
export async function make_small_world({ family, binary, out, policy = {} }) {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    const chain = await kStages[family].start();
    const random = new Random(family);
    const customers = ['alice', 'bob'].map((account) => ({ account, address: chain.address(random.hex(32)) }));
    write_config(out, [chain], make_staff(random));
    const file = join(out, 'policy.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...policy }));
    const homing = new Homing(binary, out);
    await homing.text(['import', ...write_book(out, chain, customers)]);
    return { chain, homing, customers };
}
