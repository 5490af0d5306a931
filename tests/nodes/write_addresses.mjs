// The address oracle: keys drawn from a seed, every form of address that the chains' SDKs make of each, and what the
// SDKs say of the same strings damaged, in another case, or read as another network's. JSON lines:
//   {"key", "network", "form", "address", "fingerprint", "memo"?, "canonical"}   an address and whose it is
//   {"network", "address", "fingerprint" | null, "why"}                          what the SDK makes of a variant
//   node write_addresses.mjs SEED KEYS FAMILY…
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import * as ecc from '@bitcoinerlab/secp256k1';
import { Keypair, MuxedAccount, Account, StrKey } from '@stellar/stellar-sdk';
import * as bitcoin from 'bitcoinjs-lib';
import { ECPairFactory } from 'ecpair';
import { computeAddress, getAddress, getIcapAddress } from 'ethers';
import * as xrpl from 'xrpl';

const bch = createRequire(import.meta.url)('bchaddrjs');
bitcoin.initEccLib(ecc);
const pairs = ECPairFactory(ecc);

const [seed, keys, families] = [process.argv[2], Number(process.argv[3]), process.argv.slice(4)];
const hash = (...parts) => createHash('sha256').update(parts.join('/')).digest();
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const drawn = (salt, below) => hash(seed, salt).readUInt32BE() % below;
const say = (line) => console.log(JSON.stringify(line));

// chains.md, section 1; the same constants as in SLIP-44, SLIP-173 and the chains' chainparams.
const utxo = {
    'bip122:000000000019d6689c085ae165831e93': bitcoin.networks.bitcoin,
    'bip122:000000000933ea01ad0ee984209779ba': bitcoin.networks.testnet,
    'bip122:0f9188f13cb7b2c71f2a335e3a4fc328': bitcoin.networks.regtest,
    'bip122:12a765e31ffd4059bada1e25190f6e98':
        { ...bitcoin.networks.bitcoin, bech32: 'ltc', pubKeyHash: 0x30, scriptHash: 0x32, oldScriptHash: 0x05 },
    'bip122:530827f38f93b43ed12af0b3ad25a288':
        { ...bitcoin.networks.testnet, bech32: 'rltc', scriptHash: 0x3a, oldScriptHash: 0xc4 },
    'bip122:1a91e3dace36e2be3bf030a65679fe82':
        { ...bitcoin.networks.bitcoin, bech32: '', pubKeyHash: 0x1e, scriptHash: 0x16 },
    'bip122:000000000000000000651ef99cb9fcbe': { ...bitcoin.networks.bitcoin, bech32: '', cash: 'mainnet' },
    'bip122:000000001dd410c49a788668ce267517': { ...bitcoin.networks.testnet, bech32: '', cash: 'testnet' },
};
const evm = ['eip155:1', 'eip155:56', 'eip155:137'];
const stellar = ['stellar:pubnet', 'stellar:testnet'];
const ripple = ['xrpl:0', 'xrpl:1'];
const networks = [...Object.keys(utxo), ...evm, ...stellar, ...ripple].filter(
    (network) => families.includes(network.split(':')[0]));

// Whose an output script is: a key's hash, or the script itself.
function owner_of(script) {
    const bytes = Buffer.from(script);
    if (bytes.length === 25 && bytes[0] === 0x76) return `hash160:${hex(bytes.subarray(3, 23))}`;
    if (bytes.length === 22 && bytes[0] === 0) return `hash160:${hex(bytes.subarray(2))}`;
    return `script:${hex(bytes)}`;
}

function utxo_verdict(network, pasted) {
    const params = utxo[network];
    // cashaddr allows capitals as long as all are; the SDK only with the prefix.
    const text = params.cash && /^[QP][A-Z0-9]{41}$/.test(pasted) ? pasted.toLowerCase() : pasted;
    try {
        if (params.cash && (bch.isCashAddress(text) || bch.isLegacyAddress(text))) {
            if (!bch[params.cash === 'mainnet' ? 'isMainnetAddress' : 'isTestnetAddress'](text)) return null;
            return utxo_verdict_of(params, bch.toLegacyAddress(text));
        }
    } catch { return null; }
    if (params.cash) return null;
    return utxo_verdict_of(params, text);
}

