#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "app/exit_code.h"
#include "app/print/style.h"
#include "core/json.h"

// The table of commands. The command line, the socket and the help all follow from it.
namespace homing {

class Client;

enum class ArgType { kText, kWhole, kFlag, kTexts, kRows };

struct Arg {
    std::string_view name;  // "network"; "--network" on the command line unless it is positional
    ArgType type = ArgType::kText;
    bool required = false;
    bool positional = false;
    std::string_view help;
    bool hidden = false;  // filled in by the client, not typed
};

struct Command {
    std::string_view name;     // one or two words: "case list"
    std::string_view summary;  // one line for the list of commands
    std::string_view details;  // what it does, and examples
    std::vector<Arg> args;
    Action action = Action::kRun;  // what it asks for, as recovery/roles.def names it
    // Answers a request against the opened store; nullptr: the command lives in the client alone.
    Result<Json> (*handle)(Context&, const Json& args) = nullptr;
    // Work beside the caller (files, keys, several calls); nullptr: the arguments are sent as they
    // are.
    Result<Json> (*drive)(Client&, const Json& args) = nullptr;
    // For people; ends with a line feed.
    std::string (*render)(const Json& reply, const Style&) = nullptr;
    // Whether the reply is a yes; nullptr: always.
    bool (*is_positive)(const Json& reply) = nullptr;
    bool hidden = false;       // part of another command
    bool needs_config = true;  // false: works on files and keys alone
};

const std::vector<Command>& commands();
const Command* find_command(std::string_view name);

// Every argument known, of its type and present where required; kInvalid names the first that is
// not.
Result<void> check_args(const Command& command, const Json& args);

// kInvalid when a text among the arguments holds a private key, seed or recovery phrase; the message
// names the argument and repeats nothing of it.
Result<void> refuse_secrets(const Command& command, const Json& args);

// One request from start to end: who sends it, may they, are the arguments right, then the handler.
Result<Json> dispatch(Host& host, const std::string& name, Json args, uid_t peer);

}  // namespace homing
