#include "app/staff.h"

#include <toml++/toml.h>
#include <unistd.h>

#include "app/files.h"
#include "core/crypto/hash.h"
#include "core/hex.h"

namespace homing {

namespace {

// A signed request older or younger than this is refused, so that it cannot be played again later.
constexpr Duration kRequestAgeMax = std::chrono::minutes(2);

class StaffReader {
  public:
    StaffReader(const std::filesystem::path& file, StaffFile& staff) : file_(file), staff_(staff) {}

    void read(const toml::table& root) {
        for (const auto& [key, node] : root) {
            if (key.str() != "member" || !node.is_array_of_tables()) {
                wrong(node, std::string(key.str()) + ": only [[member]] tables are known here");
                continue;
            }
            for (const toml::node& element : *node.as_array()) read_member(*element.as_table());
        }
    }
    const std::string& problems() const { return problems_; }

  private:
    void wrong(const toml::node& node, const std::string& what) {
        problems_ +=
            "\n  " + file_.string() + ":" + std::to_string(node.source().begin.line) + ": " + what;
    }

    void read_member(const toml::table& table) {
        StaffMember member;
        std::optional<uid_t> uid;
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            if (name == "id" && node.is_string()) {
                member.id = node.as_string()->get();
            } else if (name == "role" && node.is_string()) {
                read_role(node, member);
            } else if (name == "key" && node.is_string()) {
                const auto parsed = parse_hex_array<32>(node.as_string()->get());
                if (!parsed)
                    wrong(node, "member.key: must be an Ed25519 key of 64 hex digits");
                else
                    member.key.bytes = *parsed;
            } else if (name == "uid" && node.is_integer() && node.as_integer()->get() >= 0) {
                uid = static_cast<uid_t>(node.as_integer()->get());
            } else if (name == "accounts" && node.is_array()) {
                for (const toml::node& account : *node.as_array()) {
                    if (account.is_string())
                        member.accounts.push_back(account.as_string()->get());
                    else
                        wrong(account, "member.accounts: must be a list of texts");
                }
            } else {
                wrong(node, "member." + name + ": is not a known key or has the wrong type");
            }
        }
        for (const char* needed : {"id", "role", "key"}) {
            if (!table.contains(needed))
                wrong(table, std::string("member.") + needed + ": is missing");
        }
        if (member.id.empty()) return;
        if (uid && !staff_.by_uid.emplace(*uid, member.id).second) {
            wrong(table, "member.uid: " + std::to_string(*uid) + " stands there twice");
        }
        if (!staff_.staff.emplace(member.id, member).second) {
            wrong(table, "member.id: \"" + member.id + "\" stands there twice");
        }
    }

    void read_role(const toml::node& node, StaffMember& member) {
        const std::string& text = node.as_string()->get();
        for (std::size_t i = 0; i < kEnumNames<Role>.size(); ++i) {
            if (kEnumNames<Role>[i] != text) continue;
            member.role = static_cast<Role>(i);
            return;
        }
        wrong(node, "member.role: \"" + text + "\" is none of agent, senior, auditor, operator");
    }

    const std::filesystem::path& file_;
    StaffFile& staff_;
    std::string problems_;
};

Result<Principal> authenticate_signed(const StaffFile& staff, const std::string& command,
                                      const Json& auth, const Json& args, Time now) {
    const Error refused = invalid("the request's signature does not hold; check --as and --key");
    if (!auth.is_object() || auth.size() != 3) return refused;
    for (const char* key : {"by", "at", "signature"}) {
        if (!auth.contains(key) || !auth[key].is_string()) return refused;
    }
    const auto member = staff.staff.find(auth["by"].get<std::string>());
    const Result<Time> at = parse_time(auth["at"].get<std::string>());
    const auto signature = parse_hex_array<64>(auth["signature"].get<std::string>());
    if (member == staff.staff.end() || !at || !signature) return refused;
    if (*at > now + kRequestAgeMax || *at < now - kRequestAgeMax) {
        return invalid("the request was signed at " + format_time(*at) + ", too far from now (" +
                       format_time(now) + "); check the clocks");
    }
    const std::string payload = request_payload(command, args, *at);
    if (!ed25519_verify(as_bytes(payload), *signature, member->second.key)) return refused;
    return Principal{member->first, member->second.role};
}

}  // namespace

Result<StaffFile> parse_staff(std::string_view text, const std::filesystem::path& file) {
    StaffFile staff;
    toml::table root;
    try {
        root = toml::parse(text, file.string());
    } catch (const toml::parse_error& error) {
        return invalid(file.string() + ":" + std::to_string(error.source().begin.line) +
                       ": is not TOML: " + std::string(error.description()));
    }
    StaffReader reader(file, staff);
    reader.read(root);
    if (!reader.problems().empty())
        return invalid("mistakes in the staff file" + reader.problems());
    return staff;
}

Result<StaffFile> load_staff(const std::filesystem::path& file) {
    Result<std::string> text = read_file(file, 1 << 20);
    if (!text && text.error().code == Code::kNotFound) return StaffFile{};
    if (!text) return text.error();
    return parse_staff(*text, file);
}

std::string request_payload(const std::string& command, const Json& args, Time at) {
    return canonical_json(
        {{"homing", "request"}, {"command", command}, {"args", args}, {"at", format_time(at)}});
}

Result<Principal> authenticate(const StaffFile& staff, const std::string& command, Json& args,
                               uid_t peer, Time now) {
    if (const auto auth = args.find("auth"); auth != args.end()) {
        const Json taken = *auth;
        args.erase(auth);
        return authenticate_signed(staff, command, taken, args, now);
    }
    if (const auto known = staff.by_uid.find(peer); known != staff.by_uid.end()) {
        return Principal{known->second, staff.staff.at(known->second).role};
    }
    if (peer == ::geteuid() || peer == 0) return Principal{"operator", Role::kOperator};
    return invalid("Unix user " + std::to_string(peer) +
                   " is nobody here; sign the request (--as, --key) or add its uid to staff.toml");
}

}  // namespace homing