function utxo_verdict_of(params, text) {
    for (const scriptHash of [params.scriptHash, params.oldScriptHash ?? params.scriptHash]) {
        try {
            return owner_of(bitcoin.address.toOutputScript(text, { ...params, scriptHash }));
        } catch { /* it may be the other version */ }
    }
    return null;
}

function verdict(network, text) {
    if (network in utxo) return { fingerprint: utxo_verdict(network, text) };
    if (network.startsWith('eip155')) {
        // We read 0X as 0x, and ICAP in any case (ISO 13616); the SDK neither.
        const spelled = text.startsWith('0X') ? `0x${text.slice(2)}` : /^xe/i.test(text) ? text.toUpperCase() : text;
        try {
            return { fingerprint: /^(0x|XE)/.test(spelled)
                ? `keccak20:${getAddress(spelled).slice(2).toLowerCase()}` : null };
        } catch { return { fingerprint: null }; }
    }
    if (network.startsWith('stellar')) {
        try {
            if (StrKey.isValidEd25519PublicKey(text)) return { fingerprint: `ed25519:${hex(StrKey.decodeEd25519PublicKey(text))}` };
            if (!StrKey.isValidMed25519PublicKey(text)) return { fingerprint: null };
            const muxed = MuxedAccount.fromAddress(text, '0');
            return { fingerprint: `ed25519:${hex(StrKey.decodeEd25519PublicKey(muxed.baseAccount().accountId()))}`,
                     memo: `muxed:${muxed.id()}` };
        } catch { return { fingerprint: null }; }
    }
    try {
        if (xrpl.isValidClassicAddress(text)) {
            return { fingerprint: `hash160:${hex(xrpl.decodeAccountID(text))}` };
        }
        const { classicAddress, tag, test } = xrpl.xAddressToClassicAddress(text);
        if (test !== (network !== 'xrpl:0')) return { fingerprint: null };
        return { fingerprint: `hash160:${hex(xrpl.decodeAccountID(classicAddress))}`,
                 ...(tag === false ? {} : { memo: `tag:${tag}` }) };
    } catch { return { fingerprint: null }; }
}

const made = [];
function address(key, network, form, text, fingerprint, canonical, memo) {
    if (!networks.includes(network)) return;
    const line = { key, network, form, address: text, fingerprint, canonical, ...(memo ? { memo } : {}) };
    made.push(line);
    say(line);
}

function utxo_forms(key, network, pair, other) {
    const params = utxo[network];
    const hash160 = `hash160:${hex(bitcoin.crypto.hash160(pair.publicKey))}`;
    const legacy = bitcoin.payments.p2pkh({ pubkey: pair.publicKey, network: params });
    const multisig = bitcoin.payments.p2ms({ m: 2, pubkeys: [pair.publicKey, other.publicKey], network: params });
    const script = bitcoin.payments.p2sh({ redeem: multisig, network: params });
    const of_script = `script:${hex(script.output)}`;
    if (params.cash) {
        const cash = (text) => bch.toCashAddress(text);
        address(key, network, 'cashaddr p2pkh', cash(legacy.address), hash160, true);
        address(key, network, 'cashaddr without prefix', cash(legacy.address).split(':')[1], hash160, false);
        address(key, network, 'legacy p2pkh', legacy.address, hash160, false);
        address(key, network, 'cashaddr p2sh', cash(script.address), of_script, true);
        address(key, network, 'legacy p2sh', script.address, of_script, false);
        return;
    }
    address(key, network, 'p2pkh', legacy.address, hash160, true);
    address(key, network, 'p2sh', script.address, of_script, true);
    if (params.oldScriptHash) {
        const old = { ...params, scriptHash: params.oldScriptHash };
        address(key, network, 'old p2sh', bitcoin.address.fromOutputScript(script.output, old), of_script, false);
    }
    if (!params.bech32) return;
    const segwit = bitcoin.payments.p2wpkh({ pubkey: pair.publicKey, network: params });
    const nested = bitcoin.payments.p2sh({ redeem: segwit, network: params });
    const witness = bitcoin.payments.p2wsh({ redeem: multisig, network: params });
    const taproot = bitcoin.payments.p2tr({ internalPubkey: pair.publicKey.subarray(1), network: params });
    address(key, network, 'p2wpkh', segwit.address, hash160, false);
    address(key, network, 'p2sh-p2wpkh', nested.address, `script:${hex(nested.output)}`, true);
    address(key, network, 'p2wsh', witness.address, `script:${hex(witness.output)}`, true);
    address(key, network, 'p2tr', taproot.address, `script:${hex(taproot.output)}`, true);
}

