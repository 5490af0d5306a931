#include "store/postgres/layout.h"

#include <algorithm>
#include <thread>

#include "core/crypto/aead.h"
#include "core/hex.h"
#include "store/meta.h"
#include "store/postgres/reads.h"

namespace homing::postgres {

namespace {

// Portable SQL alone (decision 0011). The tables are told in docs/store.md.
constexpr const char* kTables = R"sql(
CREATE TABLE layout (number bigint PRIMARY KEY);
CREATE TABLE kv (key bytea PRIMARY KEY, value bytea NOT NULL, version bigint NOT NULL);
CREATE TABLE op (op_id bytea PRIMARY KEY, done boolean NOT NULL, bar bigint NOT NULL);
CREATE TABLE queue (op_id bytea PRIMARY KEY, at timestamptz NOT NULL,
                    keys bytea NOT NULL, leaves bytea NOT NULL);
CREATE TABLE outbox (message_row bytea PRIMARY KEY, ack_row bytea NOT NULL,
                     at timestamptz NOT NULL, op_id bytea NOT NULL, position bigint NOT NULL);
CREATE TABLE change (sequence bigint PRIMARY KEY, op_id bytea NOT NULL, keys bytea NOT NULL);
CREATE TABLE leaf (number bigint PRIMARY KEY, entry bytea NOT NULL);
CREATE TABLE node (level bigint, position bigint, hash bytea NOT NULL,
                   PRIMARY KEY (level, position));
CREATE TABLE sealer (id bigint PRIMARY KEY, holder bytea NOT NULL, fence bigint NOT NULL,
                     expires timestamptz NOT NULL, sequence bigint NOT NULL,
                     leaves bigint NOT NULL);
INSERT INTO sealer VALUES (1, '', 0, clock_timestamp(), 0, 0);
)sql";

// One commit, in one round trip. Rows that are expected and written are checked by the writing
// itself, so that only rows which are expected and not written cost a read under SERIALIZABLE. The
// time in the queue row is read after the snapshot was taken, so a commit that saw another one is
// queued after it.
constexpr const char* kCommitFunction = R"sql(
CREATE FUNCTION refuse_1(p_key bytea) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'another version than expected'
        USING ERRCODE = 'HC409', DETAIL = encode(p_key, 'hex');
END $$;
CREATE FUNCTION commit_1(
    p_op bytea, p_bar bigint, p_check_keys bytea[], p_check_versions bigint[],
    p_insert_keys bytea[], p_insert_values bytea[],
    p_update_keys bytea[], p_update_versions bigint[], p_update_values bytea[],
    p_upsert_keys bytea[], p_upsert_values bytea[],
    p_drop_keys bytea[], p_drop_versions bigint[], p_delete_keys bytea[],
    p_message_rows bytea[], p_ack_rows bytea[], p_acked bytea[], p_keys bytea, p_leaves bytea,
    OUT status bigint, OUT bar bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_done boolean;
    v_key bytea;
BEGIN
    INSERT INTO op VALUES (p_op, true, 0) ON CONFLICT (op_id) DO NOTHING;
    IF NOT FOUND THEN
        SELECT o.done, o.bar INTO v_done, bar FROM op o WHERE o.op_id = p_op;
        IF v_done THEN status := 1; RETURN; END IF;
        IF bar > p_bar THEN status := 2; RETURN; END IF;
        UPDATE op SET done = true WHERE op_id = p_op;
    END IF;
    IF cardinality(p_check_keys) > 0 THEN
        SELECT e.key INTO v_key FROM unnest(p_check_keys, p_check_versions) AS e (key, version)
            WHERE coalesce((SELECT k.version FROM kv k WHERE k.key = e.key), 0) <> e.version
            LIMIT 1;
        IF FOUND THEN PERFORM refuse_1(v_key); END IF;
    END IF;
    IF cardinality(p_insert_keys) > 0 THEN
        WITH hit AS (
            INSERT INTO kv
                SELECT u.key, u.value, 1 FROM unnest(p_insert_keys, p_insert_values) AS u (key, value)
                ON CONFLICT (key) DO NOTHING RETURNING key)
        SELECT e.key INTO v_key FROM unnest(p_insert_keys) AS e (key)
            WHERE e.key NOT IN (SELECT hit.key FROM hit) LIMIT 1;
        IF FOUND THEN PERFORM refuse_1(v_key); END IF;
    END IF;
    IF cardinality(p_update_keys) > 0 THEN
        WITH hit AS (
            UPDATE kv AS k SET value = u.value, version = k.version + 1
                FROM unnest(p_update_keys, p_update_versions, p_update_values)
                    AS u (key, version, value)
                WHERE k.key = u.key AND k.version = u.version RETURNING k.key)
        SELECT e.key INTO v_key FROM unnest(p_update_keys) AS e (key)
            WHERE e.key NOT IN (SELECT hit.key FROM hit) LIMIT 1;
        IF FOUND THEN PERFORM refuse_1(v_key); END IF;
    END IF;
    IF cardinality(p_drop_keys) > 0 THEN
        WITH hit AS (
            DELETE FROM kv AS k USING unnest(p_drop_keys, p_drop_versions) AS u (key, version)
                WHERE k.key = u.key AND k.version = u.version RETURNING k.key)
        SELECT e.key INTO v_key FROM unnest(p_drop_keys) AS e (key)
            WHERE e.key NOT IN (SELECT hit.key FROM hit) LIMIT 1;
        IF FOUND THEN PERFORM refuse_1(v_key); END IF;
    END IF;
    IF cardinality(p_upsert_keys) > 0 THEN
        INSERT INTO kv AS k
            SELECT u.key, u.value, 1 FROM unnest(p_upsert_keys, p_upsert_values) AS u (key, value)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = k.version + 1;
    END IF;
    IF cardinality(p_delete_keys) > 0 THEN
        DELETE FROM kv WHERE key = ANY (p_delete_keys);
    END IF;
    INSERT INTO queue VALUES (p_op, clock_timestamp(), p_keys, p_leaves);
    IF cardinality(p_message_rows) > 0 THEN
        INSERT INTO outbox
            SELECT u.message_row, u.ack_row, clock_timestamp(), p_op, u.position
            FROM unnest(p_message_rows, p_ack_rows) WITH ORDINALITY
                AS u (message_row, ack_row, position);
    END IF;
    IF cardinality(p_acked) > 0 THEN DELETE FROM outbox WHERE message_row = ANY (p_acked); END IF;
    status := 0;
END $$;
)sql";

// Whether an op_id was committed. A no bars every attempt that began before it: one that still runs
// holds the row (we wait for it), one that comes later finds the bar.
constexpr const char* kSettleFunction = R"sql(
CREATE FUNCTION settle_1(p_op bytea, OUT done bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_done boolean;
BEGIN
    SELECT o.done INTO v_done FROM op o WHERE o.op_id = p_op;
    done := CASE WHEN v_done THEN 1 ELSE 0 END;
    IF v_done THEN RETURN; END IF;
    INSERT INTO op AS o VALUES (p_op, false, 1)
        ON CONFLICT (op_id) DO UPDATE SET bar = o.bar + 1;
END $$;
)sql";

constexpr const char* kSealFunction = R"sql(
CREATE FUNCTION seal_1(
    p_ops bytea[], p_sequences bigint[], p_keys bytea[], p_numbers bigint[], p_entries bytea[],
    p_levels bigint[], p_positions bigint[], p_hashes bytea[], p_sequence bigint, p_leaves bigint)
    RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO change SELECT u.a, u.b, u.c FROM unnest(p_sequences, p_ops, p_keys) AS u (a, b, c);
    INSERT INTO leaf SELECT u.a, u.b FROM unnest(p_numbers, p_entries) AS u (a, b);
    INSERT INTO node SELECT u.a, u.b, u.c
        FROM unnest(p_levels, p_positions, p_hashes) AS u (a, b, c);
    DELETE FROM queue WHERE op_id = ANY (p_ops);
    UPDATE sealer SET sequence = p_sequence, leaves = p_leaves WHERE id = 1;
END $$;
)sql";

