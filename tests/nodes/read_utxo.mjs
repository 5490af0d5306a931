// An independent reading of a raw block: bitcoinjs-lib (and bchaddrjs for cashaddr) states each output that pays
// somebody, as JSON lines {txid, index, address, units, token, size}; no address
// where the SDK knows none.
//   node read_utxo.mjs bitcoin|litecoin-test|dogecoin-test|bitcoincash-test file.raw
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as ecc from '@bitcoinerlab/secp256k1';
import * as bitcoin from 'bitcoinjs-lib';

const bch = createRequire(import.meta.url)('bchaddrjs');
bitcoin.initEccLib(ecc);

const test = bitcoin.networks.testnet;
const networks = {
    bitcoin: bitcoin.networks.bitcoin,
    'litecoin-test': { ...test, bech32: 'tltc', scriptHash: 0x3a, messagePrefix: '' },
    'dogecoin-test': { ...test, bech32: 'none', pubKeyHash: 0x71, scriptHash: 0xc4, messagePrefix: '' },
    'bitcoincash-test': { ...test, bech32: 'none', messagePrefix: '' },
};

const [name, file] = process.argv.slice(2);
const network = networks[name];
const block = bitcoin.Block.fromBuffer(readFileSync(file));
if (!block.checkTxRoots()) throw new Error('the roots do not hold');
for (const tx of block.transactions) {
    tx.outs.forEach((out, n) => {
        let script = Buffer.from(out.script);
        if (BigInt(out.value) === 0n || script[0] === 0x6a) return;
        // A CashTokens prefix of the simple kinds: the SDK knows none, the place of the P2PKH behind it says enough.
        const token = script[0] === 0xef;
        if (token) script = script.subarray(script.length - (script.at(-1) === 0x87 ? 23 : 25));
        let address = '';
        try {
            address = bitcoin.address.fromOutputScript(script, network);
            if (name.startsWith('bitcoincash')) address = bch.toCashAddress(address);
        } catch { /* a script without an address */ }
        console.log(JSON.stringify({ txid: tx.getId(), index: `out:${n}`, address, units: String(out.value), token,
                                     size: script.length }));
    });
}
