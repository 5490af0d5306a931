// An independent reading of fixtures/nodes/stellar/ledgers: the SDK decodes every envelope, checks its
// hash, and what each transaction moves must be transfers.json, which the C++ reader is held to as well.
// What no envelope says (amounts of merges, claims and strict sends) comes from the result the node states.
// `--write` writes transfers.json anew.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { FeeBumpTransaction, MuxedAccount, Networks, StrKey, TransactionBuilder } from '@stellar/stellar-sdk';

const folder = new URL('../../fixtures/nodes/stellar/', import.meta.url).pathname;
const read = (name) => JSON.parse(readFileSync(`${folder}ledgers/${name}`, 'utf8'));
const units = (amount) => {
    const [whole, fraction = ''] = amount.split('.');
    return String(BigInt(whole + fraction.padEnd(7, '0')));
};
const name_of = (asset) => asset.isNative() ? 'native' : `${asset.getCode()}-${asset.getIssuer()}`;

function split(address) {
    if (!StrKey.isValidMed25519PublicKey(address)) return { account: address };
    const muxed = MuxedAccount.fromAddress(address, '0');
    return { account: muxed.baseAccount().accountId(), id: muxed.id() };
}

function memo_of({ type, value }) {
    if (type === 'none') return null;
    if (type === 'id') return `id:${value}`;
    return `${type}:${Buffer.from(value).toString('hex')}`;
}

function transfer(operation, stated, source) {
    const from = operation.source ?? source;
    switch (operation.type) {
        case 'payment':
            return [operation.destination, name_of(operation.asset), units(operation.amount), from];
        case 'pathPaymentStrictSend':
            return [operation.destination, name_of(operation.destAsset), units(stated.amount), from];
        case 'createAccount':
            return [operation.destination, 'native', units(operation.startingBalance), from];
        case 'accountMerge':
        case 'claimClaimableBalance': {
            const to = operation.destination ?? from;
            const credit = read(`GET.operations.${stated.id}.effects.limit.200.json`)._embedded.records
                .find((one) => one.type === 'account_credited' && one.account === split(to).account);
            const asset = credit.asset_type === 'native' ? 'native' : `${credit.asset_code}-${credit.asset_issuer}`;
            return [to, asset, units(credit.amount), operation.type === 'accountMerge' ? from : ''];
        }
        case 'clawback':
            return [operation.asset.getIssuer(), name_of(operation.asset), units(operation.amount), operation.from];
        default:
            return null;
    }
}

const found = [];
for (const name of readdirSync(`${folder}ledgers`).sort()) {
    if (!/^GET\.ledgers\.\d+\.operations/.test(name)) continue;
    for (const stated of read(name)._embedded.records) {
        const decoded = TransactionBuilder.fromXDR(stated.transaction.envelope_xdr, Networks.TESTNET);
        const tx = decoded instanceof FeeBumpTransaction ? decoded.innerTransaction : decoded;
        if (decoded.hash().toString('hex') !== stated.transaction_hash) throw new Error(`${stated.id}: hash`);
        const index = Number(BigInt(stated.id) & 0xfffn) - 1;
        const operation = tx.operations[index];
        const moved = transfer(operation, stated, tx.source);
        if (!moved) continue;
        const [to, asset, amount, from] = moved;
        const { account, id } = split(to);
        const fields = [memo_of(tx.memo), id === undefined ? null : `muxed:${id}`].filter(Boolean);
        const claim = operation.type === 'claimClaimableBalance';
        const named = fields.length === 1 && !claim;
        found.push({
            ledger: Number(BigInt(stated.id) >> 32n), txid: stated.transaction_hash, index: `op:${index}`,
            to: account, from, asset, units: amount, memo: named ? fields[0] : null,
            other_memos: named ? [] : fields, refused_by: operation.type === 'clawback' ? 'L3' : '',
        });
    }
}
const text = JSON.stringify(found, null, 1) + '\n';
if (process.argv.includes('--write')) writeFileSync(`${folder}transfers.json`, text);
if (readFileSync(`${folder}transfers.json`, 'utf8') !== text) throw new Error('transfers.json says something else');
console.log(`${found.length} transfers agree`);
