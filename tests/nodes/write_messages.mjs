// The message oracle: texts signed by the chains' SDKs with keys drawn from a seed, in every form that wallets write.
// JSON lines: {"key", "network", "address", "text", "signature", "public_key"?, "signer"?, "is_valid"}; `signer` is what the
// chain would name as the account's only key.
//   node write_messages.mjs SEED KEYS
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import * as ecc from '@bitcoinerlab/secp256k1';
import { Keypair } from '@stellar/stellar-sdk';
import * as bitcoin from 'bitcoinjs-lib';
import { ECPairFactory } from 'ecpair';
import { Signature, Wallet } from 'ethers';
import * as ripple from 'ripple-keypairs';

const message = createRequire(import.meta.url)('bitcoinjs-message');
const pairs = ECPairFactory(ecc);
const [seed, keys] = [process.argv[2], Number(process.argv[3])];
const hash = (...parts) => createHash('sha256').update(parts.join('/')).digest();

const kTexts = [
    'Homing\nI claim the deposit of transaction 9f3c on eip155:56.\nNonce: 7Q2M5XK4T9HZ3RWC8VJ6PNYB2D', 'x',
    'pay.example wants you to sign in with your Ethereum account:\n0x0000000000000000000000000000000000000000\n\n' +
        'URI: https://pay.example\nVersion: 1\nChain ID: 1\nNonce: 32891756\nIssued At: 2026-01-01T00:00:00Z',
    'y'.repeat(300),
];

// Each as it is, and once for another text.
let key = 0;
function say(line) {
    console.log(JSON.stringify({ key, ...line, is_valid: true }));
    console.log(JSON.stringify({ key, ...line, text: line.text + '.', is_valid: false }));
}

async function evm(secret, text) {
    const wallet = new Wallet('0x' + secret.toString('hex'));
    const signature = await wallet.signMessage(text);
    const common = { network: 'eip155:1', address: wallet.address, text };
    const { r, s, yParity, compactSerialized } = Signature.from(signature);
    say({ ...common, signature });
    say({ ...common, signature: compactSerialized });
    say({ ...common, signature: r + s.slice(2) + (yParity ? '01' : '00') });
}

const kCoins = {
    'bip122:000000000019d6689c085ae165831e93': { prefix: '\x18Bitcoin Signed Message:\n', ...bitcoin.networks.bitcoin },
    'bip122:12a765e31ffd4059bada1e25190f6e98': {
        prefix: '\x19Litecoin Signed Message:\n', ...bitcoin.networks.bitcoin, bech32: 'ltc', pubKeyHash: 0x30, scriptHash: 0x32,
    },
    'bip122:1a91e3dace36e2be3bf030a65679fe82': {
        prefix: '\x19Dogecoin Signed Message:\n', ...bitcoin.networks.bitcoin, bech32: '', pubKeyHash: 0x1e, scriptHash: 0x16,
    },
};

function utxo(secret, text) {
    for (const [network, form] of Object.entries(kCoins)) {
        const sign = (compressed, segwitType) =>
            message.sign(text, secret, compressed, form.prefix, segwitType && { segwitType }).toString('base64');
        const of = (compressed) => Buffer.from(pairs.fromPrivateKey(secret, { compressed }).publicKey);
        const p2pkh = (compressed) => bitcoin.payments.p2pkh({ pubkey: of(compressed), network: form }).address;
        say({ network, address: p2pkh(true), text, signature: sign(true) });
        say({ network, address: p2pkh(false), text, signature: sign(false) });
        if (form.bech32 === '') continue;
        const segwit = bitcoin.payments.p2wpkh({ pubkey: of(true), network: form });
        const nested = bitcoin.payments.p2sh({ redeem: segwit, network: form });
        say({ network, address: segwit.address, text, signature: sign(true, 'p2wpkh') });
        say({ network, address: nested.address, text, signature: sign(true, 'p2sh(p2wpkh)') });
        say({ network, address: segwit.address, text, signature: sign(true) });  // as Electrum writes it
    }
}

function xrpl(secret, text) {
    for (const algorithm of ['ecdsa-secp256k1', 'ed25519']) {
        const { privateKey, publicKey } =
            ripple.deriveKeypair(ripple.generateSeed({ entropy: secret.subarray(0, 16), algorithm }));
        const address = ripple.deriveAddress(publicKey);
        const signature = ripple.sign(Buffer.from(text).toString('hex').toUpperCase(), privateKey);
        say({ network: 'xrpl:0', address, text, signature, public_key: publicKey, signer: address });
    }
}

// SEP-53, whose hash the SDK leaves to its caller.
function stellar(secret, text) {
    const pair = Keypair.fromRawEd25519Seed(secret);
    const signature = pair.sign(createHash('sha256').update('Stellar Signed Message:\n' + text).digest()).toString('base64');
    say({ network: 'stellar:pubnet', address: pair.publicKey(), text, signature, signer: pair.publicKey() });
}

for (; key < keys; ++key) {
    const secret = hash(seed, 'key', key);
    const text = kTexts[key % kTexts.length];
    await evm(secret, text);
    utxo(secret, text);
    xrpl(secret, text);
    stellar(secret, text);
}
