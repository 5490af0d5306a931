// An independent reading of fixtures/nodes/xrpl/ledgers: the SDK checks every hash and signature and computes what each
// account's balances changed by; what that moves to somebody must be transfers.json, which the C++ reader is held to as well.
// `--write` writes transfers.json anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { encode, getBalanceChanges, hashes, verifySignature } from 'xrpl';

import { file_name } from '../../fixtures/world/xrpl.mjs';

const folder = new URL('../../fixtures/nodes/xrpl/', import.meta.url).pathname;
const kPartialPayment = 0x00020000;
const read = (ledger_index) => JSON.parse(readFileSync(`${folder}ledgers/` +
    file_name('ledger', { api_version: 1, expand: true, ledger_index, transactions: true }), 'utf8')).ledger;

const asset_of = (value) => (typeof value === 'string' || value.currency === 'XRP' ? 'slip44:144'
    : `token:${value.currency}.${value.issuer}`);
// At 15 decimals, drops for XRP.
function units(text, decimals) {
    const [digits, power = '0'] = text.split('e');
    const [whole, fraction = ''] = digits.split('.');
    return String(BigInt(whole + fraction + '0'.repeat(decimals + Number(power) - fraction.length)));
}
const units_of = (value) => (typeof value === 'string' ? value : units(value.value, 15));

function memos(tx) {
    const others = [];
    if (tx.SourceTag !== undefined) others.push(`source_tag:${tx.SourceTag}`);
    for (const { Memo } of tx.Memos ?? []) others.push(`note:${Memo.MemoData.toLowerCase()}`);
    return others;
}

// What each account gained, the fee put back: [{account, asset, units}], and who lost anything.
function gains(tx) {
    const all = getBalanceChanges(tx.metaData).flatMap(({ account, balances }) => balances.map((one) => {
        const text = one.value.replace(/^-/, '');
        let amount = BigInt(one.currency === 'XRP' ? units(text, 6) : units(text, 15));
        if (one.value.startsWith('-')) amount = -amount;
        if (one.currency === 'XRP' && account === tx.Account) amount += BigInt(tx.Fee);
        return { account, asset: asset_of(one), units: amount };
    }));
    const losers = new Set(all.filter((one) => one.units < 0n).map((one) => one.account));
    return all.filter((one) => one.units > 0n && !losers.has(one.account));
}

// The place in the metadata of the entry that holds an account's balance.
const place_of = (tx, { account, asset }) => tx.metaData.AffectedNodes.findIndex((change) => {
    const { LedgerEntryType, FinalFields, NewFields } = Object.values(change)[0];
    const fields = FinalFields ?? NewFields;
    return asset === 'slip44:144' ? LedgerEntryType === 'AccountRoot' && fields.Account === account
        : LedgerEntryType === 'RippleState' && [fields.HighLimit.issuer, fields.LowLimit.issuer].includes(account);
});

function of_payment(tx) {
    const base = { to: tx.Destination, from: tx.Account, index: 'tx', tag: tx.DestinationTag };
    if (tx.metaData.TransactionResult !== 'tesSUCCESS') {
        return [{ ...base, asset: asset_of(tx.Amount), units: units_of(tx.Amount), refused_by: 'X2' }];
    }
    const arrived = gains(tx).filter((one) => one.account === tx.Destination);
    if (arrived.length !== 1) throw new Error(`${tx.hash}: ${arrived.length} things arrived`);
    if (!(tx.Flags & kPartialPayment) && String(arrived[0].units) !== units_of(tx.Amount)) {
        throw new Error(`${tx.hash}: not what was stated arrived`);
    }
    return [{ ...base, asset: arrived[0].asset, units: String(arrived[0].units) }];
}

function of_balances(tx) {
    return gains(tx).map((gain) => {
        const used = tx.metaData.AffectedNodes.map((change) => change.DeletedNode?.FinalFields)
            .find((fields) => fields?.Destination === gain.account);
        return {
            to: gain.account, from: used ? used.Account : tx.Account, index: `node:${place_of(tx, gain)}`,
            tag: used ? used.DestinationTag : tx.DestinationTag, asset: gain.asset, units: String(gain.units),
        };
    });
}

const found = [];
for (let ledger = 1; ledger <= 4; ++ledger) {
    for (const tx of read(ledger).transactions) {
        const { hash, metaData, ...fields } = tx;
        if (hashes.hashSignedTx(encode(fields)) !== hash) throw new Error(`${hash}: is not its hash`);
        if (!verifySignature(encode(fields))) throw new Error(`${hash}: is not signed`);
        for (const { tag, ...one } of tx.TransactionType === 'Payment' ? of_payment(tx) : of_balances(tx)) {
            found.push({ ledger, txid: hash.toLowerCase(), refused_by: '', ...one, memo: tag === undefined ? null : `tag:${tag}`,
                         other_memos: memos(tx) });
        }
    }
}
const text = JSON.stringify(found, null, 1) + '\n';
if (process.argv.includes('--write')) writeFileSync(`${folder}transfers.json`, text);
if (readFileSync(`${folder}transfers.json`, 'utf8') !== text) throw new Error('transfers.json says something else');
console.log(`${found.length} transfers agree`);
