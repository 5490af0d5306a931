#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/config.h"
#include "core/model/outbox.h"
#include "core/model/transfer.h"
#include "matcher/matcher.h"

namespace homing {

// Which movement is meant: identity on chain, as the operator's ledger knows it.
struct LedgerSubject {
    NetworkId network;
    std::string txid;
    std::string index;

    static LedgerSubject of(const Transfer& transfer) {
        return {transfer.network, transfer.txid, transfer.index};
    }
    bool operator==(const LedgerSubject&) const = default;
};

// Whether the operator's ledger has credited a movement, and under which key and id where it says.
struct LedgerAnswer {
    Answer credited = Answer::kUnknown;
    std::string key;
    std::string id;
};

// The operator's ledger as Homing sees it: asked before every credit, told each credit under one
// key. One thread calls a Ledger.
class Ledger {
  public:
    virtual ~Ledger() = default;

    // kUnavailable when it could not be asked: the answer stays unknown.
    virtual Result<LedgerAnswer> ask(const LedgerSubject& subject) = 0;
    // Delivers a message under its key and answers the receiver's id for it; the same key again is
    // the same credit. kUnavailable: it may or may not have arrived, send it again. kConflict: the
    // key stands there with another body. kInvalid: the ledger refuses it for good.
    virtual Result<std::string> deliver(const OutboxMessage& message) = 0;
    virtual std::string name() const = 0;
};

// kUnavailable when the file is held by another process, kCorrupt when it cannot be read.
Result<std::unique_ptr<Ledger>> open_ledger(const LedgerConfig& config);

// What the movement of an outbox message's body is; nullopt where it names none.
std::optional<LedgerSubject> subject_of(const std::string& body);

}  // namespace homing
