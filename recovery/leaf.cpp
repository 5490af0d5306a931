#include "recovery/leaf.h"

#include "core/crypto/hash.h"
#include "core/json.h"

namespace homing {
namespace {

Leaf leaf(std::string kind, std::string id, std::string_view state) {
    Leaf named;
    named.kind = std::move(kind);
    named.id = std::move(id);
    named.state = state;
    return named;
}

// Takes `literal` from the front of the text.
bool take(std::string_view& text, std::string_view literal) {
    if (!text.starts_with(literal)) return false;
    text.remove_prefix(literal.size());
    return true;
}

// Takes a value without escapes up to its closing quote.
bool take_text(std::string_view& text, std::string_view name, std::string& value) {
    if (!take(text, name)) return false;
    const std::size_t end = text.find('"');
    if (end == std::string_view::npos || text.substr(0, end).find('\\') != std::string_view::npos) {
        return false;
    }
    value = text.substr(0, end);
    text.remove_prefix(end + 1);
    return true;
}

bool take_version(std::string_view& text, std::uint64_t& version) {
    if (!take(text, ",\"version\":") || text.size() < 2 || text.size() > 21 || text.back() != '}') {
        return false;
    }
    text.remove_suffix(1);
    version = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9' || version > (UINT64_MAX - 9) / 10) return false;
        version = version * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return true;
}

}  // namespace

Leaf leaf_of(const Deposit& deposit) {
    return leaf("deposit", deposit.id.str(), to_string(deposit.state));
}
Leaf leaf_of(const Claim& claim) {
    return leaf("claim", claim.id.str(), to_string(claim.state));
}
Leaf leaf_of(const Case& record) {
    return leaf("case", record.id.str(), to_string(record.state));
}
Leaf leaf_of(const CaseEntry& entry) {
    return leaf("case_entry", entry.case_id.str() + ":" + std::to_string(entry.number),
                to_string(entry.kind));
}
Leaf leaf_of(const Ruling& ruling) {
    return leaf("ruling", ruling.case_id.str() + ":" + std::to_string(ruling.number),
                to_string(ruling.state));
}
Leaf leaf_of(const Decision& decision) {
    return leaf("decision", decision.deposit.str() + ":" + std::to_string(decision.number),
                to_string(decision.verdict));
}
Leaf leaf_of(const Credit& credit) {
    return leaf("credit", credit.deposit.str(), "credited");
}
Leaf leaf_of(const Hold& hold) {
    const Hash name =
        HashBuilder().add("hold").add(to_string(hold.scope)).add(hold.subject).finish();
    return leaf("hold", name.str(), hold.first_release_by ? "releasing" : "held");
}

Leaf leaf_of(const Search& search) {
    const Hash name = HashBuilder()
                          .add("search")
                          .add(search.by)
                          .add(std::to_string(search.hour))
                          .add(std::to_string(search.number))
                          .finish();
    return leaf("search", name.str(), search.case_id ? "for_case" : "with_reason");
}

std::string format_leaf(const Leaf& leaf) {
    return canonical_json({{"at", format_time(leaf.at)},
                           {"hash", leaf.hash},
                           {"id", leaf.id},
                           {"kind", leaf.kind},
                           {"state", leaf.state},
                           {"step", leaf.step},
                           {"version", leaf.version}});
}

// Reads exactly what format_leaf writes: five million of them in a few seconds.
Result<Leaf> parse_leaf(std::string_view text) {
    Leaf leaf;
    std::string at;
    std::string_view rest = text;
    const bool fits =
        take_text(rest, "{\"at\":\"", at) && take_text(rest, ",\"hash\":\"", leaf.hash) &&
        take_text(rest, ",\"id\":\"", leaf.id) && take_text(rest, ",\"kind\":\"", leaf.kind) &&
        take_text(rest, ",\"state\":\"", leaf.state) &&
        take_text(rest, ",\"step\":\"", leaf.step) && take_version(rest, leaf.version);
    if (!fits) return invalid("is not a leaf of the seven known fields");
    Result<Time> time = parse_time(at);
    if (!time) return within("at", time.error());
    leaf.at = *time;
    return leaf;
}

}  // namespace homing
