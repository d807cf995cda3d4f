#include "tessera/plugin_tools/run.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "tessera/plugin_tools/stage.h"

namespace tessera::plugin_tools {
namespace {

using Json = nlohmann::ordered_json;

std::string name_of(plugin_api::CommandName name) {
    const plugin_api::CommandRow* row = plugin_api::find_command(name);
    return row == nullptr ? std::to_string(static_cast<int>(name)) : std::string(row->name);
}

std::string line_of(const Given& given) {
    Json out = {{"command", name_of(given.name)}};
    if (!given.payload.empty()) {
        out["payload"] = Json::parse(given.payload, nullptr, false);
    }
    if (!given.worker.empty()) {
        out["worker"] = given.worker;
    }
    if (!given.refusal.empty()) {
        out["refused"] = given.refusal;
    }
    if (given.reply) {
        out["reply"] = Json::parse(*given.reply, nullptr, false);
    }
    out["line"] = given.line;
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string text_of(const vt::Terminal& terminal) {
    return vt::tool::dump(terminal, {.size = {}, .format = vt::tool::Format::Text}, {});
}

/// One run: the stage, and what the script expects of it.
class Run {
public:
    explicit Run(const RunOptions& options) : options_(options), stage_(options) {}

    Result<RunOutcome> act() {
        // Answers at the head of the script are there when the plugin loads.
        for (const Step& step : options_.script) {
            if (!std::holds_alternative<SetReply>(step.verb)) {
                break;
            }
            stage_.set_reply(std::get<SetReply>(step.verb));
        }
        (void)TESSERA_TRY(stage_.start());
        for (const Step& step : options_.script) {
            stage_.line = step.line;
            (void)TESSERA_TRY(std::visit([this](const auto& verb) { return on(verb); }, step.verb));
        }
        print({});
        out_.failure = is_failure_expected_ ? "" : stage_.failure();
        out_.log = stage_.guest_log();
        out_.record = stage_.record();
        for (const Given& given : stage_.commands()) {
            out_.commands.push_back(line_of(given));
        }
        return std::move(out_);
    }

private:
    Result<> on(const SendEvents& verb) {
        for (const plugin_api::Event& event : verb.events) {
            stage_.send(plugin_api::Event(event));
            (void)TESSERA_TRY(stage_.settle());
        }
        return {};
    }
    Result<> on(const TellSession& verb) {
        stage_.tell_session(verb);
        return stage_.settle();
    }
    Result<> on(const SendPipe& verb) {
        stage_.send(verb.message);
        return stage_.settle();
    }
    Result<> on(const Render& verb) {
        stage_.resize(verb.size);
        return stage_.settle();
    }
    Result<> on(const Advance& verb) { return stage_.advance(verb.by); }
    Result<> on(const SetReply& verb) {
        stage_.set_reply(verb);
        return {};
    }
    Result<> on(const AnswerPermission& verb) {
        if (!stage_.answer_permission(verb.answer)) {
            fault("the plugin asked for no permission");
        }
        return stage_.settle();
    }
    Result<> on(const SetVisible& verb) {
        stage_.set_visible(verb.shown);
        return stage_.settle();
    }
    Result<> on(const Close&) {
        stage_.close();
        return stage_.settle();
    }
    Result<> on(const PrintScreen&) {
        print(fmt::format("--- line {}\n", stage_.line));
        return {};
    }
    Result<> on(const Expect& verb) {
        const std::string screen = text_of(stage_.screen());
        for (const std::string& text : verb.screen) {
            if (!screen.contains(text)) {
                fault(fmt::format("the screen does not show '{}', but\n{}", text, screen));
            }
        }
        for (const std::string& text : verb.no_screen) {
            if (screen.contains(text)) {
                fault(fmt::format("the screen shows '{}':\n{}", text, screen));
            }
        }
        if (!stage_.guest_log().contains(verb.log)) {
            fault(fmt::format("it did not log '{}', but\n{}", verb.log, stage_.guest_log()));
        }
        is_failure_expected_ = !verb.failure.empty();
        if (!stage_.failure().contains(verb.failure) ||
            (verb.failure.empty() && !stage_.failure().empty())) {
            fault(fmt::format("it should have failed by '{}', not by '{}'", verb.failure,
                              stage_.failure()));
        }
        expect_commands(verb);
        return {};
    }

    void expect_commands(const Expect& verb) {
        const std::vector<Given>& given = stage_.commands();
        for (const plugin_api::CommandName name : verb.no_commands) {
            for (std::size_t i = seen_; i < given.size(); ++i) {
                if (given[i].name == name) {
                    fault("the plugin gave the command " + line_of(given[i]));
                }
            }
        }
        for (const Expect::Command& wanted : verb.commands) {
            std::size_t i = seen_;
            while (i < given.size() && !is_like(given[i], wanted)) {
                ++i;
            }
            if (i < given.size()) {
                seen_ = i + 1;
                continue;
            }
            std::string instead;
            for (std::size_t k = seen_; k < given.size(); ++k) {
                instead += "\n  " + line_of(given[k]);
            }
            fault(fmt::format("it did not give the command {} {} {}, but{}", name_of(wanted.name),
                              wanted.payload, wanted.reply, instead.empty() ? " none" : instead));
        }
    }
    static bool is_like(const Given& given, const Expect::Command& wanted) {
        return given.name == wanted.name && given.refusal.empty() &&
               (wanted.payload.empty() || contains_json(given.payload, wanted.payload)) &&
               (wanted.reply.empty() || (given.reply && contains_json(*given.reply, wanted.reply)));
    }

    void fault(const std::string& what) {
        out_.faults.push_back(fmt::format("line {}: {}", stage_.line, what));
    }
    void print(const std::string& title) {
        out_.screens +=
            title + vt::tool::dump(stage_.screen(), {.size = {}, .format = options_.format}, {});
    }

    const RunOptions& options_;
    Stage stage_;
    RunOutcome out_;
    std::size_t seen_ = 0;  // commands up to the last one expected
    bool is_failure_expected_ = false;
};

}  // namespace

Result<RunOutcome> run_plugin(RunOptions options) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(options.file, error)) {
        return fail(ErrorCode::NotFound, "there is no such file", options.file.string());
    }
    options.file = std::filesystem::absolute(options.file, error);
    return Run(options).act();
}

}  // namespace tessera::plugin_tools