// The rows of store/meta.h, as SQL.
std::string insert_meta(const StoreId& id) {
    std::string sql = "INSERT INTO layout VALUES (" + std::to_string(kFormat) + ");";
    for (const RowWrite& row : meta_rows(id)) {
        const std::string value = to_column(row.key, row.schema, row.body);
        sql += "INSERT INTO kv VALUES ('\\x" + to_hex(as_bytes(row.key)) + "', '\\x" +
               to_hex(as_bytes(value)) + "', 1);";
    }
    return sql;
}

// The layout's number; nullopt when the schema has no tables yet.
Result<std::optional<std::int64_t>> read_layout(Connection& connection, const std::string& schema,
                                                Deadline deadline) {
    bool exists = false;
    const std::string find = "SELECT 1 FROM information_schema.tables WHERE table_schema = '" +
                             schema + "' AND table_name = 'layout'";
    if (auto failure = connection.run(find, {}, deadline, [&](const Row&) { exists = true; })) {
        return to_error(*failure);
    }
    std::optional<std::int64_t> number;
    if (!exists) return number;
    if (auto failure = connection.run("SELECT number FROM layout", {}, deadline,
                                      [&](const Row& row) { number = row.number(0); })) {
        return to_error(*failure);
    }
    if (!number) return corrupt("PostgreSQL schema " + schema + ": the table layout is empty");
    return number;
}

