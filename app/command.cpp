#include "app/command.h"

#include <algorithm>

#include "app/commands/commands.h"
#include "chains/recognise/recognise.h"

namespace homing {

namespace {

bool has_type(ArgType type, const Json& value) {
    switch (type) {
        case ArgType::kText:
            return value.is_string();
        case ArgType::kWhole:
            return value.is_number_unsigned();
        case ArgType::kFlag:
            return value.is_boolean();
        case ArgType::kTexts:
            return value.is_array() &&
                   std::ranges::all_of(value, [](const Json& v) { return v.is_string(); });
        case ArgType::kRows:
            return value.is_array() &&
                   std::ranges::all_of(value, [](const Json& v) { return v.is_object(); });
    }
    return false;
}

const char* type_name(ArgType type) {
    switch (type) {
        case ArgType::kText:
            return "a text";
        case ArgType::kWhole:
            return "a whole number";
        case ArgType::kFlag:
            return "true or false";
        case ArgType::kTexts:
            return "a list of texts";
        case ArgType::kRows:
            return "a list of objects";
    }
    return "?";
}

// The roles that may ever ask for it, for a sentence.
std::string role_names(Action action) {
    std::string names;
    for (std::size_t i = 0; i < kEnumNames<Role>.size(); ++i) {
        if (!may_ever(static_cast<Role>(i), action)) continue;
        names += (names.empty() ? "" : ", ") + std::string(kEnumNames<Role>[i]);
    }
    return names;
}

}  // namespace

const std::vector<Command>& commands() {
    static const std::vector<Command> kCommands = [] {
        std::vector<Command> all = {
            run_command(),          status_command(),       import_command(),
            import_rows_command(),  import_slice_command(), rescan_command(),
            deposit_list_command(), deposit_show_command(), deposit_count_command(),
            search_command(),       case_list_command(),    case_show_command(),
            case_payload_command(), case_propose_command(), case_approve_command(),
            hold_command(),         release_command(),      audit_check_command(),
            audit_prove_command(),  audit_verify_command(), backup_command(),
            restore_command(),      explain_command(),
        };
        for (auto more : {match_commands(), claim_commands(), case_work_commands()}) {
            for (Command& command : more) all.push_back(std::move(command));
        }
        return all;
    }();
    return kCommands;
}

const Command* find_command(std::string_view name) {
    const auto found = std::ranges::find(commands(), name, &Command::name);
    return found == commands().end() ? nullptr : &*found;
}

Result<void> check_args(const Command& command, const Json& args) {
    if (!args.is_object()) return invalid("the arguments must be a JSON object");
    for (const Arg& arg : command.args) {
        const auto found = args.find(arg.name);
        if (found == args.end()) {
            if (arg.required) return invalid(std::string(arg.name) + ": is missing");
        } else if (!has_type(arg.type, *found)) {
            return invalid(std::string(arg.name) + ": must be " + type_name(arg.type));
        }
    }
    for (const auto& [key, ignored] : args.items()) {
        if (std::ranges::find(command.args, key, &Arg::name) == command.args.end()) {
            return invalid(key.substr(0, 80) + ": is not an argument of \"" +
                           std::string(command.name) + "\"");
        }
    }
    return {};
}

Result<void> refuse_secrets(const Command& command, const Json& args) {
    for (const Arg& arg : command.args) {
        const auto found = args.find(arg.name);
        if (found == args.end() || (arg.type != ArgType::kText && arg.type != ArgType::kTexts)) {
            continue;
        }
        const auto is_secret = [](const Json& text) {
            return text.is_string() && holds_secret(text.get_ref<const std::string&>());
        };
        if (is_secret(*found) || (found->is_array() && std::ranges::any_of(*found, is_secret))) {
            return invalid(
                std::string(arg.name) +
                ": holds what looks like a private key, seed or recovery phrase; it was "
                "not kept. Whoever has it can take the funds: move them to a new wallet");
        }
    }
    return {};
}

Result<Json> dispatch(Host& host, const std::string& name, Json args, uid_t peer) {
    const Command* command = find_command(name);
    if (command == nullptr || command->handle == nullptr) {
        return not_found("there is no command \"" + name.substr(0, 80) + "\"");
    }
    if (!args.is_object()) return invalid("the arguments must be a JSON object");
    const Time now = host.clock.now();
    const Result<Principal> principal = authenticate(host.staff, name, args, peer, now);
    if (!principal) return principal.error();
    if (!may_ever(principal->role, command->action)) {
        return invalid("\"" + name + "\" is for " + role_names(command->action) + "; " +
                       principal->id + " is " + std::string(to_string(principal->role)));
    }
    if (Result<void> checked = check_args(*command, args); !checked) return checked.error();
    if (Result<void> clean = refuse_secrets(*command, args); !clean) return clean.error();
    Context context{host, *principal, now};
    return command->handle(context, args);
}

}  // namespace homing
