// Compares what Homing made of a world with what its people did. Expectations come from intent.json, which
// the sender wrote; from Homing come its deposits, its cases and what its ledger received.
//   node check_intent.mjs intent.json answers.json      answers: {deposits, cases, ledger}
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const key = (t) => `${t.network} ${t.txid} ${t.index}`;

// What a deposit record says became of the money, in intent.json's words.
export function outcome_of(deposit) {
    if (['credited', 'refused', 'left_to_operator'].includes(deposit.state)) return deposit.state;
    if (['seen', 'final', 'attributed'].includes(deposit.state)) return deposit.case ? 'case' : 'waiting';
    return deposit.state;
}

function compare_deposit(line, deposit) {
    const expected = { fault: line.fault, outcome: line.outcome, asset: line.asset, units: line.units,
                       recipient: line.recipient };
    const found = { fault: deposit.fault, outcome: outcome_of(deposit), asset: deposit.asset,
                    units: deposit.units, recipient: deposit.recipient.toLowerCase() };
    if (line.outcome === 'credited') {
        expected.account = line.account;
        found.account = deposit.account;
    }
    return Object.keys(expected).filter((k) => expected[k] !== found[k])
        .map((k) => `${k} should be ${expected[k]}, is ${found[k]}`);
}

function compare_credit(line, rows) {
    if (!line.credit) return rows.length === 0 ? [] : ['the ledger was told to credit it'];
    if (rows.length !== 1) return [`the ledger was told ${rows.length} times to credit it`];
    return ['account', 'asset', 'currency', 'units'].filter((k) => String(rows[0][k]) !== line.credit[k])
        .map((k) => `the ledger's ${k} should be ${line.credit[k]}, is ${rows[0][k]}`);
}

function compare_claims(line, cases) {
    if (line.outcome !== 'case') return [];
    const claims = cases.flatMap((c) => c.claims).length;
    return claims === line.claims.length ? [] : [`its case should hold ${line.claims.length} claims, holds ${claims}`];
}

// Every way in which Homing's answers differ from the intent, as sentences; none is what we want.
export function differences(intent, { deposits, cases, ledger }) {
    const found = new Map(deposits.map((d) => [key(d), d]));
    const known = new Set(intent.filter((line) => line.outcome !== 'ignored').map(key));
    const wrong = [];
    for (const line of intent) {
        const say = (what) => wrong.push(`${line.deed}: ${key(line)}: ${what}`);
        if (line.outcome === 'ignored') continue;
        const deposit = found.get(key(line));
        if (!deposit) {
            say(`should be ${line.outcome}, was not indexed`);
            continue;
        }
        compare_deposit(line, deposit).forEach(say);
        compare_credit(line, ledger.filter((row) => key(row) === key(line))).forEach(say);
        compare_claims(line, cases.filter((c) => c.deposit === deposit.id)).forEach(say);
    }
    for (const [id, deposit] of found) {
        if (!known.has(id)) wrong.push(`${id}: ${deposit.fault}, ${deposit.state}: nobody sent that to us`);
    }
    const credited = intent.filter((line) => line.credit).length;
    if (ledger.length > credited) wrong.push(`the ledger holds ${ledger.length} credits, ${credited} are due`);
    return wrong;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
    const [intent, answers] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
    const wrong = differences(intent, answers);
    wrong.forEach((line) => console.log(line));
    console.log(`${intent.length} lines of intent, ${wrong.length} differences`);
    process.exit(wrong.length === 0 ? 0 : 1);
}