function forms(key) {
    const secret = hash(seed, 'key', key);
    const pair = pairs.fromPrivateKey(secret);
    const other = pairs.fromPrivateKey(hash(seed, 'other', key));
    for (const network of Object.keys(utxo)) utxo_forms(key, network, pair, other);
    const ours = computeAddress(`0x${hex(secret)}`);
    const keccak = `keccak20:${ours.slice(2).toLowerCase()}`;
    for (const network of evm) {
        address(key, network, 'checksummed', ours, keccak, true);
        address(key, network, 'lower case', ours.toLowerCase(), keccak, false);
        address(key, network, 'upper case', `0x${ours.slice(2).toUpperCase()}`, keccak, false);
        address(key, network, 'icap', getIcapAddress(ours), keccak, false);
    }
    const account = Keypair.fromRawEd25519Seed(secret);
    const ed = `ed25519:${hex(account.rawPublicKey())}`;
    const id = String(hash(seed, 'id', key).readBigUInt64BE());
    for (const network of stellar) {
        address(key, network, 'account', account.publicKey(), ed, true);
        const muxed = new MuxedAccount(new Account(account.publicKey(), '0'), id);
        address(key, network, 'muxed', muxed.accountId(), ed, false, `muxed:${id}`);
    }
    const hash160 = bitcoin.crypto.hash160(pair.publicKey);
    const tag = hash(seed, 'tag', key).readUInt32BE();
    for (const network of ripple) {
        const test = network !== 'xrpl:0';
        const classic = xrpl.encodeAccountID(Buffer.from(hash160));
        address(key, network, 'classic', classic, `hash160:${hex(hash160)}`, true);
        address(key, network, 'x-address', xrpl.classicAddressToXAddress(classic, false, test),
                `hash160:${hex(hash160)}`, false);
        address(key, network, 'x-address with tag', xrpl.classicAddressToXAddress(classic, tag, test),
                `hash160:${hex(hash160)}`, false, `tag:${tag}`);
    }
}

// One character of another, one left out, two swapped, one doubled.
function damaged(text, salt) {
    const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0OIl';
    const at = drawn(`${salt}/at`, text.length);
    const letter = alphabet[drawn(`${salt}/letter`, alphabet.length)];
    switch (drawn(`${salt}/kind`, 4)) {
        case 0: return text.slice(0, at) + letter + text.slice(at + 1);
        case 1: return text.slice(0, at) + text.slice(at + 1);
        case 2: return text.slice(0, at) + (text[at + 1] ?? '') + text[at] + text.slice(at + 2);
        default: return text.slice(0, at) + text[at] + text.slice(at);
    }
}

const ask = (network, text, why) => say({ network, address: text, why, ...verdict(network, text) });
for (let key = 0; key < keys; ++key) forms(key);
made.forEach((line, n) => {
    ask(line.network, damaged(line.address, n), `damaged ${line.form}`);
    ask(line.network, line.address.toUpperCase(), `upper case of ${line.form}`);
    ask(line.network, line.address.toLowerCase(), `lower case of ${line.form}`);
    const elsewhere = networks[drawn(`${n}/elsewhere`, networks.length)];
    ask(elsewhere, line.address, `${line.form} of ${line.network}`);
});
for (let key = 0; key < keys; ++key) {
    const secret = Keypair.fromRawEd25519Seed(hash(seed, 'key', key)).secret();
    for (const network of networks) ask(network, secret, 'a secret');
    for (const network of networks) ask(network, StrKey.encodeContract(hash(seed, 'contract', key)), 'a contract');
}
