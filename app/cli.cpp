#include "app/cli.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <memory>

#include "app/client.h"
#include "app/command.h"
#include "app/config_value.h"
#include "app/print/style.h"

namespace homing {

namespace {

struct Globals {
    std::string config = "homing.toml";
    bool json = false;
    std::string as;
    std::string key;
};

// What was typed for one command.
struct Typed {
    std::map<std::string, std::string> texts;
    std::map<std::string, std::vector<std::string>> lists;
    std::map<std::string, bool> flags;
};

// The groups of two-word commands, for the help ("case list" stands under "case").
const std::map<std::string, std::string> kGroups = {
    {"claim", "What a claimant asks for: file, challenge, prove, show"},
    {"case", "Work for a person: list, show, propose and approve"},
    {"deposit", "What reached custody: list and show"},
    {"audit", "Laws and proofs: check, prove and verify"}};

std::string option_name(std::string_view name) {
    std::string option = "--" + std::string(name);
    for (char& c : option) c = c == '_' ? '-' : c;
    return option;
}

void add_arg(CLI::App& app, const Arg& arg, Typed& typed) {
    if (arg.hidden) return;
    const std::string name(arg.name);
    const std::string shown = arg.positional ? name : option_name(arg.name);
    const std::string help(arg.help);
    CLI::Option* option = nullptr;
    if (arg.type == ArgType::kFlag) {
        option = app.add_flag(shown, typed.flags[name], help);
    } else if (arg.type == ArgType::kTexts) {
        option = app.add_option(shown, typed.lists[name], help);
    } else {
        option = app.add_option(shown, typed.texts[name], help);
    }
    if (arg.required) option->required();
    if (arg.type == ArgType::kWhole) option->type_name("NUMBER");
    if (arg.positional || arg.type == ArgType::kText) option->type_name("");
}

void add_globals(CLI::App& app, Globals& globals) {
    app.add_option("--config,-c", globals.config, "configuration file (homing.toml)")
        ->type_name("FILE");
    app.add_flag("--json", globals.json, "print JSON instead of tables");
    app.add_option("--as", globals.as, "sign the request as this member of staff")
        ->type_name("NAME");
    app.add_option("--key", globals.key, "file of their Ed25519 seed")->type_name("FILE");
}

// The arguments that were typed, as JSON; kInvalid when a number is none.
Result<Json> typed_args(const Command& command, const CLI::App& app, const Typed& typed) {
    Json args = Json::object();
    for (const Arg& arg : command.args) {
        if (arg.hidden) continue;
        const std::string name(arg.name);
        const std::string shown = arg.positional ? name : option_name(arg.name);
        if (app.get_option(shown)->count() == 0) continue;
        switch (arg.type) {
            case ArgType::kText:
                args[name] = typed.texts.at(name);
                break;
            case ArgType::kTexts:
                args[name] = typed.lists.at(name);
                break;
            case ArgType::kFlag:
                args[name] = typed.flags.at(name);
                break;
            case ArgType::kWhole: {
                const Result<std::uint64_t> whole = parse_whole(typed.texts.at(name));
                if (!whole) return within(shown, whole.error());
                args[name] = *whole;
                break;
            }
            case ArgType::kRows:
                break;
        }
    }
    return args;
}

ExitCode fail(const Error& error, bool json) {
    if (json) {
        const Json body = {
            {"error", {{"code", to_string(error.code)}, {"message", error.message}}}};
        std::fprintf(stderr, "%s\n",
                     body.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
    } else {
        const Style style = style_for(STDERR_FILENO, Time());
        std::fprintf(stderr, "%s %s\n", style.paint(Tone::kBad, "homing:").c_str(),
                     printable_lines(error.message).c_str());
    }
    return exit_code(error.code);
}

ExitCode execute(const Command& command, const Json& args, const Globals& globals) {
    Config config;
    if (command.needs_config) {
        Result<Config> loaded = load_config(globals.config);
        if (!loaded) return fail(loaded.error(), globals.json);
        config = std::move(*loaded);
    }
    std::optional<Signer> signer;
    if (globals.as.empty() != globals.key.empty()) {
        return fail(invalid("--as and --key go together"), globals.json);
    }
    if (!globals.as.empty()) signer = Signer{globals.as, globals.key};
    const Style style = style_for(STDOUT_FILENO, SystemClock().now());
    Client client(std::move(config), signer, style, globals.json);
    const Result<Json> reply = command.drive != nullptr
                                   ? command.drive(client, args)
                                   : client.call(std::string(command.name), args);
    if (!reply) return fail(reply.error(), globals.json);
    const std::string text =
        globals.json ? reply->dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"
                     : command.render(*reply, style);
    std::fputs(text.c_str(), stdout);
    if (std::fflush(stdout) != 0) return fail(unavailable("cannot write to stdout"), false);
    const bool is_positive = command.is_positive == nullptr || command.is_positive(*reply);
    return is_positive ? ExitCode::kOk : ExitCode::kNegative;
}

class CommandLine {
  public:
    CommandLine() : app_("Homing brings misdirected crypto deposits home.", "homing") {
        app_.require_subcommand(1);
        app_.failure_message(CLI::FailureMessage::simple);
        app_.footer(
            "Exit codes: 0 done, 1 the answer is no, 2 the call or its input is wrong, "
            "3 not found,\n4 conflict, 5 unavailable (try again), 6 corrupt (call a person).");
        add_globals(app_, globals_);
        for (const Command& command : commands()) {
            if (!command.hidden) add(command);
        }
        app_.add_subcommand("config", "Print every key of the configuration file")
            ->callback([this] { wants_reference_ = true; });
    }

    ExitCode run(std::vector<std::string> args) {
        std::reverse(args.begin(), args.end());  // as CLI11 takes them
        try {
            app_.parse(args);
        } catch (const CLI::Success& help) {
            app_.exit(help);
            return ExitCode::kOk;
        } catch (const CLI::ParseError& error) {
            return fail(invalid(std::string(error.what()) + "\nRun homing with --help to see how."),
                        false);
        }
        if (wants_reference_) {
            std::fputs(config_reference().c_str(), stdout);
            return ExitCode::kOk;
        }
        const Result<Json> typed = typed_args(*chosen_, *chosen_app_, typed_.at(chosen_));
        if (!typed) return fail(typed.error(), globals_.json);
        // Before anything is sent; `explain` sends nothing and names what it is.
        if (chosen_->name != "explain") {
            const Result<void> clean = refuse_secrets(*chosen_, *typed);
            if (!clean) return fail(clean.error(), globals_.json);
        }
        return execute(*chosen_, *typed, globals_);
    }

  private:
    void add(const Command& command) {
        const std::string name(command.name);
        const std::size_t space = name.find(' ');
        CLI::App* parent = &app_;
        if (space != std::string::npos) {
            const std::string group = name.substr(0, space);
            CLI::App*& known = groups_[group];
            if (known == nullptr) {
                known = app_.add_subcommand(group, kGroups.at(group));
                known->require_subcommand(1);
            }
            parent = known;
        }
        CLI::App* sub =
            parent->add_subcommand(name.substr(space + 1), std::string(command.summary));
        sub->footer(std::string(command.details));
        add_globals(*sub, globals_);
        Typed& typed = typed_[&command];
        for (const Arg& arg : command.args) add_arg(*sub, arg, typed);
        sub->callback([this, sub, &command] {
            chosen_ = &command;
            chosen_app_ = sub;
        });
    }

    CLI::App app_;
    Globals globals_;
    std::map<std::string, CLI::App*> groups_;
    std::map<const Command*, Typed> typed_;
    const Command* chosen_ = nullptr;
    const CLI::App* chosen_app_ = nullptr;
    bool wants_reference_ = false;
};

}  // namespace

ExitCode run_cli(const std::vector<std::string>& args) {
    return CommandLine().run(args);
}

}  // namespace homing
