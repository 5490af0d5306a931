#include <unistd.h>

#include <iostream>

#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/print/table.h"
#include "chains/family.h"
#include "chains/recognise/recognise.h"
#include "matcher/display.h"

namespace homing {

namespace {

constexpr std::size_t kPastedMax = 64 * 1024;

// Whether a place is of a family we read; "eip155" alone stands for every EVM network.
bool is_read(const Place& place) {
    if (place.network.empty()) return false;
    const bool is_family = place.network.find(':') == std::string::npos;
    const Result<NetworkId> id = NetworkId::parse(place.network + (is_family ? ":1" : ""));
    return id && find_family(*id) != nullptr;
}

Json to_json(const Candidate& candidate) {
    Json row = {{"kind", to_string(candidate.kind)},
                {"form", candidate.form},
                {"certain", candidate.certain},
                {"networks", Json::array()}};
    for (const Place& place : candidate.places) {
        row["networks"].push_back(
            {{"id", place.network}, {"name", place.name}, {"read", is_read(place)}});
    }
    if (!candidate.normalised.empty()) row["normalised"] = candidate.normalised;
    if (!candidate.fingerprint.empty()) row["fingerprint"] = candidate.fingerprint.str();
    if (candidate.memo) row["memo"] = candidate.memo->str();
    return row;
}

Result<std::string> pasted_text(const Json& args) {
    std::string text = text_arg(args, "pasted");
    if (text != "-") return text;
    text.clear();
    std::string part(4096, '\0');
    while (std::cin.read(part.data(), static_cast<std::streamsize>(part.size())) ||
           std::cin.gcount() > 0) {
        text.append(part, 0, static_cast<std::size_t>(std::cin.gcount()));
        if (text.size() > kPastedMax) return invalid("more than 64 KiB were pasted");
    }
    return text;
}

Result<Json> explain(Client&, const Json& args) {
    const Result<std::string> text = pasted_text(args);
    if (!text) return text.error();
    const Recognition recognition = recognise(*text);
    Json reply = {{"secret", recognition.holds_secret},
                  {"candidates", Json::array()},
                  {"hints", Json::array()}};
    for (const Candidate& one : recognition.candidates) {
        reply["candidates"].push_back(to_json(one));
    }
    for (const Hint& hint : recognition.hints) {
        reply["hints"].push_back({{"code", hint.code}, {"text", hint.text}});
    }
    return reply;
}

std::string network_names(const Json& candidate) {
    std::string names;
    for (const Json& network : candidate["networks"]) {
        names += (names.empty() ? "" : ", ") + text_in(network, "name");
        if (!network["read"].get<bool>()) names += " (not read by Homing yet)";
    }
    return names;
}

std::string render(const Json& reply, const Style& style) {
    std::string out;
    if (reply["secret"].get<bool>()) {
        out = style.paint(Tone::kBad, "This holds a secret; it is not shown again.") + "\n";
    } else if (reply["candidates"].empty()) {
        out = "Nothing we know looks like that.\n";
    }
    for (const Json& one : reply["candidates"]) {
        Sheet sheet;
        sheet.add("kind", text_in(one, "kind") + ": " + text_in(one, "form"), Tone::kBold);
        sheet.add("sure", one["certain"].get<bool>() ? "yes, its checksum holds"
                                                     : "no, it only looks like one");
        sheet.add("networks", network_names(one));
        sheet.add("written", printable(text_in(one, "normalised")));
        sheet.add("fingerprint", text_in(one, "fingerprint"));
        if (one.contains("memo")) sheet.add("memo", display_memo(text_in(one, "memo")));
        out += (out.empty() ? "" : "\n") + sheet.str(style);
    }
    for (const Json& hint : reply["hints"]) {
        out += "\n" + style.paint(Tone::kWarn, text_in(hint, "text")) + "\n";
    }
    return out;
}

}  // namespace

Command explain_command() {
    return {.name = "explain",
            .summary = "Say what something pasted may be: address, transaction, link, memo",
            .details =
                "Asks no node and opens no link. A private key, seed or recovery phrase is named "
                "and never shown, kept or sent; give it on standard input (-), not on the command "
                "line, where other users can see it.\n\n"
                "Examples:\n  homing explain 1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH\n"
                "  homing explain https://etherscan.io/tx/0x5c50…\n  homing explain - < letter.txt",
            .args = {{"pasted", ArgType::kText, true, true, "the text; - reads standard input"}},
            .drive = explain,
            .render = render,
            .needs_config = false};
}

}  // namespace homing