Result<StoreId> check_layout(Connection& connection, const std::string& schema, std::int64_t number,
                             const std::optional<StoreId>& expected, Deadline deadline) {
    const std::string where = "PostgreSQL schema " + schema;
    if (number > kFormat) {
        return invalid(where + " has layout " + std::to_string(number) +
                       ", made by a newer program; this one knows " + std::to_string(kFormat));
    }
    const Result<std::optional<StoreId>> id = read_meta(ConnectionReader(connection, deadline));
    if (!id) return within(where, id.error());
    if (!*id) return corrupt(where + " has tables and no store in them");
    if (expected && *expected != **id) {
        return invalid(where + " holds store " + (*id)->str() + ", not store " + expected->str());
    }
    return **id;
}

}  // namespace

Result<StoreId> ensure_layout(Connection& connection, const std::string& schema,
                              const std::optional<StoreId>& expected, Deadline deadline) {
    for (;;) {
        const Result<std::optional<std::int64_t>> number =
            read_layout(connection, schema, deadline);
        if (!number) return number.error();
        if (*number) return check_layout(connection, schema, **number, expected, deadline);
        StoreId id;
        random_bytes(id.bytes);
        // Whoever loses the race to create finds the winner's rows on the next turn.
        const std::string script = "BEGIN; CREATE SCHEMA IF NOT EXISTS " + schema + ";" + kTables +
                                   kCommitFunction + kSettleFunction + kSealFunction +
                                   insert_meta(expected.value_or(id)) + "COMMIT;";
        const std::optional<Failure> failure = connection.run_script(script, deadline);
        if (!failure) continue;
        if (failure->kind == FailureKind::kUnknown) return to_error(*failure);
        if (auto undone = connection.run_script("ROLLBACK", deadline)) return to_error(*undone);
        const bool lost_race = failure->kind == FailureKind::kRetry ||
                               failure->sqlstate == "42P07" || failure->sqlstate == "42P06";
        if (!lost_race) {
            return invalid("PostgreSQL schema " + schema +
                           " cannot be created: " + failure->message);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

Result<void> check_durability(Connection& connection, Deadline deadline) {
    for (const std::string setting : {"fsync", "full_page_writes", "synchronous_commit"}) {
        std::string value;
        if (auto failure = connection.run("SHOW " + setting, {}, deadline,
                                          [&](const Row& row) { value = row.bytes(0); })) {
            return to_error(*failure);
        }
        if (value == "off") {
            return invalid("PostgreSQL runs with " + setting +
                           " = off and would lose acknowledged commits; turn it on");
        }
    }
    return {};
}

}  // namespace homing::postgres
