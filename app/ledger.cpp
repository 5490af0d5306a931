#include "app/ledger.h"

#include "app/files.h"
#include "app/ledger_file.h"
#include "app/ledger_http.h"
#include "core/json.h"

namespace homing {

Result<std::unique_ptr<Ledger>> open_ledger(const LedgerConfig& config) {
    if (config.kind == LedgerKind::kFile) {
        Result<std::unique_ptr<FileLedger>> file = FileLedger::open(config.file);
        if (!file) return file.error();
        return std::unique_ptr<Ledger>(std::move(*file));
    }
    std::string token;
    if (!config.token_file.empty()) {
        Result<std::string> read = read_secret(config.token_file);
        if (!read) return within("ledger.token_file", read.error());
        token = *read;
    }
    return std::unique_ptr<Ledger>(
        std::make_unique<HttpLedger>(config.url, token, config.deadline));
}

std::optional<LedgerSubject> subject_of(const std::string& body) {
    const Result<Json> json = parse_json(body);
    if (!json || !json->is_object()) return std::nullopt;
    for (const char* name : {"network", "txid", "index"}) {
        if (!json->contains(name) || !(*json)[name].is_string()) return std::nullopt;
    }
    const Result<NetworkId> network = NetworkId::parse((*json)["network"].get<std::string>());
    if (!network) return std::nullopt;
    return LedgerSubject{*network, (*json)["txid"].get<std::string>(),
                         (*json)["index"].get<std::string>()};
}

}  // namespace homing
