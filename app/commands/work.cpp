#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/import/rescans.h"
#include "app/print/table.h"
#include "core/record_json.h"
#include "store/tables.h"

// Commands that set work going: rescan, hold and release.
namespace homing {

namespace {

Result<NetworkId> network_arg(const Context& context, const Json& args) {
    Result<NetworkId> network = NetworkId::parse(text_arg(args, "network"));
    if (!network) return within("network", network.error());
    for (const Network& known : context.host.networks) {
        if (known.id == *network) return network;
    }
    return not_found("network: " + network->str() + " is not in the configuration");
}

Result<Json> rescan(Context& context, const Json& args) {
    const Result<NetworkId> network = network_arg(context, args);
    if (!network) return network.error();
    const auto cursor = load<Cursor>(context.store(), cursor_key(*network));
    if (!cursor) return cursor.error();
    if (!*cursor) return not_found("network " + network->str() + " has no applied block yet");
    Rescan row;
    row.network = *network;
    row.from = whole_arg(args, "from", 0);
    row.to = whole_arg(args, "to", (*cursor)->record.block.height);
    if (row.to > (*cursor)->record.block.height) {
        return invalid("to: lies beyond the last applied block, " +
                       std::to_string((*cursor)->record.block.height));
    }
    if (row.from > row.to) return invalid("from: lies behind to");
    row.next = row.from;
    const Result<Rescan> kept = schedule_rescan(context.store(), row);
    if (!kept) return kept.error();
    return record_to_json(*kept);
}

std::string render_rescan(const Json& reply, const Style&) {
    return "Blocks " + with_commas(reply["from"].get<std::uint64_t>()) + " to " +
           with_commas(reply["to"].get<std::uint64_t>()) + " of " + text_in(reply, "network") +
           " are read again; `homing status` shows how far it is.\n";
}

Result<HoldScope> scope_arg(const Json& args) {
    const std::string text = text_arg(args, "scope");
    for (std::size_t i = 0; i < kEnumNames<HoldScope>.size(); ++i) {
        if (kEnumNames<HoldScope>[i] == text) return static_cast<HoldScope>(i);
    }
    return invalid("scope: \"" + printable(text.substr(0, 40)) +
                   "\" is none of network, asset, account, deposit");
}

Result<Json> hold(Context& context, const Json& args) {
    const Result<HoldScope> scope = scope_arg(args);
    if (!scope) return scope.error();
    const Result<Hold> held = context.engine([&](Engine& engine) {
        return engine.hold(*scope, text_arg(args, "subject"), text_arg(args, "reason"),
                           context.principal.id, context.now);
    });
    if (!held) return held.error();
    return record_to_json(*held);
}

std::string render_hold(const Json& reply, const Style&) {
    return "No credit on " + text_in(reply, "scope") + " " + printable(text_in(reply, "subject")) +
           " from now on (" + printable(text_in(reply, "reason")) +
           "). Two people release it: homing release " + text_in(reply, "scope") + " " +
           printable(text_in(reply, "subject")) + "\n";
}

Result<Json> release(Context& context, const Json& args) {
    const Result<HoldScope> scope = scope_arg(args);
    if (!scope) return scope.error();
    const std::string subject = text_arg(args, "subject");
    const Result<bool> released = context.engine([&](Engine& engine) -> Result<bool> {
        const Result<void> done =
            engine.release(*scope, subject, context.principal.id, context.now);
        if (!done) return done.error();
        return true;
    });
    if (!released) return released.error();
    const auto left = load<Hold>(context.store(), hold_key(*scope, subject));
    if (!left) return left.error();
    return Json{{"scope", to_string(*scope)}, {"subject", subject}, {"released", !*left}};
}

std::string render_release(const Json& reply, const Style&) {
    const std::string what = text_in(reply, "scope") + " " + printable(text_in(reply, "subject"));
    if (reply["released"].get<bool>()) return "The hold on " + what + " is released.\n";
    return "First release of the hold on " + what + "; a second person must release it too.\n";
}

const std::vector<Arg> kHoldArgs = {
    {"scope", ArgType::kText, true, true, "network, asset, account or deposit"},
    {"subject", ArgType::kText, true, true, "CAIP-2, CAIP-19, account or deposit id"}};

}  // namespace

Command rescan_command() {
    return {.name = "rescan",
            .summary = "Read final blocks of a network again, for what the book did not know then",
            .details =
                "Safe to repeat: what is indexed already stays as it is.\n\n"
                "Example:\n  homing rescan eip155:56 1000 2000",
            .args = {{"network", ArgType::kText, true, true, "CAIP-2, such as eip155:56"},
                     {"from", ArgType::kWhole, true, true, "first block"},
                     {"to", ArgType::kWhole, false, true, "last block; the last applied one"}},
            .action = Action::kRescan,
            .handle = rescan,
            .render = render_rescan};
}

Command hold_command() {
    Command command{.name = "hold",
                    .summary = "Stop credits on a network, asset, account or deposit at once",
                    .details =
                        "One person holds, two release.\n\nExample:\n"
                        "  homing hold network eip155:137 --reason \"deep reorganisation\"",
                    .args = kHoldArgs,
                    .action = Action::kHoldMoney,
                    .handle = hold,
                    .render = render_hold};
    command.args.push_back({"reason", ArgType::kText, true, false, "for the record"});
    return command;
}

Command release_command() {
    return {.name = "release",
            .summary = "Release a hold; takes two different people",
            .details =
                "Examples:\n  homing release network eip155:137 --as ana --key ana.key\n"
                "  homing release network eip155:137 --as ben --key ben.key",
            .args = kHoldArgs,
            .action = Action::kReleaseNetwork,
            .handle = release,
            .render = render_release};
}

}  // namespace homing
